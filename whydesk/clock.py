"""Working time: whether hours are open, and how much time passes in them.

Pure. Moments are datetimes with a zone; those returned are in UTC, so that
taking one from another is exact. A local time that a change of the clocks
leaves out or repeats counts from the first moment when the clock on the wall
reaches it (RFC 5545, 3.3.5, says the same of a repeated one): hours can become
shorter or longer in such a night, and never overlap. Nothing is sought further
than forty years away.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from whydesk.hours import (
    BITS,
    EPOCH,
    MICROSECOND,
    Block,
    Hours,
    NeverOpen,
    NoZone,
    Span,
    SpecialDay,
    TooFarAway,
    WrongDuration,
    WrongSpan,
    midnight,
    reached,
    to_microseconds,
    to_moment,
)

__all__ = [
    "Hours",
    "NeverOpen",
    "NoZone",
    "Span",
    "SpecialDay",
    "TooFarAway",
    "WrongDuration",
    "WrongSpan",
    "add_working",
    "add_working_days",
    "first_working_day",
    "is_open",
    "next_opening",
    "working_between",
]

_HORIZON = 40 * 366 >> BITS
_DAY_OF_EPOCH = EPOCH.toordinal()
_MICROSECONDS_A_DAY = timedelta(days=1) // MICROSECOND


def is_open(hours: Hours, at: datetime) -> bool:
    """Say whether somebody works at the moment; at closing time nobody does."""
    moment = to_microseconds(at)
    for number in range(_first_block(moment), _last_block(moment) + 1):
        block = hours.block(number)
        index = bisect_right(block.ends, moment)
        if index < len(block.ends) and block.begins[index] <= moment:
            return True
    return False


def next_opening(hours: Hours, at: datetime) -> datetime:
    """Return the first moment from this one on that is open."""
    moment = to_microseconds(at)
    for block in _blocks_from(hours, moment):
        index = bisect_right(block.ends, moment)
        if index < len(block.ends):
            return to_moment(max(moment, block.begins[index]))
    raise TooFarAway("These hours do not open again.")


def add_working(hours: Hours, start: datetime, duration: timedelta) -> datetime:
    """Return the first moment by which so much working time has passed since the start.

    It lies in the hours or at closing time: an hour from 17:00 is over at 18:00,
    not at nine the next morning.
    """
    since, needed = to_microseconds(start), duration // MICROSECOND
    if needed < 0:
        raise WrongDuration("Working time can be added, not taken away.")
    for block in _blocks_from(hours, since):
        index = bisect_left(block.ends, since)
        passed = block.passed_by(since)
        index = bisect_left(block.passed, passed + needed, lo=index)
        if index < len(block.ends):
            return to_moment(block.ends[index] - (block.passed[index] - passed - needed))
        needed -= block.total - passed
    raise TooFarAway("So much working time takes more than forty years.")


def working_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Return the working time from start to end: none if the end comes first."""
    since, until = to_microseconds(start), to_microseconds(end)
    if until <= since:
        return timedelta()
    first, last = _first_block(since), _last_block(until)
    if last - first > _HORIZON:
        raise TooFarAway("More than forty years lie between these moments.")
    blocks = (hours.block(number) for number in range(first, last + 1))
    return sum((b.passed_by(until) - b.passed_by(since) for b in blocks), 0) * MICROSECOND


def add_working_days(hours: Hours, start: datetime, days: int) -> datetime:
    """Return the same time of day so many working days later, or the nearest that is open.

    What comes while nobody works counts as if it came at the next opening. A
    day whose hours end before that time is over when they do.
    """
    if days < 0:
        raise WrongDuration("Working days can be added, not taken away.")
    opening = to_microseconds(next_opening(hours, start))
    day = _day_of(hours, opening)
    wall = to_moment(opening).astimezone(hours.zone).replace(tzinfo=None) - midnight(day)
    wanted = _day_after(hours, opening, day, days)
    return _within_day(hours, wanted, reached(hours.zone, midnight(wanted) + wall))


def first_working_day(hours: Hours, day: date) -> date:
    """Return the day, or the first after it on which somebody works."""
    for ahead in range(_HORIZON << BITS):
        if hours.spans_on(found := day + timedelta(days=ahead)):
            return found
    raise TooFarAway("These hours do not open again.")


def _within_day(hours: Hours, day: int, moment: int) -> datetime:
    """Return the first open moment of the day from this one on, or its closing time."""
    block = hours.block(day >> BITS)
    first, after = bisect_left(block.days, day), bisect_right(block.days, day)
    index = bisect_left(block.ends, moment, first, after)
    return to_moment(block.ends[after - 1] if index == after else max(moment, block.begins[index]))


def _day_of(hours: Hours, opening: int) -> int:
    """Return the day to whose hours an open moment belongs."""
    for block in _blocks_from(hours, opening):
        index = bisect_right(block.ends, opening)
        if index < len(block.ends):
            return block.days[index]
    raise TooFarAway("These hours do not open again.")


def _day_after(hours: Hours, opening: int, day: int, days: int) -> int:
    """Return the working day so many after this one."""
    for block in _blocks_from(hours, opening):
        later = sorted({one for one in block.days if one >= day})
        if days < len(later):
            return later[days]
        days -= len(later)
    raise TooFarAway("So many working days take more than forty years.")


def _blocks_from(hours: Hours, moment: int) -> Iterator[Block]:
    """Walk the blocks from the first that may hold the moment, forty years at most."""
    first = _first_block(moment)
    return (hours.block(number) for number in range(first, first + _HORIZON))


def _first_block(moment: int) -> int:
    """Return the block before which no stretch can hold the moment.

    The local day differs from the one in UTC by one at most, and the span may
    have begun on the day before that.
    """
    return _utc_day(moment) - 2 >> BITS


def _last_block(moment: int) -> int:
    return _utc_day(moment) + 1 >> BITS


def _utc_day(moment: int) -> int:
    return _DAY_OF_EPOCH + moment // _MICROSECONDS_A_DAY
