"""What a kind lead would say of a reply before it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from whydesk.understanding.brief import Span
from whydesk.understanding.coach import Coaching

MOST_REMARKS = 3
_IRRITATED, _ANGRY = 1, 2


@dataclass(frozen=True, slots=True)
class Remark:
    """A code that the screen puts into words, and the sentence it is about, if one is."""

    code: str
    span: Span | None = None


def remarks(coaching: Coaching, *, situation: str, temperature: int) -> tuple[Remark, ...]:
    """Return at most three remarks, the one that matters most first.

    A good answer apologises whoever is to blame, solves, asks what else can be
    done, and thanks; it never promises what was not decided, and says when it
    will be. What should not be said comes before what is missing.
    """
    found = [
        *_too_much(coaching),
        *_missing(coaching, situation, temperature),
    ]
    return tuple(found[:MOST_REMARKS])


def _too_much(coaching: Coaching) -> Iterator[Remark]:
    for label in ("blames_customer", "promises_unreviewed", "cold"):
        if coaching.labels[label]:
            # Coldness is in the whole, not in one sentence.
            yield Remark(label, None if label == "cold" else coaching.spans[label])


def _missing(coaching: Coaching, situation: str, temperature: int) -> Iterator[Remark]:
    says = coaching.labels
    is_burning = situation == "incident"
    went_wrong = is_burning or situation == "refusal" or temperature >= _IRRITATED
    if went_wrong and not says["apology"]:
        yield Remark("no_apology")
    if not _says_what_happens_next(coaching, situation):
        yield Remark("no_solution")
    if is_burning and not says["gives_deadline"]:
        yield Remark("no_deadline")
    if _leaves_wish_open(coaching, situation):
        yield Remark("no_decision_date")
    if is_burning and temperature >= _ANGRY and not (says["workaround"] or says["solution"]):
        yield Remark("no_workaround")
    if not says["offers_more_help"]:
        yield Remark("no_offer")
    if not says["thanks"]:
        yield Remark("no_thanks")


def _says_what_happens_next(coaching: Coaching, situation: str) -> bool:
    """Tell whether the customer knows more; a wish is answered by the day of its decision."""
    says = coaching.labels
    if situation == "wish" and says["gives_decision_date"]:
        return True
    return says["solution"] or says["workaround"]


def _leaves_wish_open(coaching: Coaching, situation: str) -> bool:
    """Tell whether a wish is neither answered nor given a day.

    What we already have, what was decided, and a question back are answers.
    """
    says = coaching.labels
    is_answered = says["solution"] and not says["promises_unreviewed"]
    return situation == "wish" and not says["gives_decision_date"] and not is_answered
