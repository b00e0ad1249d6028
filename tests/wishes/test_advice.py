"""What is remarked on before somebody is told a decision."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.wishes.people import capability, decided, somebody, to_be_told, today, wish_of
from tests.world import World
from whydesk.wishes.advice import advise_on, says
from whydesk.wishes.choices import Outcome
from whydesk.wishes.models import Callback
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms

SPRING = today() + timedelta(days=90)
GOOD = (
    Terms(Outcome.SHIPPED),
    Terms(Outcome.SCHEDULED, by_when=SPRING, means="two weeks", owner="Paula"),
    Terms(Outcome.PAID, price=Decimal(120), currency="USD"),
)
BAD = (Terms(Outcome.NEVER), Terms(Outcome.NOT_NOW, ask_again_on=SPRING))
REASONS = {
    "en": "The list has to stay quiet, and every colour pulls the eye away.",
    "ru": "Список должен оставаться спокойным: каждый цвет отвлекает.",
    "pt-br": "A lista precisa continuar calma, e cada cor distrai.",
}


def told(world: World, terms: Terms, *, language: str = "en", weight: str = "needed") -> Callback:
    """Let somebody angry be told what was decided."""
    contact = somebody(language=language)
    wish = wish_of(world, contact, story=Story(want="colours", so_that="I answer faster"))
    wish.voices.update(language=language, weight=weight)
    callback = to_be_told(decided(wish, replace(terms, reason=REASONS[language])))[0]
    callback.ticket.kind, callback.ticket.temperature = "wish", 2
    return callback


def remarks(callback: Callback, text: str) -> list[str]:
    return [one.code for one in advise_on(callback, text)]


@pytest.mark.parametrize("language", REASONS)
def test_our_own_letters_need_no_remark(world: World, language: str):
    exists = Terms(Outcome.EXISTS, capability=capability())
    drafts = [
        *(told(world, terms, language=language) for terms in (*GOOD, exists, *BAD)),
        *(told(world, terms, language=language, weight="deal_breaker") for terms in BAD),
    ]
    assert [remarks(one, one.draft) for one in drafts] == [[]] * len(drafts)


def test_whoever_says_yes_has_nothing_to_regret(world: World):
    yes = "Hello Ana, we will build it by the end of March. Thank you for asking."
    for terms in GOOD:
        assert remarks(told(world, terms), yes) == []


def test_a_no_wants_regret_and_its_reason(world: World):
    callback = told(world, BAD[0])
    assert remarks(callback, "Hello Ana, we will not build this. Thank you for asking.") == [
        "no_apology",
        "no_reason",
    ]
    assert remarks(callback, f"Sorry, we will not. {REASONS['en']} Thank you for asking.") == []


def test_a_reason_is_said_in_words_of_it():
    reason = "The list has to stay quiet."
    assert says("We want the list to stay as quiet as it is.", reason)
    assert not says("We want it so.", reason)
    assert not says("Anything.", "")
