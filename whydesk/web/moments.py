"""Times that a person names: tomorrow morning, Monday, a day and an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MORNING = time(9)


@dataclass(frozen=True)
class Moment:
    """A time to snooze until, with the words and the hour that a menu shows."""

    value: str
    label: str | Promise
    at: datetime

    @property
    def when(self) -> str:
        return _day_and_hour(self.at.replace(tzinfo=None), get_language() or "")


@lru_cache
def _day_and_hour(local: datetime, language: str) -> str:
    """Name the day and the hour, for every ticket the same ones."""
    return date_format(local, "D H:i")


def tomorrow_morning() -> datetime:
    return _morning(days=1)


def _morning(*, days: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, MORNING))


def snooze_choices() -> list[Moment]:
    """Return the times offered, in the reader's time zone, nearest first."""
    to_monday = 7 - timezone.localdate().weekday()
    in_hours = timezone.localtime() + timedelta(hours=3)
    return [
        Moment("later", _("In three hours"), in_hours.replace(second=0, microsecond=0)),
        Moment("tomorrow", _("Tomorrow morning"), tomorrow_morning()),
        Moment("monday", _("Monday morning"), _morning(days=to_monday)),
        Moment("week", _("In a week"), _morning(days=7)),
    ]


def chosen_moment(posted: Mapping[str, str]) -> datetime | None:
    """Return the time that the form named, by its word or by day and hour."""
    for choice in snooze_choices():
        if choice.value == posted.get("until"):
            return choice.at
    try:
        at = parse_datetime(posted.get("at", ""))
    except ValueError:
        return None
    return timezone.make_aware(at) if at and timezone.is_naive(at) else at
