"""One incident of the demo company is over, with all that was learnt; none goes on."""

import re

import pytest

from tests.demo.told.conftest import NOW
from whydesk.care.models import Care, Step
from whydesk.demo.news import TOLD
from whydesk.history.timelines import entries_about
from whydesk.incidents.models import Incident, Telling
from whydesk.incidents.queries import affected_page, last_news, step_counts, updates_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_it_is_over_and_was_told_in_three_languages():
    [incident] = Incident.objects.all()
    assert (incident.state, incident.is_public) == ("over", True)
    languages = [
        sorted(update.texts.values_list("language", flat=True))
        for update in incident.updates.order_by("pk")
    ]
    assert languages == [["en", "pt-br", "ru"]] * 3
    last = entries_about("incident", incident.pk)[0]
    assert last.at < NOW


def test_two_of_three_actions_are_done():
    actions = Incident.objects.get().actions.all()
    assert [action.done_at is not None for action in actions] == [True, True, False]
    assert actions[2].due_on > NOW.date()


def test_the_write_up_is_whole_in_every_language():
    texts = Incident.objects.get().write_up.texts.all()
    assert [text.is_whole for text in texts] == [True] * 3


def test_some_wrote_some_were_told_unasked_and_one_could_not_be():
    [incident] = Incident.objects.all()
    assert (incident.affected, incident.tickets) == (9, 8)
    assert list(incident.affecteds.order_by("came").values_list("came", flat=True)) == [
        *["pick"] * 4,
        *["ticket"] * 5,
    ]
    figures = incident.updates.order_by("pk").values_list("told", "waiting", "untold", "bounced")
    assert list(figures) == [(5, 0, 1, 0), (8, 0, 1, 0), (7, 0, 1, 1)]
    news = last_news(updates_of(incident))
    assert [(row.affected.company.name, row.why) for row in affected_page(incident, news).rows][
        -1
    ] == ("Лодочная станция «Причал»", "no_address")


def test_each_update_stands_on_the_ticket_at_the_moment_at_which_it_was_sent():
    told = Telling.objects.exclude(message=None).select_related("message", "update")
    assert [one for one in told if one.message.at != one.update.at] == []
    assert {one.message.ticket.language for one in told} == {"en", "ru", "pt-br"}


def test_the_four_steps_stand_in_every_state():
    [incident] = Incident.objects.all()
    counted = [(one.owed, one.done) for one in step_counts(incident.pk)]
    assert counted == [(0, 8), (0, 6), (3, 3), (4, 2)]
    cares = Care.objects.filter(incident_id=incident.pk)
    assert cares.exclude(closed_because="").count() == 2
    late = Step.objects.filter(care__in=cares, care__closed_at=None, done_at=None, due_at__lt=NOW)
    assert [one.owner.name for one in late.select_related("owner")] == ["Owen Blake"]


def test_no_word_names_an_hour_that_those_beside_it_would_belie():
    words = [text for _after, _about, texts in TOLD for text in texts.values()]
    [incident] = Incident.objects.all()
    for one in incident.wordings.all():
        words += [one.title, one.works, one.broken]
    for text in incident.write_up.texts.all():
        words += [text.happened, text.cause, text.change]
    assert [
        one for one in words if re.search(r"\d|noon|morning|утр|полд|manhã|meio-dia", one)
    ] == []
