"""When somebody works, and the moments at which that begins and ends.

Pure. See `whydesk.clock` for what is reckoned with it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import NamedTuple, Self

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
# Days are reckoned in blocks of 32, each once for the same hours.
BITS = 5
_BEGINNING = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
_LAST_BLOCK = (date.max.toordinal() >> BITS) - 1


class WrongSpan(ValueError):
    """A stretch of a day that no day has."""


class WrongDuration(ValueError):
    """Less than nothing."""


class NeverOpen(ValueError):
    """Hours in which nobody works on any day of the week."""


class TooFarAway(ValueError):
    """A moment that lies beyond the forty years that are reckoned with."""


class NoZone(ValueError):
    """A moment that could be any of forty: its zone is missing."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of a day in minutes since its midnight; one over midnight ends after 1440."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < _DAY and self.start < self.end <= self.start + _DAY):
            raise WrongSpan(f"{self.start} to {self.end} minutes is no stretch of a day.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a span as people write it.

        >>> Span.parse("22:00-06:00")
        Span(start=1320, end=1800)
        """
        found = _SPAN.fullmatch(text.strip())
        if not found:
            raise WrongSpan(f"{text!r} does not read like 09:00-18:00.")
        hour, minute, to_hour, to_minute = map(int, found.groups())
        start, end = hour * 60 + minute, to_hour * 60 + to_minute
        if minute > 59 or to_minute > 59 or end > _DAY:
            raise WrongSpan(f"{text!r} has a time that no day has.")
        return cls(start, end if end > start else end + _DAY)

    def __str__(self) -> str:
        end = self.end if self.end <= _DAY else self.end - _DAY
        return "{:02}:{:02}-{:02}:{:02}".format(*divmod(self.start, 60), *divmod(end, 60))


class SpecialDay(NamedTuple):
    """A day with hours of its own, or with none."""

    day: date
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Hours:
    """When somebody works: spans for each day of the week, Monday first.

    A holiday has none; a special day has its own, holiday or not. A span over
    midnight belongs to the day on which it begins. Spans may overlap.

    :raises NeverOpen: no day of the week has a span.
    """

    week: tuple[tuple[Span, ...], ...]
    zone: tzinfo
    holidays: frozenset[date] = frozenset()
    special: tuple[SpecialDay, ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise WrongSpan(f"A week has seven days, not {len(self.week)}.")
        if not any(self.week):
            raise NeverOpen("These hours are never open.")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans that begin on the day."""
        if day in self._special:
            return self._special[day]
        return () if day in self.holidays else self.week[day.weekday()]

    @cached_property
    def _special(self) -> dict[date, tuple[Span, ...]]:
        return dict(self.special)

    @cached_property
    def _blocks(self) -> dict[int, "Block"]:
        return {}

    def block(self, number: int) -> "Block":
        """Return the stretches of the days with this number, reckoned once."""
        if not 1 <= number <= _LAST_BLOCK:
            raise TooFarAway("This moment is too far away.")
        if number not in self._blocks:
            self._blocks[number] = _reckon(self, number)
        return self._blocks[number]


@dataclass(slots=True)
class Block:
    """The stretches that begin within 32 days, in microseconds since 1970.

    `passed` is the working time of the block by the end of each, `days` the
    day to which each belongs.
    """

    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.passed[-1] if self.passed else 0

    def add(self, day: int, begin: int, end: int) -> None:
        self.passed.append(self.total + end - begin)
        self.begins.append(begin)
        self.ends.append(end)
        self.days.append(day)

    def passed_by(self, moment: int) -> int:
        """Return the working time of the block before the moment."""
        index = bisect_left(self.ends, moment)
        if index == len(self.ends):
            return self.total
        return self.passed[index] - self.ends[index] + max(moment, self.begins[index])


def _reckon(hours: Hours, number: int) -> Block:
    """Reckon the stretches of the block, each beginning after the one before has ended."""
    block = Block()
    first = number << BITS
    # A span lasts a day at most, so none reaches further than into the day after.
    over = max((end for _begin, end in _stretches(hours, first - 1)), default=_BEGINNING)
    for day in range(first, first + (1 << BITS)):
        for begin, end in _stretches(hours, day):
            if end > max(begin, over):
                block.add(day, max(begin, over), end)
                over = end
    return block


def _stretches(hours: Hours, day: int) -> Iterator[tuple[int, int]]:
    start_of_day = midnight(day)
    for span in sorted(hours.spans_on(start_of_day.date())):
        begin = reached(hours.zone, start_of_day + timedelta(minutes=span.start))
        yield begin, reached(hours.zone, start_of_day + timedelta(minutes=span.end))


def reached(zone: tzinfo, wall: datetime) -> int:
    """Return the first moment when a clock on the wall shows this time, or a later one."""
    first = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    second = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    late = to_microseconds((wall - first).replace(tzinfo=UTC))
    if first >= second:
        return late
    # The clock jumps over this time, somewhere between `early` and `late`.
    early = to_microseconds((wall - second).replace(tzinfo=UTC))
    while late - early > 1:
        middle = (early + late) // 2
        if to_moment(middle).astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            late = middle
    return late


def midnight(day: int) -> datetime:
    return datetime.combine(date.fromordinal(day), time())


def to_microseconds(at: datetime) -> int:
    if at.utcoffset() is None:
        raise NoZone("A moment needs a zone.")
    return (at - EPOCH) // MICROSECOND


def to_moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
