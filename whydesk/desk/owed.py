"""What we owe on a ticket, seen from what was said on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from whydesk.desk.choices import Promise


@dataclass(frozen=True)
class Said:
    """A message, as far as promises care: when we got it, or when we sent it."""

    message_id: int
    is_theirs: bool
    at: datetime


@dataclass(frozen=True)
class Owed:
    """Something owed for a message, until it is given."""

    promise: Promise
    message_id: int
    since: datetime
    met_at: datetime | None = None


def owed_on(thread: Iterable[Said], closed_at: datetime | None = None) -> list[Owed]:
    """List what was and is owed, in the order in which it was said.

    Whoever writes twice before we answer waits since the first time: a second
    message is no reason to take longer.
    """
    answers: list[Owed] = []
    for said in thread:
        is_waiting = bool(answers) and answers[-1].met_at is None
        if said.is_theirs and not is_waiting:
            promise = Promise.NEXT_ANSWER if answers else Promise.FIRST_ANSWER
            answers.append(Owed(promise, said.message_id, said.at))
        elif not said.is_theirs and is_waiting:
            answers[-1] = replace(answers[-1], met_at=max(said.at, answers[-1].since))
    if not answers:
        return []
    first = answers[0]
    met_at = max(closed_at, first.since) if closed_at else None
    return [*answers, Owed(Promise.SOLUTION, first.message_id, first.since, met_at)]
