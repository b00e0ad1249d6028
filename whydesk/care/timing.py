"""Until when each step is due, and how long that is. Pure."""

from datetime import datetime, timedelta

from whydesk.care.choices import StepNumber
from whydesk.clock import Hours, add_working, add_working_days

# Working time that each step has from the moment at which it is owed.
WITHIN = {
    StepNumber.OUTLOOK: timedelta(hours=1),
    StepNumber.ALTERNATIVE: timedelta(hours=4),
}
# The others are due at the same time of the next working day.
WEEKS = 4
DAYS_TO_CHECK = 7
NONE_LEFT = timedelta()


def due_of(number: int, hours: Hours, since: datetime) -> datetime:
    """Return until when a step is due that is owed since then."""
    within = WITHIN.get(StepNumber(number))
    return add_working(hours, since, within) if within else add_working_days(hours, since, 1)


def left(due_at: datetime, now: datetime) -> timedelta:
    """Return the time until then; none once it has passed, never less."""
    return max(due_at - now, NONE_LEFT)
