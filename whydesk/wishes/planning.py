"""Saying when the reviews are."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.wishes.calendar import desk_day, monday_of, upcoming_reviews, zone_of
from whydesk.wishes.events import ReviewCalendarSet, ReviewMoved, ReviewSkipped
from whydesk.wishes.models import MovedReview, Review, ReviewCalendar
from whydesk.wishes.refusals import ReviewRefused

_FRIDAY = 4
_State = Review.State


@dataclass(frozen=True)
class Schedule:
    """The day of the week (Monday is 0), the time, and how long."""

    weekday: int = 1
    at: time = time(11)
    time_zone: str = ""
    minutes: int = 60


@transaction.atomic
def set_calendar(schedule: Schedule, *, by: Agent) -> ReviewCalendar:
    """Set when the reviews are; those that are planned move with it."""
    by.must(Can.RUN_REVIEWS)
    if not 0 <= schedule.weekday <= _FRIDAY:
        raise ReviewRefused(_("Choose a day from Monday to Friday."))
    if not 5 <= schedule.minutes <= 480:
        raise ReviewRefused(_("A review takes from 5 to 480 minutes."))
    _check_zone(schedule.time_zone)
    calendar, _new = ReviewCalendar.objects.update_or_create(
        pk=1,
        defaults={
            "weekday": schedule.weekday,
            "at": schedule.at,
            "time_zone": schedule.time_zone,
            "minutes": schedule.minutes,
        },
    )
    plan_review(by=by)
    zone = str(zone_of(calendar))
    record(ReviewCalendarSet(schedule.weekday, schedule.at.isoformat(), zone), by=by)
    return calendar


@transaction.atomic
def move_review(week: date, *, to: datetime | None, by: Agent) -> MovedReview:
    """Hold the review of the week at another time, or not at all.

    What would have been decided there comes to the next one.
    """
    by.must(Can.RUN_REVIEWS)
    if to is not None and to <= timezone.now():
        raise ReviewRefused(_("Choose a time in the future."))
    moved, _new = MovedReview.objects.update_or_create(
        week=monday_of(week), defaults={"to": to, "by": by}
    )
    plan_review(by=by)
    record(ReviewMoved(moved.week.isoformat(), to.isoformat() if to else ""), by=by)
    return moved


@transaction.atomic
def plan_review(*, by: Actor = DESK) -> Review | None:
    """Return the review that runs or comes next, planned if it is not yet.

    None where none is held any more. One whose day has passed without it is
    let go: what would have been decided there comes to the next.
    """
    by.must(Can.SHAPE_WISHES)
    running = Review.objects.filter(state=_State.RUNNING).first()
    if running is not None:
        return running
    today = desk_day()
    _let_go_before(today, by=by)
    coming = _coming(today)
    if coming is not None and coming.state == _State.PLANNED and _is_late_today(coming, today):
        return coming
    held = set(Review.objects.filter(state=_State.HELD).values_list("day", flat=True))
    start = next((at for at in upcoming_reviews(3) if at.date() not in held), None)
    return _plan_at(start, coming)


def _coming(today: date) -> Review | None:
    """Return the review to come, also where it was called off meanwhile."""
    found = Review.objects.select_for_update().filter(day__gte=today)
    return found.filter(state__in=(_State.PLANNED, _State.SKIPPED)).order_by("day").first()


def _is_late_today(review: Review, today: date) -> bool:
    return review.day == today and review.starts_at <= timezone.now()


def _plan_at(start: datetime | None, coming: Review | None) -> Review | None:
    """Put the review to come where it belongs."""
    if start is None:
        if coming is not None:
            coming.state = _State.SKIPPED
            coming.save(update_fields=["state"])
        return None
    if coming is None:
        # Two who look at once: the day is unique, and both see the same review.
        planned, _new = Review.objects.get_or_create(
            day=start.date(), defaults={"starts_at": start}
        )
        return planned
    coming.day, coming.starts_at, coming.state = start.date(), start, _State.PLANNED
    coming.save(update_fields=["day", "starts_at", "state"])
    return coming


def _check_zone(name: str) -> None:
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ReviewRefused(_("%(name)s is no time zone.") % {"name": name[:60]}) from error


def _let_go_before(today: date, *, by: Actor) -> None:
    """Write down which planned reviews fell out."""
    missed = Review.objects.select_for_update().filter(state=_State.PLANNED, day__lt=today)
    for review in missed:
        review.state = _State.SKIPPED
        review.save(update_fields=["state"])
        record(ReviewSkipped(review.pk, review.day.isoformat()), by=by)
