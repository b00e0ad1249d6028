"""Each outcome is said in the language of the customer."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from time_machine import travel

from tests.wishes.people import (
    capability,
    decided,
    join,
    to_be_told,
    today,
    wish_of,
)
from tests.world import World
from whydesk.wishes.terms import Terms
from whydesk.wishes.wording import draft_promise


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
    asked = "Você nos escreveu sobre isto: “Can the colour be changed?”"
    assert callback.draft.startswith(f"Olá, João.\n\n{asked}\n\n")
    assert said in callback.draft


def test_you_already_have_it_comes_with_the_article_in_their_language(world: World):
    had = capability(en="Colours", pt_br="Cores dos status")
    [callback] = to_be_told(decided(wish_of(world), Terms("exists", capability=had)))
    assert "você já tem isso: Cores dos status.\n\nSee at a glance.\n\nPress C." in callback.draft


def test_who_asks_for_what_is_decided_hears_when_they_will_be_told(world: World):
    wish = wish_of(world)
    decided(wish, Terms("never", reason="No."))
    voice = join(world, wish, world.mary, said="Colours, please")
    with travel(datetime(2026, 11, 20, 15, tzinfo=UTC), tick=False):  # a Friday
        said = draft_promise(voice)
    assert said.endswith("to you what was decided, and why, by November 24, 2026.")
