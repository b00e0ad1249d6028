from collections import Counter
from datetime import timedelta
from importlib.resources import as_file
from typing import Any

import pytest
from django.db.models import F

from tests.demo.told.conftest import NOW
from whydesk.demo.cast import COMPANY
from whydesk.demo.wishes import read_wishes
from whydesk.history.events import sentence_of
from whydesk.history.models import Entry
from whydesk.history.timelines import entries_about
from whydesk.people.actors import DESK
from whydesk.tickets.models import Ticket
from whydesk.wishes.asking_again import list_who_is_asked
from whydesk.wishes.choices import STATE_AFTER
from whydesk.wishes.counting import count_voices
from whydesk.wishes.importing import import_capabilities
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import (
    AgendaItem,
    Answering,
    Article,
    Asking,
    Callback,
    Capability,
    Comment,
    Decision,
    DecisionProgress,
    Inquiry,
    Merging,
    Misfit,
    Review,
    Voice,
    Wish,
)
from whydesk.wishes.overtaking import recount
from whydesk.wishes.reviewing import make_agenda

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]

COLOUR = "Cor própria para cada status"
FIGURES = ("companies", "revenues", "deal_breakers", "voices_90_days", "tickets", "kinds")


def wish(title: str) -> Wish:
    return Wish.objects.get(title=title)


def test_every_wish_stands_with_its_voices() -> None:
    told = read_wishes()
    assert Counter(Voice.objects.values_list("wish__title", flat=True)) == Counter(
        wanted.title for wanted in told for _voice in wanted.voices
    )
    assert Comment.objects.count() == sum(len(wanted.remarks) for wanted in told)
    assert Decision.objects.count() == sum(len(wanted.rulings) for wanted in told)


def test_figures_are_what_the_desk_would_count() -> None:
    before = list(Wish.objects.order_by("pk").values_list(*FIGURES))
    count_voices(Wish.objects.values_list("pk", flat=True))
    assert list(Wish.objects.order_by("pk").values_list(*FIGURES)) == before
    assert max(companies for companies, *_rest in before) == 8


def test_a_wish_stands_where_its_last_decision_left_it() -> None:
    for decision in Decision.objects.filter(followed_by=None).select_related("wish"):
        is_open_again = decision.wish.title == "One page for each machine"
        expected = "open" if is_open_again else STATE_AFTER[decision.outcome]
        assert decision.wish.state == expected, decision.wish.title
    undecided = Wish.objects.filter(decisions=None)
    assert set(undecided.values_list("state", flat=True)) == {"open"}


def test_how_far_a_decision_has_come_is_what_the_desk_would_count() -> None:
    def progress() -> list[tuple[Any, ...]]:
        found = DecisionProgress.objects.order_by("pk")
        return list(found.values_list("decision", "untold", "told", "made_at", "closed_at"))

    before = progress()
    recount(Decision.objects.values_list("pk", flat=True), by=DESK)
    assert progress() == before
    assert len(before) == Decision.objects.count()


def test_nobody_who_waits_for_a_decision_was_forgotten() -> None:
    last = Decision.objects.filter(followed_by=None).values_list("pk", flat=True)
    states = Counter(Callback.objects.values_list("state", flat=True))
    assert [make_callbacks(decision) for decision in last] == [0] * len(last)
    assert Counter(Callback.objects.values_list("state", flat=True)) == states
    assert set(states) == {"due", "not_reached", "told", "answered"}


def test_whoever_was_told_heard_it_after_the_decision() -> None:
    told = Callback.objects.filter(told_at__isnull=False)
    assert told.filter(told_at__lte=F("decision__at")).count() == 0
    mailed = told.filter(way="mail").select_related("message", "voice")
    assert [one for one in mailed if one.message is None or one.draft != one.message.text] == []
    early = [one for one in mailed if one.voice.at < one.decision.at]
    assert max(one.told_at - one.decision.at for one in early if one.told_at) < timedelta(days=4)


def test_whoever_is_still_to_be_told_has_a_text_in_their_language() -> None:
    untold = Callback.objects.filter(state__in=Callback.UNTOLD).select_related("voice")
    begins = {"ru": ("Здравствуйте", "Баир", "Надя"), "pt-br": ("Olá",), "en": ("Hello", "Good")}
    assert [one for one in untold if not one.draft.startswith(begins[one.voice.language])] == []
    assert {one.voice.language for one in untold} == set(begins)
    assert untold.filter(due_at__gt=NOW).count() >= 5


def test_nothing_of_it_lies_ahead() -> None:
    times = [(Wish, "created_at"), (Voice, "at"), (Voice, "heard_at"), (Decision, "at")]
    times += [(Callback, "told_at"), (Asking, "asked_at"), (Asking, "answered_at")]
    times += [(Comment, "at"), (Merging, "at"), (Inquiry, "at"), (Answering, "at"), (Misfit, "at")]
    ahead = [model.objects.filter(**{f"{name}__gt": NOW}).count() for model, name in times]
    assert ahead == [0] * len(times)
    assert Entry.objects.filter(at__gt=NOW).count() == 0


