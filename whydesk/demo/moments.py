"""When something happened, as the demo's files say it: seen from the moment of telling."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SPAN = re.compile(r"(\d+)([dhm])")
_AGO = re.compile(r"^((?:\d+[dhm])+) ago$")
_WEEK = re.compile(r"^-(\d+)w (\w{3}) (\d\d):(\d\d)$")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class StoryUnreadable(ValueError):
    """A file of the demo does not follow its format."""


@dataclass(frozen=True)
class Moment:
    """When something was, seen from the moment of telling."""

    ago: timedelta | None = None
    weeks: int = 0
    weekday: int = 0
    clock: time = time(0)

    def on(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment itself; weekdays and clocks are those of the zone."""
        if self.ago is not None:
            return now - self.ago
        today = now.astimezone(zone).date()
        monday = today - timedelta(days=today.weekday(), weeks=self.weeks)
        return datetime.combine(monday + timedelta(days=self.weekday), self.clock, zone)


def parse_moment(text: str, place: str) -> Moment:
    """Read a moment such as `-3w tue 09:40` or `40m ago`."""
    if match := _AGO.match(text):
        return Moment(ago=parse_span(match[1], place))
    match = _WEEK.match(text)
    if not match or match[2] not in WEEKDAYS or match[1] == "0":
        raise StoryUnreadable(f"{place}: “{text}” is no moment such as -3w tue 09:40 or 40m ago.")
    clock = time(int(match[3]), int(match[4]))
    return Moment(weeks=int(match[1]), weekday=WEEKDAYS.index(match[2]), clock=clock)


def parse_span(text: str, place: str) -> timedelta:
    """Read a span of time such as `1d4h`."""
    parts = _SPAN.findall(text)
    if not parts or "".join(map("".join, parts)) != text:
        raise StoryUnreadable(f"{place}: “{text}” is no span of time such as 1d4h or 25m.")
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in parts})
