"""What becomes of a wish is decided once, and a later decision follows."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.wishes.people import at_once, capability, decided, make_product, today, wish_of
from tests.world import World
from whydesk.people.actors import NotAllowed
from whydesk.wishes.choices import State
from whydesk.wishes.deciding import decide, last_decision, reopen_wish
from whydesk.wishes.models import Decision, Wish
from whydesk.wishes.months import months_later
from whydesk.wishes.refusals import DecidedMeanwhile, DecisionIncomplete
from whydesk.wishes.terms import Terms

REASON = "It would slow the list down."


def terms_of(outcome: str) -> Terms:
    more: dict[str, Any] = {
        "paid": {"price": Decimal("99.9"), "currency": "eur"},
        "scheduled": {
            "by_when": today() + timedelta(days=30),
            "means": "two weeks of the web team",
            "owner": "Paula",
        },
    }
    if outcome == "exists":
        more["exists"] = {"capability": capability("colours")}
    return Terms(outcome, reason=REASON, **more.get(outcome, {}))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("never", State.REFUSED),
        ("not_now", State.DEFERRED),
        ("paid", State.PAID),
        ("scheduled", State.SCHEDULED),
        ("exists", State.EXISTS),
        ("shipped", State.SHIPPED),
    ],
)
def test_each_outcome_leads_to_a_state(world: World, outcome: str, state: str):
    wish = wish_of(world)
    decision = decide(wish, terms_of(outcome), after=None, by=make_product())
    wish.refresh_from_db()
    assert (wish.state, last_decision(wish), decision.reason) == (state, decision, REASON)


def test_not_now_asks_again_in_two_months(world: World):
    decision = decided(wish_of(world), Terms("not_now", reason=REASON))
    assert decision.ask_again_on == months_later(today(), 2)


def test_what_the_outcome_has_no_use_for_is_not_kept(world: World):
    terms = Terms("never", reason=REASON, price=Decimal(5), currency="USD", owner="Paula")
    decision = decided(wish_of(world), terms)
    assert (decision.price, decision.currency, decision.owner) == (None, "", "")


@pytest.mark.parametrize(
    ("terms", "missing"),
    [
        (Terms("never"), "reason"),
        (Terms("not_now", reason=" "), "reason"),
        (Terms("not_now", reason="x", ask_again_on=today()), "future"),
        (Terms("paid", reason="x", currency="USD"), "costs"),
        (Terms("paid", reason="x", price=Decimal(0), currency="USD"), "costs"),
        (Terms("paid", reason="x", price=Decimal("NaN"), currency="USD"), "costs"),
        (Terms("paid", reason="x", price=Decimal(10) ** 11, currency="USD"), "costs"),
        (Terms("paid", reason="x", price=Decimal(9)), "currency"),
        (Terms("scheduled", reason="x", means="m", owner="o"), "by which"),
        (Terms("scheduled", reason="x", by_when=today(), owner="o"), "who will do it"),
        (Terms("scheduled", reason="x", by_when=today(), means="m"), "who will do it"),
        (Terms("exists"), "already have"),
    ],
)
def test_a_decision_without_what_it_needs_is_none(world: World, terms: Terms, missing: str):
    wish = wish_of(world)
    with pytest.raises(DecisionIncomplete, match=missing):
        decide(wish, terms, after=None, by=make_product())
    assert (Decision.objects.count(), Wish.objects.get().state) == (0, "open")


def test_a_decision_never_changes(world: World):
    decision = decided(wish_of(world), Terms("never", reason=REASON))
    for change in (
        lambda: Decision.objects.filter(pk=decision.pk).update(reason="another"),
        lambda: Decision.objects.filter(pk=decision.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()
    assert Decision.objects.get().reason == REASON


def test_erasing_a_person_may_change_the_words(world: World):
    decision = decided(wish_of(world), Terms("never", reason="João would not use it."))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL whydesk.erasing = 'on'")
        Decision.objects.filter(pk=decision.pk).update(reason="")
    assert Decision.objects.get().reason == ""


def test_a_later_decision_follows(world: World):
    wish, paula = wish_of(world), make_product()
    first = decide(wish, Terms("never", reason=REASON), after=None, by=paula)
    second = decide(wish, Terms("shipped"), after=first, by=paula)
    assert list(Decision.objects.order_by("pk").values_list("pk", "follows", "outcome")) == [
        (first.pk, None, "never"),
        (second.pk, first.pk, "shipped"),
    ]
    assert last_decision(wish) == second


def test_who_decides_on_what_they_did_not_see_is_stopped(world: World):
    wish, paula = wish_of(world), make_product()
    first = decide(wish, Terms("never", reason=REASON), after=None, by=paula)
    with pytest.raises(DecidedMeanwhile):
        decide(wish, Terms("shipped"), after=None, by=paula)
    assert last_decision(wish) == first


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides(world: World):
    wish, paula = wish_of(world), make_product()
    acts = [
        lambda: decide(wish, Terms("never", reason=REASON), after=None, by=paula),
        lambda: decide(wish, Terms("shipped"), after=None, by=world.ada),
    ]
    errors = at_once(acts)
    assert [type(error) for error in errors] == [DecidedMeanwhile]
    decision = Decision.objects.get()
    states = {"never": "refused", "shipped": "shipped"}
    assert Wish.objects.get().state == states[decision.outcome]


def test_a_wish_opened_again_keeps_what_was_decided(world: World):
    wish = wish_of(world)
    decision = decided(wish, Terms("shipped"))
    opened = reopen_wish(wish, reason="It does not print", by=world.vera)
    assert (opened.state, last_decision(wish)) == ("open", decision)


def test_agents_do_not_decide(world: World):
    wish = wish_of(world)
    with pytest.raises(NotAllowed):
        decide(wish, Terms("shipped"), after=None, by=world.vera)
    assert Decision.objects.count() == 0
