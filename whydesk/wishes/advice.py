"""What a kind lead would say of the words in which a customer is told a decision."""

import re

from whydesk.briefs.coaching import Advice, advise
from whydesk.wishes.choices import Outcome
from whydesk.wishes.models import Callback
from whydesk.wishes.wording import language_of, words_of

_IS_A_NO = (Outcome.NEVER, Outcome.NOT_NOW)
_WORD = re.compile(r"\w{4,}")


def advise_on(callback: Callback, text: str) -> list[Advice]:
    """Return at most three things to think of before the customer is told.

    A no wants regret and its reason, whatever the ticket is about; a yes wants
    neither, however angry they once were.
    """
    decision = callback.decision
    situation = "refusal" if decision.outcome in _IS_A_NO else "granted"
    found = advise(callback.ticket, text, situation=situation)
    words = words_of(decision, language_of(callback.voice))
    is_said = says(text, words.reason)
    return [one for one in found if one.code != "no_reason" or not is_said]


def says(text: str, reason: str) -> bool:
    """Tell whether at least half of the words of a reason are in a text."""
    wanted, there = (set(_WORD.findall(each.lower())) for each in (reason, text))
    return bool(wanted) and 2 * len(wanted & there) >= len(wanted)
