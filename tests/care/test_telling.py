"""A step is done when the customer was told, and not before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.care.matters import care_of, happened, outlook, reply
from tests.world import World
from whydesk.care.doing_without import say_none_fits, say_none_found
from whydesk.care.models import News
from whydesk.care.preparing import prepare_alternative
from whydesk.care.promising import note_missed_news, promise_news
from whydesk.care.refusals import (
    CareRefused,
    NothingSent,
    SamePerson,
    StepDone,
    StepIncomplete,
    WrongMoment,
)
from whydesk.care.stepping import note_solved
from whydesk.care.telling import mark_told, note_sent, note_undelivered, tell_outlook
from whydesk.mailroom.models import Delivery
from whydesk.notices.models import Notice

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@time_machine.travel(MONDAY, tick=False)
def test_the_first_step_is_written_in_the_customers_language(world: World):
    telling = outlook(world, care_of(world))
    assert telling.text == (
        "Olá, João.\n\n"
        "Sinto muito que isso ainda não funcione para você e que tome o seu tempo.\n\n"
        "O que aconteceu: O servidor recusou a nova senha.\n\n"
        "O que não depende de nós: A outra empresa verifica as contas à mão.\n\n"
        "Esperamos ter tudo resolvido até: hoje, 17:00 UTC. "
        "É um prazo com folga, para você poder contar com ele.\n\n"
        "Você terá notícias nossas, no mais tardar: hoje, 14:00 UTC. "
        "Vamos escrever mesmo que não haja novidade.\n\n"
        "Se ficar mais urgente do seu lado, responda a este e-mail. Agradecemos por nos contar."
    )


def test_the_first_step_needs_its_times_and_its_cause(world: World):
    care, now = care_of(world), timezone.now()
    for wrong, error in (
        ({"cause": " "}, StepIncomplete),
        ({"estimate_at": None}, StepIncomplete),
        ({"next_news_at": None}, StepIncomplete),
        ({"estimate_at": now - timedelta(minutes=1)}, WrongMoment),
        ({"next_news_at": now + timedelta(hours=6)}, WrongMoment),
    ):
        with pytest.raises(error):
            outlook(world, care, **wrong)


def test_sent_as_prepared_it_is_done_and_news_are_promised(world: World):
    care = care_of(world)
    telling = outlook(world, care)
    step = care.steps.get(number=1)
    assert step.done_at is None
    message = reply(world, care, telling.text.replace("Sinto muito", "Peço desculpas"))
    note_sent(message.pk)
    note_sent(message.pk)
    step.refresh_from_db()
    [news] = care.news.all()
    assert (step.how, step.message, step.tellings.get().message) == ("told", message, message)
    assert (news.due_at, news.promised_in, news.kept_at) == (telling.next_news_at, message, None)
    assert happened(care.ticket) == ["care.opened", "care.told", "news.promised"]


def test_an_answer_without_what_was_prepared_tells_nothing(world: World):
    care = care_of(world)
    outlook(world, care)
    message = reply(world, care, "Qual navegador você usa?")
    note_sent(message.pk)
    step = care.steps.get(number=1)
    assert (step.done_at, care.news.count()) == (None, 0)
    mark_told(step, by=world.vera)
    step.refresh_from_db()
    assert (step.how, step.message, care.news.count()) == ("told", message, 1)


def test_nothing_is_marked_told_that_was_not_sent(world: World):
    care = care_of(world)
    reply(world, care, "One moment.")
    outlook(world, care)
    first, second = care.steps.order_by("number")[:2]
    with pytest.raises(NothingSent):
        mark_told(first, by=world.vera)
    mark_told(second, by=world.vera)
    failed = reply(world, care, "Another moment.")
    Delivery.objects.filter(pk=failed.delivery_id).update(state="failed")
    with pytest.raises(NothingSent):
        mark_told(first, by=world.vera)


def test_what_did_not_arrive_is_owed_again(world: World):
    care = care_of(world)
    message = reply(world, care, outlook(world, care).text)
    note_sent(message.pk)
    note_undelivered(message.pk)
    step = care.steps.get(number=1)
    assert (step.done_at, step.how, step.message) == (None, "", None)
    assert (step.tellings.get().sent_at, care.news.count()) == (None, 0)
    assert happened(care.ticket)[-1] == "care.not_arrived"


def test_an_alternative_is_no_news_but_a_word_between_is(world: World):
    care = care_of(world)
    note_sent(reply(world, care, outlook(world, care).text).pk)
    other = prepare_alternative(care, alternative="Use o webmail.", by=world.vera)
    note_sent(reply(world, care, other.text).pk)
    assert care.news.get().kept_at is None
    word = reply(world, care, "Ainda verificando, sem novidade.")
    note_sent(word.pk)
    assert care.news.get().kept_in == word
    with pytest.raises(StepDone):
        prepare_alternative(care, alternative="Outra.", by=world.vera)


def test_news_after_the_first_step_move_the_promise(world: World):
    care = care_of(world)
    note_sent(reply(world, care, outlook(world, care).text).pk)
    later = timezone.now() + timedelta(days=1)
    news = outlook(world, care, cause="O servidor responde.", estimate_at=None, next_news_at=later)
    assert "resolvido até" not in news.text
    message = reply(world, care, news.text)
    note_sent(message.pk)
    kept, promised = care.news.order_by("pk")
    assert (kept.kept_in, promised.due_at, promised.kept_at) == (message, later, None)


def test_missed_news_are_noted_once_and_told(world: World):
    care = care_of(world)
    note_sent(reply(world, care, outlook(world, care).text).pk)
    late = timezone.now() + timedelta(hours=3)
    assert (note_missed_news(late), note_missed_news(late)) == (1, 0)
    # A clock that is set back makes no second miss, nor takes the first away.
    assert note_missed_news(timezone.now()) == 0
    assert care.news.get().missed_at == late
    assert happened(care.ticket)[-1] == "news.missed"
    told = Notice.objects.filter(event="news.missed").values_list("agent", flat=True)
    assert set(told) == {world.vera.pk, world.ada.pk}


def test_two_people_have_to_say_that_there_is_no_alternative(world: World):
    care = care_of(world)
    assert say_none_found(care, by=world.vera).done_at is None
    with pytest.raises(SamePerson):
        say_none_found(care, by=world.vera)
    step = say_none_found(care, by=world.sam)
    assert (step.how, step.none_said_by, step.none_agreed_by) == (
        "none_found",
        world.vera,
        world.sam,
    )


def test_what_is_owed_until_it_is_solved_cannot_be_left_out(world: World):
    care = care_of(world)
    first, third = care.steps.get(number=1), care.steps.get(number=3)
    with pytest.raises(CareRefused):
        say_none_fits(first, reason="No time", by=world.vera)
    say_none_fits(third, reason="Their own mistake", by=world.vera)
    note_solved(care)
    say_none_fits(first, reason="Solved within the hour", by=world.vera)
    assert happened(care.ticket, "company").count("care.none_fitting") == 2


def test_the_last_of_the_four_closes_the_matter(world: World):
    care = care_of(world)
    note_sent(reply(world, care, outlook(world, care).text).pk)
    note_solved(care)
    for number in (2, 3, 4):
        say_none_fits(care.steps.get(number=number), reason="Solved", by=world.vera)
    care.refresh_from_db()
    assert care.closed_at is not None
    assert happened(care.ticket)[-1] == "care.done"


def test_one_update_tells_many(world: World, django_assert_num_queries):
    cares = [care_of(world, name, incident_id=5) for name in ("anna", "joao", "mary")]
    due_at = timezone.now() + timedelta(hours=2)
    said = {"cause": "A disk", "estimate_at": due_at, "next_news_at": due_at}
    replies = [reply(world, care, "All of you: a disk.") for care in cares]
    with django_assert_num_queries(11):
        tell_outlook(replies[:1], **said, by=world.vera)
    with django_assert_num_queries(11):
        tell_outlook(replies[1:], **said, by=world.vera)
    for message in replies:
        note_sent(message.pk)
    assert News.objects.filter(kept_at=None, due_at=due_at).count() == 3
    assert {care.steps.get(number=1).how for care in cares} == {"told"}
    further = [reply(world, cares[0], "Half of it works again.")]
    promise_news(further, due_at=due_at + timedelta(hours=1), by=world.vera)
    assert list(cares[0].news.order_by("pk").values_list("kept_in", flat=True)) == [
        further[0].pk,
        None,
    ]
