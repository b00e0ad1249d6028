"""On which days the reviews are."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from whydesk.clock import Hours, add_working_days, first_working_day
from whydesk.desk.hours import hours_of_desk
from whydesk.wishes.models import MovedReview, ReviewCalendar

# Nobody moves more reviews than these one after the other.
_WEEKS_AHEAD = 60
DAYS_TO_TELL = 2


def the_calendar() -> ReviewCalendar:
    """Return when the reviews are: as somebody set it, or Tuesdays at eleven."""
    return ReviewCalendar.objects.first() or ReviewCalendar(pk=1)


def zone_of(calendar: ReviewCalendar) -> ZoneInfo:
    try:
        return ZoneInfo(calendar.time_zone or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def upcoming_reviews(number: int, *, now: datetime | None = None) -> list[datetime]:
    """Return when the next reviews begin, in the calendar's time zone."""
    calendar = the_calendar()
    zone = zone_of(calendar)
    now = (now or timezone.now()).astimezone(zone)
    # A review put off from an earlier week may still be to come.
    first = monday_of(now.date()) - timedelta(weeks=_WEEKS_AHEAD)
    moved = dict(MovedReview.objects.filter(week__gte=first).values_list("week", "to"))
    weeks = {monday_of(now.date()) + timedelta(weeks=week) for week in range(_WEEKS_AHEAD)}
    hours = hours_of_desk(now.date())
    held = (_of_week(calendar, week, moved, hours) for week in weeks | moved.keys())
    starts = [start for start in held if start]
    return sorted(start.astimezone(zone) for start in starts if start > now)[:number]


def next_review_at(*, now: datetime | None = None) -> datetime | None:
    """Return when the next review begins, or None where none is held any more."""
    return next(iter(upcoming_reviews(1, now=now)), None)


def callback_due(now: datetime) -> datetime:
    """Return until when everybody is to be told what is decided now, by the desk's hours."""
    return add_working_days(hours_of_desk(now.date()), now, DAYS_TO_TELL)


def desk_day(now: datetime | None = None) -> date:
    """Return which day it is where the reviews are held."""
    return (now or timezone.now()).astimezone(zone_of(the_calendar())).date()


def _of_week(
    calendar: ReviewCalendar, week: date, moved: dict[date, datetime | None], hours: Hours
) -> datetime | None:
    """Return when the review of a week begins, wherever it was moved to."""
    if week in moved:
        return moved[week]
    day = first_working_day(hours, week + timedelta(days=calendar.weekday))
    return datetime.combine(day, calendar.at, zone_of(calendar))
