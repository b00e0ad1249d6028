"""Each decision makes one callback for every voice."""

from datetime import UTC, date, datetime

import pytest

from tests.wishes.people import (
    NEVER,
    decided,
    join,
    make_product,
    progress,
    somebody,
    states,
    to_be_told,
    wish_of,
)
from tests.world import World
from whydesk.desk.hours import opening_hours_of
from whydesk.desk.opening import keep_own_day
from whydesk.wishes import jobs
from whydesk.wishes.calendar import callback_due
from whydesk.wishes.calling_back import (
    tell,
)
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Callback, Misfit, Wish
from whydesk.wishes.refusals import AlreadyTold
from whydesk.wishes.terms import Terms


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
    keep_own_day(opening_hours_of(None), day=date(2026, 11, 23), by=world.ada)
    assert callback_due(friday) == datetime(2026, 11, 25, 15, tzinfo=UTC)


def test_what_product_took_is_told_by_whoever_has_the_ticket(world: World):
    wish = wish_of(world, by=make_product())
    wish.voices.get().ticket.__class__.objects.update(assignee=world.sam)
    [callback] = to_be_told(decided(wish, NEVER))
    assert callback.assignee == world.sam


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
