"""When each team works."""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from whydesk.clock import Hours, Span, SpecialDay
from whydesk.desk.models import OpeningHours
from whydesk.people.models import Team

_USUAL_WEEK = [*["09:00-18:00"] * 5, "", ""]
# Holidays are reckoned for the years in which a promise may run.
_YEARS = (-1, 0, 1, 2)


def opening_hours_of(team: Team | None) -> OpeningHours | None:
    """Return the hours that a team has of its own; those of the desk for no team.

    A desk that has said nothing works on weekdays from nine to six.
    """
    found = OpeningHours.objects.filter(team=team).first()
    if found is None and team is None:
        return _usual()
    return found


def _usual() -> OpeningHours:
    return OpeningHours(week=list(_USUAL_WEEK), time_zone=settings.TIME_ZONE)


def hours_of_desk(today: date) -> Hours:
    """Return when the desk works, whatever its teams do."""
    found = OpeningHours.objects.prefetch_related("own_days").filter(team=None).first()
    return reckoned(found or _usual(), today)


def hours_by_team(today: date) -> dict[int | None, Hours]:
    """Return the hours of each team that has its own, and under None those of the desk."""
    rows = OpeningHours.objects.prefetch_related("own_days")
    hours = {row.team_id: reckoned(row, today) for row in rows}
    if None not in hours:
        hours[None] = reckoned(_usual(), today)
    return hours


def reckoned(row: OpeningHours, today: date) -> Hours:
    """Return the hours as the clock takes them, with the holidays of the years around today."""
    own_days = row.own_days.all() if row.pk else ()
    special = tuple((own.day, own.spans) for own in own_days)
    return _hours(tuple(row.week), row.time_zone, row.country, row.region, special, today.year)


@lru_cache(maxsize=64)
def _hours(
    week: tuple[str, ...],
    time_zone: str,
    country: str,
    region: str,
    special: tuple[tuple[date, str], ...],
    year: int,
) -> Hours:
    """Make the hours once for many tickets: what was reckoned with them is kept in them."""
    days_off = (holidays_of(country, region, year + ahead) for ahead in _YEARS)
    return Hours(
        week=tuple(spans(day) for day in week),
        zone=ZoneInfo(time_zone),
        holidays=frozenset[date]().union(*days_off),
        special=tuple(SpecialDay(day, spans(text)) for day, text in special),
    )


def spans(text: str) -> tuple[Span, ...]:
    return tuple(Span.parse(span) for span in text.split())


def countries() -> dict[str, list[str]]:
    """Return the countries whose holidays are known, each with its regions."""
    import holidays

    return holidays.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=512)
def holidays_of(country: str, region: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country, or of a region of it.

    :raises NotImplementedError: nobody knows them.
    """
    if not country:
        return frozenset()
    # It takes 17 MB, which most processes of a desk never need.
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
