"""Everybody who wanted it is told what was decided."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.web.customers import write
from tests.wishes.people import (
    capability,
    decided,
    join,
    make_product,
    somebody,
    to_be_told,
    today,
    wish_of,
)
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import NotAllowed
from whydesk.tickets.delivering import note_bounce
from whydesk.tickets.models import Message
from whydesk.tickets.sorting import close_ticket
from whydesk.wishes import jobs
from whydesk.wishes.calendar import callback_due
from whydesk.wishes.calling_back import (
    change_draft,
    drop_callback,
    give_callback,
    mark_not_reached,
    note_call,
    tell,
    tell_many,
)
from whydesk.wishes.following_up import tell_batch
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Asking, Callback, Decision, DecisionProgress, Misfit, Wish
from whydesk.wishes.refusals import AlreadyTold, NothingToTell, StoryIncomplete
from whydesk.wishes.terms import Terms

NEVER = Terms("never", reason="The list has to stay quiet.")


def progress(decision: Decision) -> tuple[int, int, bool]:
    found = DecisionProgress.objects.get(decision=decision)
    return found.untold, found.told, found.closed_at is not None


def states(decision: Decision) -> list[str]:
    found = Callback.objects.filter(decision=decision).order_by("voice")
    return list(found.values_list("state", flat=True))


def test_each_voice_gets_one_callback_for_whoever_took_it(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna, by=world.bruno, tell_by="call")
    callbacks = to_be_told(decided(wish, NEVER))
    told = [(one.voice.contact, one.assignee, one.way, one.state) for one in callbacks]
    assert told == [
        (world.joao, world.vera, "mail", "due"),
        (world.anna, world.bruno, "call", "due"),
    ]
    assert [one.ticket_id for one in callbacks] == [one.voice.ticket_id for one in callbacks]


def test_making_them_again_makes_no_second(world: World):
    decision = decided(wish_of(world), NEVER)
    made = [make_callbacks(decision.pk) for _ in range(2)]
    assert (made, states(decision), progress(decision)) == ([1, 0], ["due"], (1, 0, False))


def test_a_decision_has_two_working_days(world: World):
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert callback_due(friday) == datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_what_product_took_is_told_by_whoever_has_the_ticket(world: World):
    wish = wish_of(world, by=make_product())
    wish.voices.get().ticket.__class__.objects.update(assignee=world.sam)
    [callback] = to_be_told(decided(wish, NEVER))
    assert callback.assignee == world.sam


def test_told_in_the_ticket_where_they_asked(world: World):
    wish = wish_of(world)
    decision = decided(wish, NEVER)
    [callback] = to_be_told(decision)
    message = tell(callback, text="No, sorry.", by=world.bruno)
    callback.refresh_from_db()
    assert (message.ticket_id, message.text) == (callback.voice.ticket_id, "No, sorry.")
    assert (callback.state, callback.message, callback.draft) == ("told", message, "No, sorry.")
    assert progress(decision) == (0, 1, True)
    events = Entry.objects.filter(subjects__noun="company", subjects__noun_id=world.joao.company_id)
    assert "callback.told" in set(events.values_list("event", flat=True))


def test_nobody_is_told_twice(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    tell(callback, text="No, sorry.", by=world.bruno)
    with pytest.raises(AlreadyTold, match="already"):
        tell(callback, text="No.", by=world.vera)
    assert Delivery.objects.count() == 1


def test_a_closed_ticket_stays_closed(world: World):
    wish = wish_of(world)
    [callback] = to_be_told(decided(wish, NEVER))
    close_ticket(callback.ticket, by=world.vera)
    tell(callback, text="No, sorry.", by=world.vera)
    callback.ticket.refresh_from_db()
    assert callback.ticket.status == "closed"


def test_a_call_is_noted_with_how_it_went(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    note_call(callback, went="will_leave", note="Looks for another desk.", by=world.vera)
    callback.refresh_from_db()
    assert (callback.state, callback.way, callback.went) == ("told", "call", "will_leave")
    note = Message.objects.get(kind="note")
    assert note.text.endswith("“Colour of the status”.\n\nLooks for another desk.")
    assert progress(decision) == (0, 1, True)


def test_who_is_not_reached_is_still_to_be_told(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    mark_not_reached(callback, note="Nobody answers.", by=world.vera)
    assert (states(decision), progress(decision)) == (["not_reached"], (1, 0, False))
    tell(callback, text="No, sorry.", by=world.vera)
    assert (states(decision), progress(decision)) == (["told"], (0, 1, True))


def test_giving_up_needs_a_reason(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    with pytest.raises(StoryIncomplete, match="why"):
        drop_callback(callback, note=" ", by=world.vera)
    drop_callback(callback, note="The firm is gone.", by=world.vera)
    assert (states(decision), progress(decision)) == (["dropped"], (0, 0, True))
    assert make_callbacks(decision.pk) == 0


def test_a_bounce_puts_them_back_on_the_list(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    message = tell(callback, text="No, sorry.", by=world.vera)
    note_bounce(message.delivery, reason="no such person", permanent=True)
    jobs.show_untold(message_id=message.pk, reason="no such person")
    callback.refresh_from_db()
    assert (callback.state, callback.note) == ("bounced", "no such person")
    assert progress(decision) == (1, 0, False)
    jobs.show_told(delivery_id=message.delivery_id)
    assert (states(decision), progress(decision)) == (["told"], (0, 1, True))


def test_a_reply_to_a_callback_is_noted(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna)
    decision = decided(wish, NEVER)
    callback, other = to_be_told(decision)
    for one in (callback, other):
        tell(one, text="No, sorry.", by=world.vera)
    machine = write(world, world.anna, ticket=other.ticket, hours_ago=0, automatic="out_of_office")
    answer = write(world, world.joao, ticket=callback.ticket, text="A pity.", hours_ago=0)
    jobs.note_who_answered(message_ids=[machine.pk, answer.pk])
    assert (states(decision), progress(decision)) == (["answered", "told"], (0, 2, True))


def test_a_decision_reversed_after_half_were_told(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna)
    first = decided(wish, NEVER)
    tell(to_be_told(first)[0], text="No, sorry.", by=world.vera)
    second = decided(wish, Terms("shipped"))
    assert (states(first), progress(first)) == (["told", "overtaken"], (0, 1, True))
    told, untold = to_be_told(second)
    assert (states(second), progress(second)) == (["due", "due"], (2, 0, False))
    assert ("Isso mudou" in told.draft, "изменилось" in untold.draft) == (True, False)
    with pytest.raises(AlreadyTold, match="later decision"):
        tell(Callback.objects.get(decision=first, voice=untold.voice), text="No", by=world.vera)


def test_an_overtaken_decision_makes_no_callbacks_late(world: World):
    wish = wish_of(world)
    first = decided(wish, NEVER)
    decided(wish, Terms("shipped"))
    assert (make_callbacks(first.pk), states(first)) == (0, [])


def test_a_decision_without_voices_is_closed(world: World):
    wish = Wish.objects.create(title="Ours", want="x", created_by=world.vera)
    decision = decided(wish, NEVER)
    assert progress(decision) == (0, 0, False)
    make_callbacks(decision.pk)
    assert progress(decision) == (0, 0, True)


def test_whoever_asks_for_what_is_decided_is_told_too(world: World):
    wish = wish_of(world)
    decision = decided(wish, NEVER)
    [callback] = to_be_told(decision)
    tell(callback, text="No, sorry.", by=world.vera)
    join(world, wish, world.anna)
    jobs.tell_latecomers(wish_id=wish.pk)
    assert (states(decision), progress(decision)) == (["told", "due"], (1, 1, False))


def test_a_refused_deal_breaker_does_not_fit_this_customer(world: World):
    wish = wish_of(world, weight="deal_breaker")
    join(world, wish, world.anna, weight="needed")
    decision = decided(wish, Terms("never", reason="No.", elsewhere="Tintas Desk has it."))
    plain, painful = [one.draft for one in reversed(to_be_told(decision))]
    misfit = Misfit.objects.get()
    assert (misfit.company, misfit.text, misfit.elsewhere, misfit.ended_at) == (
        *(world.joao.company, "No.", "Tintas Desk has it."),
        None,
    )
    assert ("produto não atende" in painful, "Tintas Desk has it." in painful) == (True, True)
    assert "не подходит" not in plain
    decided(wish, Terms("shipped"))
    misfit.refresh_from_db()
    assert misfit.ended_at is not None


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms("not_now", reason="Later."), "perguntar se ainda é importante"),
        (Terms("paid", reason="x", price=Decimal("1234.5"), currency="BRL"), "1.234,50 BRL"),
        (
            Terms("scheduled", reason="x", by_when=today() + timedelta(40), means="m", owner="o"),
            "planejamos entregar",
        ),
        (Terms("shipped", reason="Press C."), "Press C."),
    ],
)
def test_each_outcome_is_said_in_the_customers_language(world: World, terms: Terms, said: str):
    [callback] = to_be_told(decided(wish_of(world), terms))
    assert callback.draft.startswith("Olá, João.\n\nVocê nos pediu: “Can the colour be changed?”")
    assert said in callback.draft


def test_you_already_have_it_comes_with_the_article_in_their_language(world: World):
    had = capability(en="Colours", pt_br="Cores dos status")
    [callback] = to_be_told(decided(wish_of(world), Terms("exists", capability=had)))
    assert "você já tem isso: Cores dos status.\n\nSee at a glance.\n\nPress C." in callback.draft


def test_a_shipped_wish_is_asked_about_a_week_later(world: World):
    decision = decided(wish_of(world), Terms("shipped"))
    [callback] = to_be_told(decision)
    tell(callback, text="It is there.", by=world.vera)
    asking = Asking.objects.get()
    assert (asking.kind, asking.voice, asking.due_on - today()) == (
        *("does_the_job", callback.voice),
        timedelta(days=7),
    )


def test_many_are_told_after_one_look(world: World):
    wish = wish_of(world)
    for _ in range(3):
        join(world, wish)
    decision = decided(wish, NEVER)
    callbacks = to_be_told(decision)
    tell(callbacks[0], text="No, sorry.", by=world.vera)
    callbacks[1].voice.contact.addresses.all().delete()
    assert tell_many(callbacks, by=world.vera) == 3
    ids = [one.pk for one in callbacks]
    assert [tell_batch(ids, by=world.vera) for _ in range(2)] == [2, 0]
    assert (states(decision), progress(decision)) == (
        ["told", "not_reached", "told", "told"],
        (1, 3, False),
    )
    assert Delivery.objects.count() == 3


def test_who_waits_for_another_answer_goes_on_waiting_after_a_batch(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    assert callback.ticket.status == "open"
    tell_batch([callback.pk], by=world.vera)
    callback.ticket.refresh_from_db()
    assert callback.ticket.status == "open"


def test_a_batch_has_no_calls_and_no_empty_drafts(world: World):
    wish = wish_of(world, tell_by="call")
    [callback] = to_be_told(decided(wish, NEVER))
    with pytest.raises(NothingToTell):
        tell_many([callback], by=world.vera)
    assert not Entry.objects.filter(event="callbacks.approved").exists()


def test_drafts_are_changed_and_callbacks_given_to_others(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    change_draft(callback, text="Kinder.", by=world.vera)
    give_callback(callback, to=world.bruno, by=world.vera)
    callback.refresh_from_db()
    assert (callback.draft, callback.assignee) == ("Kinder.", world.bruno)
    with pytest.raises(NotAllowed):
        give_callback(callback, to=make_product(), by=world.vera)


def test_a_thousand_voices_are_listed_in_few_statements(
    world: World, django_assert_max_num_queries
):
    wish = wish_of(world)
    voice = wish.voices.get()
    people = [somebody() for _ in range(40)]
    voice.__class__.objects.bulk_create(
        voice.__class__(
            wish=wish,
            root=wish,
            contact=person,
            ticket=voice.ticket,
            agent=world.vera,
            weight="deal_breaker",
            language="ru",
        )
        for person in people
    )
    with django_assert_max_num_queries(20):
        decision = decided(wish, NEVER)
    with django_assert_max_num_queries(40):
        make_callbacks(decision.pk)
    assert progress(decision) == (41, 0, False)
    assert Misfit.objects.count() == 40


def test_a_decision_is_told_by_who_may_answer(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    with pytest.raises(NotAllowed):
        tell(callback, text="No.", by=make_product())
    assert timezone.now() < callback.due_at