def test_numbers_follow_time() -> None:
    for model, name in ((Wish, "created_at"), (Voice, "at"), (Decision, "at"), (Review, "day")):
        times = list(model.objects.order_by("pk").values_list(name, flat=True))
        assert times == sorted(times), model


def test_the_colour_of_the_status_is_due_to_be_asked_about_today() -> None:
    colour = wish(COLOUR)
    assert (colour.state, colour.companies) == ("deferred", 7)
    decision = colour.decisions.get()
    assert decision.ask_again_on == NOW.date()
    assert timedelta(days=55) < NOW - decision.at < timedelta(days=70)
    assert list_who_is_asked(NOW.date()) == 7
    asked = Asking.objects.filter(decision=decision).values_list("voice__company__name", flat=True)
    assert "Imobiliária Sol Nascente" in asked


def test_the_method_nobody_needed_is_ready_to_be_played() -> None:
    ticket = Ticket.objects.get(subject="Нужен метод API: когда заявка создана и когда изменена")
    assert (ticket.status, ticket.assignee, ticket.language) == ("open", None, "ru")
    assert (ticket.voices.count(), ticket.answerings.count()) == (0, 0)
    report = Capability.objects.get(slug="response-times")
    assert (report.articles.count(), report.missed, report.answered) == (3, 2, 2)


def test_what_was_asked_for_though_it_exists_is_counted() -> None:
    counted = Capability.objects.filter(missed__gt=0).values_list("slug", "missed", "answered")
    tickets = Counter(Answering.objects.values_list("capability__slug", flat=True))
    assert {slug: (missed, answered) for slug, missed, answered in counted} == {
        slug: (number, number) for slug, number in tickets.items()
    }


def test_the_articles_are_what_an_import_of_their_folder_makes() -> None:
    def articles() -> list[tuple[Any, ...]]:
        about = ("capability__slug", "capability__tags", "capability__is_public")
        told = ("language", "title", "purpose", "how")
        return sorted(Article.objects.values_list(*about, *told))

    before = articles()
    with as_file(COMPANY / "capabilities") as folder:
        imported = import_capabilities(folder)
    assert (imported.articles, imported.refused) == (len(before), {})
    assert articles() == before
    assert Entry.objects.filter(event="capability.written").count() == 0


def test_whom_the_product_does_not_fit_is_known() -> None:
    misfits = Misfit.objects.order_by("pk").values_list("company__name", "ended_at")
    assert list(misfits) == [("Frigorífico Boi Bom", None), ("Entrega Já", None)]


def test_a_no_opens_a_wish_again_and_silence_lets_a_voice_fade() -> None:
    page = wish("One page for each machine")
    answers = Asking.objects.filter(voice__root=page).values_list("answer", flat=True)
    assert (page.state, Counter(answers)) == ("open", {"yes": 2, "no": 1})
    sensors = Voice.objects.filter(root__title__startswith="Temperature sensors")
    assert [
        (one.contact.name, one.weight, one.faded_at is None) for one in sensors.order_by("pk")
    ] == [
        ("Chloe Tremblay", "needed", True),
        ("Игорь Санников", "nice", False),
        ("Patrícia Gomes", "nice", False),
    ]


def test_a_review_settled_all_that_stood_on_it_and_has_minutes() -> None:
    held = Review.objects.filter(state="held")
    assert {review.day.strftime("%A") for review in held} == {"Tuesday"}
    assert Review.objects.filter(state="skipped").count() >= 1
    items = AgendaItem.objects.filter(review__in=held)
    assert items.filter(decision=None, postponed_to=None).count() == 0
    for review in held:
        titles = [item.wish.title for item in review.items.all()]
        assert [row[3:] for row in review.minutes.splitlines() if row[:3] == "## "] == titles


def test_the_next_review_has_its_agenda() -> None:
    review = Review.objects.get(state="planned")
    items = list(review.items.select_related("wish").order_by("position"))
    assert Counter(item.because for item in items)["new"] >= 5
    assert {item.because for item in items} == {"new", "late", "due", "asked_again", "grown"}
    assert (items[0].is_pinned, items[0].wish.title) == (True, "Выгрузка сразу в Excel (xlsx)")
    assert sum(bool(item.prepared) for item in items) == 4
    before = [(item.pk, item.position, item.because) for item in items]
    again = make_agenda(review)
    assert [(item.pk, item.position, item.because) for item in again] == before


def test_the_timeline_of_a_wish_tells_it_from_the_first_voice_on() -> None:
    said = [
        sentence_of(entry.event, entry.data)
        for entry in reversed(entries_about("wish", wish("Two approvals, blind to each other").pk))
    ]
    title = "“Two approvals, blind to each other”"
    assert said == [
        f"wrote down the wish {title}",
        *[f"noted that they want {title}"] * 3,
        *[f"changed the wish {title}"] * 3,
        f"decided on {title}",
        "made a list of those to be told: 3",
        *[f"told them what was decided on {title}"] * 3,
        f"left nobody untold what was decided on {title}",
    ]


def test_a_merged_wish_shows_in_both_timelines() -> None:
    for title in (COLOUR, "Cores no painel de parede"):
        entries = entries_about("wish", wish(title).pk)
        assert [one.event for one in entries].count("wish.merged") == 1
