"""Leads say how much may be given on a ticket and in a month."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.goodwill.conftest import Give
from tests.world import World
from whydesk.goodwill.bounding import drop_limit, set_budget, set_limit
from whydesk.goodwill.ledger import month_of
from whydesk.goodwill.models import Budget, Limit
from whydesk.goodwill.queries import budgets_now, left_for, left_in_month
from whydesk.goodwill.refusals import BudgetUsedUp, WrongBound, WrongGesture
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Agent


def this_month() -> date:
    return month_of(timezone.now())


def next_month() -> date:
    month = this_month()
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def test_a_limit_counts_from_the_next_gesture(give: Give, lead: Agent):
    set_limit(currency="JPY", amount=Decimal(7000), by=lead)
    set_limit(currency="usd", amount=Decimal(80), by=lead)
    assert [give("7000", "JPY").state, give("1").state] == ["given", "waiting"]
    assert Entry.objects.filter(event="goodwill_limit.set").count() == 2


def test_the_same_limit_again_is_no_change(lead: Agent):
    set_limit(currency="USD", amount=Decimal(50), by=lead)
    assert Entry.objects.filter(event="goodwill_limit.set").count() == 0


def test_without_a_limit_everything_waits(give: Give, lead: Agent):
    drop_limit(Limit.objects.get(currency="USD"), by=lead)
    assert give("1").waits_because == "no_limit"


@pytest.mark.parametrize("amount", ["0", "-1", "50.001"])
def test_a_limit_that_means_nothing_is_none(lead: Agent, amount: str):
    with pytest.raises(WrongGesture):
        set_limit(currency="USD", amount=Decimal(amount), by=lead)
    assert Limit.objects.get(currency="USD").per_case == 50


def test_agents_set_no_bounds(world: World):
    with pytest.raises(NotAllowed):
        set_limit(currency="USD", amount=Decimal(500), by=world.vera)
    with pytest.raises(NotAllowed):
        set_budget(currency="USD", month=this_month(), amount=None, by=world.vera)
    assert (Limit.objects.get(currency="USD").per_case, Budget.objects.count()) == (50, 0)


def test_a_budget_goes_on_until_a_later_one(lead: Agent):
    set_budget(currency="USD", month=this_month(), amount=Decimal(100), by=lead)
    set_budget(currency="USD", month=next_month(), amount=Decimal(300), by=lead)
    set_budget(currency="EUR", month=next_month(), amount=Decimal(90), by=lead)
    assert (left_in_month("USD"), left_in_month("EUR")) == (100, None)
    assert [str(budget) for budget, _taken in budgets_now()] == [
        f"100.000 USD from {this_month()}",
        f"90.000 EUR from {next_month()}",
        f"300.000 USD from {next_month()}",
    ]


def test_a_budget_raised_in_the_middle_lets_go_on(give: Give, lead: Agent):
    set_budget(currency="USD", month=this_month(), amount=Decimal(20), by=lead)
    give("20")
    with pytest.raises(BudgetUsedUp):
        give("1")
    set_budget(currency="USD", month=this_month(), amount=Decimal(25), by=lead)
    assert (give("5").state, left_in_month("USD")) == ("given", 0)
    set_budget(currency="USD", month=this_month(), amount=None, by=lead)
    assert (give("25").state, left_in_month("USD")) == ("given", None)


def test_no_budget_is_below_what_is_given(give: Give, lead: Agent):
    give("30")
    with pytest.raises(WrongBound, match=r"\$30.00 is given already"):
        set_budget(currency="USD", month=this_month(), amount=Decimal(29), by=lead)
    assert left_in_month("USD") is None
    set_budget(currency="USD", month=this_month(), amount=Decimal(30), by=lead)
    assert left_in_month("USD") == 0


def test_a_month_that_is_over_is_left_alone(lead: Agent):
    with pytest.raises(WrongBound, match="over"):
        set_budget(currency="USD", month=date(2020, 1, 1), amount=Decimal(5), by=lead)
    assert Budget.objects.count() == 0


def test_what_is_left_on_a_ticket(give: Give, lead: Agent):
    ticket = give("30").ticket
    left = left_for(ticket, "EUR")
    assert (left.on_ticket, left.in_month) == (18, None)
    assert left_for(ticket, "JPY").on_ticket is None
