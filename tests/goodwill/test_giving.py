"""Gestures are given without asking up to the limit, and never beyond it."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tests.goodwill.conftest import Give
from tests.web.customers import write
from tests.wishes.people import at_once
from tests.world import World
from whydesk.goodwill.bounding import set_budget
from whydesk.goodwill.choices import State
from whydesk.goodwill.deciding import decline_gesture
from whydesk.goodwill.models import CaseUse, Claim, Gesture, MonthUse, Tally
from whydesk.goodwill.refusals import AlreadyGiven, BudgetUsedUp, WrongGesture
from whydesk.goodwill.taking_back import reverse_gesture
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


def states() -> list[str]:
    found = Gesture.objects.select_related("verdict", "reversal").order_by("pk")
    return [gesture.state for gesture in found]


def events() -> list[str]:
    found = Entry.objects.filter(event__startswith="goodwill").order_by("pk")
    return list(found.values_list("event", flat=True))


def used(ticket: Ticket) -> Decimal:
    return CaseUse.objects.get(ticket=ticket).used


def test_what_is_within_the_limit_is_given_at_once(world: World, ticket: Ticket, give: Give):
    gesture = give("50")
    assert (gesture.state, gesture.company, gesture.by) == ("given", world.anna.company, world.vera)
    assert (used(ticket), events()) == (1, ["goodwill.given"])


def test_what_goes_beyond_the_limit_of_the_ticket_waits_for_a_yes(ticket: Ticket, give: Give):
    give("30")
    second = give("20.01")
    assert (second.state, second.waits_because) == ("waiting", "above")
    assert (used(ticket), events()) == (Decimal("0.6"), ["goodwill.given", "goodwill.waits"])


def test_the_limit_holds_over_several_currencies(ticket: Ticket, give: Give):
    give("25")
    assert [give("22.50", "EUR").state, give("1", "BRL").state] == ["given", "waiting"]


def test_a_third_of_the_limit_fits_three_times(give: Give):
    assert [give("15", "EUR").state for _time in range(4)] == [*["given"] * 3, "waiting"]


def test_another_ticket_has_a_limit_of_its_own(world: World, give: Give):
    give("50")
    assert give("50", ticket=write(world, world.joao).ticket).state == State.GIVEN


def test_a_currency_without_a_limit_asks_a_lead_and_says_why(give: Give):
    gesture = give("500", "JPY")
    assert (gesture.state, gesture.waits_because) == ("waiting", "no_limit")


def test_a_lead_who_gives_has_said_yes(give: Give, lead: Agent):
    gesture = give("200", by=lead)
    assert (gesture.state, gesture.verdict.by) == ("given", lead)
    assert events() == ["goodwill.waits", "goodwill.approved"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "0"}, "more than nothing"),
        ({"amount": "-5"}, "more than nothing"),
        ({"amount": "NaN"}, "more than nothing"),
        ({"amount": "1000000000"}, "more than anybody"),
        ({"amount": "0.001"}, "USD has 2 digits"),
        ({"amount": "10.5", "currency": "JPY"}, "JPY has 0 digits"),
        ({"currency": "EURO"}, "three letters"),
        ({"currency": "QQQ"}, "three letters"),
        ({"kind": "castle"}, "what they are given"),
        ({"reason": " \n"}, "why"),
    ],
)
def test_a_gesture_that_lacks_something_is_none(give: Give, fields: dict[str, str], said: str):
    with pytest.raises(WrongGesture, match=said):
        give(**fields)
    assert Gesture.objects.count() == 0


def test_guests_and_product_give_nothing(world: World, give: Give):
    with pytest.raises(NotAllowed):
        give(by=world.gus)
    assert Gesture.objects.count() == 0


def test_what_is_given_once_is_not_given_twice(give: Give):
    give(once_for="incident:5:company:7")
    give(once_for="incident:5:company:8")
    with pytest.raises(AlreadyGiven):
        give(once_for="incident:5:company:7")
    assert (Gesture.objects.count(), MonthUse.objects.get().taken) == (2, 20)


def test_what_was_taken_back_or_declined_may_be_made_good_after_all(give: Give, lead: Agent):
    first = give(once_for="incident:5:company:7")
    reverse_gesture(first, reason="Another amount was meant", by=first.by)
    second = give("100", once_for="incident:5:company:7")
    decline_gesture(second, word="Half of it", by=lead)
    third = give("50", once_for="incident:5:company:7")
    assert states() == ["reversed", "declined", "given"]
    assert Claim.objects.get().gesture == third


def test_the_agent_is_told_kindly_that_the_budget_is_used_up(give: Give, lead: Agent):
    set_budget(currency="USD", month=timezone.localdate(), amount=Decimal(25), by=lead)
    give("20")
    with pytest.raises(BudgetUsedUp, match=r"has \$5.00 left.* ask a lead"):
        give("5.01")
    assert give("5").state == State.GIVEN
    assert MonthUse.objects.get().taken == 25


def test_what_waits_holds_its_part_of_the_budget(give: Give, lead: Agent):
    set_budget(currency="USD", month=timezone.localdate(), amount=Decimal(100), by=lead)
    waiting = give("80")
    with pytest.raises(BudgetUsedUp):
        give("21")
    decline_gesture(waiting, word="Too much", by=lead)
    assert give("50").state == State.GIVEN


def test_the_sums_are_kept_as_gestures_come_and_go(world: World, give: Give, lead: Agent):
    first, _second = give("10"), give("15.50")
    give("100")
    reverse_gesture(first, reason="Twice", by=world.vera)
    tally = Tally.objects.get()
    assert (tally.gestures, tally.given, tally.reversals, tally.reversed) == (
        *(2, Decimal("25.50")),
        *(1, Decimal("10")),
    )


@pytest.mark.parametrize("change", ["update goodwill_gesture set amount = 1", "delete from {}"])
def test_a_gesture_never_changes(give: Give, change: str):
    give()
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format("goodwill_gesture"))
    assert Gesture.objects.get().amount == 10


def test_whoever_writes_past_the_verbs_is_stopped_by_the_database(give: Give):
    give("30")
    gesture = Gesture.objects.get()
    gesture.pk = None
    with pytest.raises(IntegrityError, match="within_case_limit"), transaction.atomic():
        gesture.save(force_insert=True)
    assert Gesture.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_give_at_once_do_not_overspend(world: World, ticket: Ticket, give: Give):
    """Two agents on one ticket: one gives, the other asks. Two clicks: one gesture."""
    acts = [lambda: give("30"), lambda: give("30", by=world.bruno)]
    assert (at_once(acts), sorted(states())) == ([], ["given", "waiting"])
    assert used(ticket) == Decimal("0.6")
    errors = at_once([lambda: give("1", once_for="form:x")] * 2)
    assert ([type(error) for error in errors], len(states())) == ([AlreadyGiven], 3)


@pytest.mark.django_db(transaction=True)
def test_of_two_tickets_one_gets_the_rest_of_the_budget(world: World, give: Give, lead: Agent):
    set_budget(currency="USD", month=timezone.localdate(), amount=Decimal(40), by=lead)
    other = write(world, world.joao).ticket
    errors = at_once([lambda: give("30"), lambda: give("30", ticket=other, by=world.bruno)])
    assert [type(error) for error in errors] == [BudgetUsedUp]
    assert (MonthUse.objects.get().taken, states()) == (30, ["given"])
