"""Not now keeps its date: each voice is asked once whether it still matters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.customers import write
from tests.wishes.people import capability, decided, join, to_be_told, today, wish_of
from tests.world import World
from whydesk.customers.models import Company
from whydesk.people.going_away import go_away
from whydesk.tickets.models import Message
from whydesk.wishes import jobs
from whydesk.wishes.asking_again import (
    PATIENCE,
    ask_today,
    ask_whoever_is_due,
    list_who_is_asked,
    note_answer,
    note_reply,
    note_silence,
)
from whydesk.wishes.calling_back import tell
from whydesk.wishes.choices import Answer
from whydesk.wishes.models import Asking, Voice, Wish
from whydesk.wishes.terms import Terms
from whydesk.wishes.to_be_told import answers_to_read

LATER = today() + timedelta(days=61)
NOT_NOW = Terms("not_now", reason="The list is being rebuilt.", ask_again_on=LATER)


def asked(world: World, **fields: str) -> list[Asking]:
    """Let a wish of two be deferred and its day come."""
    wish = wish_of(world, **fields)
    join(world, wish, world.anna)
    decided(wish, NOT_NOW)
    list_who_is_asked(LATER)
    ask_whoever_is_due(LATER)
    return list(Asking.objects.order_by("voice"))


def answer(world: World, asking: Asking, text: str) -> None:
    asking.refresh_from_db()
    message = write(world, asking.voice.contact, ticket=asking.voice.ticket, text=text, hours_ago=0)
    jobs.note_who_answered(message_ids=[message.pk])
    asking.refresh_from_db()


def test_on_its_day_each_voice_is_asked_once_in_its_language(world: World):
    decided(wish_of(world), NOT_NOW)
    assert list_who_is_asked(LATER - timedelta(days=1)) == 0
    assert [list_who_is_asked(LATER), list_who_is_asked(LATER)] == [1, 0]
    assert [ask_whoever_is_due(LATER), ask_whoever_is_due(LATER)] == [1, 0]
    message = Message.objects.get(kind="reply")
    assert (message.ticket, message.language) == (Voice.objects.get().ticket, "pt-br")
    assert "Can the colour be changed?" in message.text


def test_a_wish_decided_anew_is_not_asked_about(world: World):
    wish = wish_of(world)
    decided(wish, NOT_NOW)
    decided(wish, Terms("never", reason="No."))
    assert list_who_is_asked(LATER) == 0


def test_a_ticket_that_waits_for_us_goes_on_waiting(world: World):
    [first, second] = asked(world)
    for asking in (first, second):
        asking.voice.ticket.refresh_from_db()
    assert {first.voice.ticket.status, second.voice.ticket.status} == {"open"}


def test_a_yes_is_a_fresh_voice_and_a_no_a_lighter_one(world: World):
    yes, no = asked(world, weight="deal_breaker")
    Voice.objects.update(heard_at=timezone.now() - timedelta(days=100), weight="deal_breaker")
    answer(world, yes, "Sim, por favor")
    answer(world, no, "Нет, уже не нужно")
    assert (yes.answer, no.answer) == ("yes", "no")
    kept = [(voice.weight, voice.faded_at is None) for voice in Voice.objects.order_by("pk")]
    assert kept == [("deal_breaker", True), ("needed", False)]
    wish = Wish.objects.get()
    assert (wish.companies, wish.voices_90_days, wish.deal_breakers) == (2, 1, 1)
    assert wish.state == "deferred"


def test_silence_lowers_the_weight_and_closes_nothing(world: World):
    asked(world, weight="needed")
    assert note_silence() == 0
    Asking.objects.update(asked_at=timezone.now() - PATIENCE)
    assert [note_silence(), note_silence()] == [2, 0]
    assert list(Asking.objects.values_list("answer", flat=True)) == ["silence", "silence"]
    assert Voice.objects.get(contact=world.joao).weight == "nice"
    assert (Wish.objects.get().state, Wish.objects.get().companies) == ("deferred", 2)


def test_whoever_asks_after_silence_is_heard_in_full(world: World):
    asked(world, weight="needed")
    Asking.objects.update(asked_at=timezone.now() - PATIENCE)
    note_silence()
    voice = join(world, Wish.objects.get(), world.joao, weight="deal_breaker")
    assert (voice.weight, voice.faded_at) == ("deal_breaker", None)


def test_what_is_neither_yes_nor_no_waits_for_a_person(world: World):
    unclear, _other = asked(world)
    answer(world, unclear, "It depends on the price, what would it cost?")
    assert (unclear.answer, answers_to_read(), unclear.reply.kind) == ("", [unclear], "incoming")
    Asking.objects.update(asked_at=timezone.now() - PATIENCE)
    assert note_silence() == 1
    note_answer(unclear, answer="yes", by=world.vera)
    again = note_answer(unclear, answer="no", by=world.vera)
    assert (again.answer, answers_to_read()) == ("yes", [])


def test_a_machine_answers_nothing(world: World):
    asking, _other = asked(world)
    message = write(
        *(world, world.joao),
        ticket=asking.voice.ticket,
        text="Yes, I am away",
        hours_ago=0,
        automatic="out_of_office",
    )
    note_reply(message.pk)
    asking.refresh_from_db()
    assert (asking.answer, asking.reply) == ("", None)


def test_whom_no_mail_reaches_somebody_has_to_call(world: World):
    wish = wish_of(world, tell_by="call")
    voice = join(world, wish, world.anna)
    voice.contact.addresses.all().delete()
    decided(wish, NOT_NOW)
    list_who_is_asked(LATER)
    assert ask_whoever_is_due(LATER) == 0
    assert [one.trouble != "" for one in answers_to_read(world.vera)] == [True, True]
    assert answers_to_read(world.bruno) == []
    go_away(world.vera, until=timezone.now() + timedelta(days=10), by=world.vera)
    assert len(answers_to_read(world.bruno)) == 2
    assert not Message.objects.filter(kind="reply").exists()


def test_whom_the_question_did_not_reach_somebody_has_to_call(world: World):
    bounced, _other = asked(world)
    jobs.show_untold(message_id=bounced.message_id, reason="no such person")
    assert [(one.pk, one.trouble) for one in answers_to_read()] == [(bounced.pk, "no such person")]
    assert ask_whoever_is_due(LATER) == 0


def test_after_shipping_each_is_asked_whether_it_does_the_job(world: World):
    wish = wish_of(world)
    [callback] = to_be_told(decided(wish, Terms("shipped")))
    tell(callback, text="It is there.", by=world.vera)
    ask_today()
    assert Asking.objects.get().asked_at is None
    ask_whoever_is_due(today() + timedelta(days=7))
    asking = Asking.objects.get()
    assert "I answer faster" in asking.message.text
    answer(world, asking, "Não, a lista continua igual")
    wish.refresh_from_db()
    assert (asking.answer, wish.state) == ("no", "open")


def test_a_yes_or_silence_after_shipping_leaves_it_shipped(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna)
    for callback in to_be_told(decided(wish, Terms("shipped"))):
        tell(callback, text="It is there.", by=world.vera)
    ask_whoever_is_due(today() + timedelta(days=7))
    yes, silent = Asking.objects.order_by("voice")
    note_answer(yes, answer=Answer.YES, by=world.vera)
    note_answer(silent, answer=Answer.SILENCE, by=world.vera)
    wish.refresh_from_db()
    weights = set(Voice.objects.values_list("weight", flat=True))
    assert (wish.state, weights) == ("shipped", {"nice"})


@pytest.mark.parametrize("outcome", ["never", "exists"])
def test_only_what_was_shipped_is_asked_about(world: World, outcome: str):
    had = capability() if outcome == "exists" else None
    [callback] = to_be_told(decided(wish_of(world), Terms(outcome, reason="x", capability=had)))
    tell(callback, text="So it is.", by=world.vera)
    assert not Asking.objects.exists()


def test_a_company_in_aftercare_is_asked_when_that_is_over(world: World):
    decided(wish_of(world), NOT_NOW)
    list_who_is_asked(LATER)
    company = world.joao.company
    Company.objects.filter(pk=company.pk).update(care_until=timezone.now() + timedelta(days=3))
    assert ask_whoever_is_due(LATER) == 0
    Company.objects.filter(pk=company.pk).update(care_until=None)
    assert ask_whoever_is_due(LATER) == 1
