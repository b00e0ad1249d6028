"""When a promise is due, and how long that is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from whydesk.clock import Hours, add_working, working_between


@dataclass(frozen=True)
class Standstill:
    """A stretch of time that does not count; it lasts while it has no end."""

    since: datetime
    until: datetime | None = None

    def ended_by(self, moment: datetime) -> "Standstill":
        """Return what of it was before the moment."""
        return replace(self, until=min(self.until or moment, moment))


@dataclass(frozen=True)
class Reckoned:
    """When a promise is due; or since when its time stands still, and how much is gone."""

    due_at: datetime | None
    paused_at: datetime | None = None
    used: timedelta = timedelta()


@dataclass(frozen=True)
class Countdown:
    """What a screen shows of a promise.

    `left` is the time until it is due, less than nothing once that has passed;
    of one that stands still, what remains of the promised time.
    """

    promise: str
    due_at: datetime | None
    left: timedelta
    is_paused: bool
    is_broken: bool


def reckon(
    hours: Hours | None, started: datetime, allowed: timedelta, pauses: Sequence[Standstill]
) -> Reckoned:
    """Return when so much time is over, in these hours, or day and night without any.

    Pauses may overlap and stand in any order. Time that ran out before one
    began stays run out.
    """
    used, at = timedelta(), started
    for pause in sorted(pauses, key=_beginning):
        if pause.until is not None and pause.until <= at:
            continue
        running = _between(hours, at, pause.since)
        if used + running >= allowed:
            break
        used += running
        if pause.until is None:
            return Reckoned(None, max(at, pause.since), used)
        at = max(at, pause.until)
    return Reckoned(_add(hours, at, allowed - used))


def _beginning(pause: Standstill) -> datetime:
    return pause.since


def _between(hours: Hours | None, start: datetime, end: datetime) -> timedelta:
    return working_between(hours, start, end) if hours else max(end - start, timedelta())


def _add(hours: Hours | None, start: datetime, duration: timedelta) -> datetime:
    return add_working(hours, start, duration) if hours else start + duration
