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

    situation is normal, wish, incident, refusal or granted. Who brings good
    news has nothing to regret and may promise it; a no has its reason.
    """
    missing = _MISSING.get(situation, _missing)
    found = [*_too_much(coaching, situation), *missing(coaching, situation, temperature)]
    return tuple(found[:MOST_REMARKS])


def _too_much(coaching: Coaching, situation: str) -> Iterator[Remark]:
    for label in ("blames_customer", "promises_unreviewed", "cold"):
        is_decided = label == "promises_unreviewed" and situation == "granted"
        if coaching.labels[label] and not is_decided:
            # Coldness is in the whole, not in one sentence.
            yield Remark(label, None if label == "cold" else coaching.spans[label])


def _missing(coaching: Coaching, situation: str, temperature: int) -> Iterator[Remark]:
    says = coaching.labels
    is_burning = situation == "incident"
    if (is_burning or temperature >= _IRRITATED) and not says["apology"]:
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


def _missing_in_a_no(coaching: Coaching, _situation: str, _temperature: int) -> Iterator[Remark]:
    for label, code in (
        ("apology", "no_apology"),
        ("explains_cause", "no_reason"),
        ("thanks", "no_thanks"),
    ):
        if not coaching.labels[label]:
            yield Remark(code)


def _missing_in_good_news(
    coaching: Coaching, _situation: str, _temperature: int
) -> Iterator[Remark]:
    if not any(coaching.labels[label] for label in _NEWS):
        yield Remark("no_solution")
    if not coaching.labels["thanks"]:
        yield Remark("no_thanks")


_NEWS = (
    *("solution", "workaround", "promises_unreviewed"),
    *("gives_decision_date", "gives_deadline"),
)
_MISSING = {"refusal": _missing_in_a_no, "granted": _missing_in_good_news}


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
