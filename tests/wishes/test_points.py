"""Whoever calls a customer knows what to say."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests.wishes.people import capability, decided, to_be_told, wish_of
from tests.world import World
from whydesk.wishes.points import points_for
from whydesk.wishes.terms import Terms

ASKED = "They asked for: Can the colour be changed?"
THANKS = "Ask what this means for them, and thank them."


def points(world: World, terms: Terms, **fields: str) -> list[str]:
    [callback] = to_be_told(decided(wish_of(world, **fields), terms))
    with translation.override("en"):
        return points_for(callback, "en")


def test_a_refused_deal_breaker_is_said_plainly(world: World):
    terms = Terms("never", reason="Too loud.", would_change="A quiet way", elsewhere="Tintas")
    assert points(world, terms, weight="deal_breaker") == [
        ASKED,
        "No, we will not do it.",
        "Why: Too loud.",
        "What would change our mind: A quiet way",
        "Where they may find it: Tintas",
        "Say plainly that the product does not fit them here, and offer help.",
        THANKS,
    ]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            Terms("not_now", reason="x", ask_again_on=date(2099, 1, 31)),
            "Not now; we ask them again on 31 January 2099. This is no promise.",
        ),
        (
            Terms("scheduled", reason="x", by_when=date(2099, 1, 31), means="m", owner="o"),
            "Yes, by 31 January 2099.",
        ),
        (
            Terms("paid", reason="x", price=Decimal("1200"), currency="EUR"),
            "Yes, for 1,200.00 EUR.",
        ),
        (Terms("shipped"), "It is there now."),
    ],
)
def test_each_outcome_has_its_sentence(world: World, terms: Terms, said: str):
    assert points(world, terms)[1] == said


def test_what_they_have_is_named(world: World):
    terms = Terms("exists", capability=capability(en="Colours"))
    assert points(world, terms) == [ASKED, "They already have it: Colours", THANKS]
