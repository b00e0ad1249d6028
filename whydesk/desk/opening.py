"""Saying when the desk and its teams are open. What is due is reckoned anew each time."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from whydesk.clock import Hours, NeverOpen, Span, WrongSpan
from whydesk.desk.events import OpeningHoursChanged, OwnDayDropped, OwnDayKept
from whydesk.desk.hours import holidays_of, opening_hours_of, spans
from whydesk.desk.models import OpeningHours, OwnDay
from whydesk.desk.recounting import begin_recount
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Team

# With less, what is promised in working time would be due in years.
_LEAST_MINUTES = 60


class WrongHours(ValueError):
    """Hours that nobody could keep."""


@transaction.atomic
def keep_hours(
    *,
    team: Team | None = None,
    week: Sequence[str],
    time_zone: str,
    country: str = "",
    region: str = "",
    by: Actor,
) -> OpeningHours:
    """Say when the team works, or the desk: the spans of each day, Monday first.

    :raises WrongHours: they are never open, or a time, a zone or a country does not exist.
    """
    by.must(Can.SET_UP)
    hours = OpeningHours(
        week=[_tidy(day) for day in week], time_zone=time_zone, country=country, region=region
    )
    _check(hours)
    kept, _is_new = OpeningHours.objects.update_or_create(
        team=team,
        defaults={
            name: getattr(hours, name) for name in ("week", "time_zone", "country", "region")
        },
    )
    record(OpeningHoursChanged(kept.team_id), by=by)
    begin_recount(by=by)
    return kept


@transaction.atomic
def drop_hours(hours: OpeningHours, *, by: Actor) -> None:
    """Let a team work when the desk does, or the desk as a new one."""
    by.must(Can.SET_UP)
    hours.delete()
    record(OpeningHoursChanged(hours.team_id), by=by)
    begin_recount(by=by)


@transaction.atomic
def keep_own_day(
    hours: OpeningHours, *, day: date, spans: str = "", name: str = "", by: Actor
) -> OwnDay:
    """Say that the day is not like its weekday: closed, or open in these spans.

    A holiday may be declared after the fact: promises that it broke are mended.
    """
    by.must(Can.SET_UP)
    if hours.pk is None:
        hours.save()
    fields = {"spans": _tidy(spans), "name": name.strip()[:100]}
    own, _is_new = OwnDay.objects.update_or_create(hours=hours, day=day, defaults=fields)
    record(OwnDayKept(hours.team_id, day.isoformat(), own.spans), by=by)
    begin_recount(by=by)
    return own


@transaction.atomic
def keep_own_day_everywhere(*, day: date, spans: str = "", name: str = "", by: Actor) -> None:
    """Say the same of the day for the desk and for every team with hours of its own."""
    by.must(Can.SET_UP)
    desk = opening_hours_of(None)
    assert desk is not None
    for hours in [desk, *OpeningHours.objects.exclude(team=None)]:
        keep_own_day(hours, day=day, spans=spans, name=name, by=by)


@transaction.atomic
def drop_own_day(own: OwnDay, *, by: Actor) -> None:
    """Let the day be like its weekday again."""
    by.must(Can.SET_UP)
    own.delete()
    record(OwnDayDropped(own.hours.team_id, own.day.isoformat()), by=by)
    begin_recount(by=by)


def _tidy(day: str) -> str:
    """Return the spans of a day in order, as they are kept."""
    try:
        text = " ".join(map(str, sorted(spans(day))))
    except WrongSpan as error:
        wrong = _("“%(text)s” does not read like 09:00-13:00 14:00-18:00.")
        raise WrongHours(wrong % {"text": day}) from error
    if len(text) > 100:
        raise WrongHours(_("These are too many spans for one day."))
    return text


def _check(hours: OpeningHours) -> None:
    if hours.time_zone not in available_timezones():
        raise WrongHours(_("There is no such time zone."))
    try:
        holidays_of(hours.country, hours.region, 2026)
    except NotImplementedError as error:
        raise WrongHours(_("The holidays of this country or region are not known.")) from error
    week = tuple(spans(day) for day in hours.week)
    try:
        Hours(week, ZoneInfo(hours.time_zone))
    except NeverOpen as error:
        raise WrongHours(_("Say at least one time at which somebody works.")) from error
    except WrongSpan as error:
        raise WrongHours(_("A week has seven days.")) from error
    if sum(map(_minutes, (span for day in week for span in day))) < _LEAST_MINUTES:
        raise WrongHours(_("Be open for an hour a week at least."))


def _minutes(span: Span) -> int:
    return span.end - span.start
