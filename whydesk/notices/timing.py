"""When somebody is told: at once, gathered, or after their quiet hours. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)


@dataclass(frozen=True)
class Quiet:
    """Hours of every day in which somebody is left alone; they may pass midnight."""

    since: time
    until: time

    def covers(self, moment: time) -> bool:
        if self.since <= self.until:
            return self.since <= moment < self.until
        return moment >= self.since or moment < self.until


def end_of_quiet(at: datetime, zone: ZoneInfo, quiet: Quiet | None) -> datetime:
    """Return when somebody may be told who was to be told at this moment.

    >>> from datetime import UTC
    >>> night = Quiet(time(22), time(8))
    >>> end_of_quiet(datetime(2026, 1, 5, 23, 30, tzinfo=UTC), ZoneInfo("UTC"), night)
    datetime.datetime(2026, 1, 6, 8, 0, tzinfo=zoneinfo.ZoneInfo(key='UTC'))
    """
    local = at.astimezone(zone)
    if quiet is None or not quiet.covers(local.time()):
        return at
    return _next(local, quiet.until)


def next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def next_morning(at: datetime, zone: ZoneInfo) -> datetime:
    return _next(at.astimezone(zone), MORNING)


def _next(local: datetime, moment: time) -> datetime:
    """Return when the clock on the wall next shows the moment."""
    today = local.replace(
        hour=moment.hour, minute=moment.minute, second=moment.second, microsecond=0, fold=0
    )
    return today if today > local else today + timedelta(days=1)
