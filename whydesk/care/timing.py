"""Until when each step is due, and how long that is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from whydesk.care.choices import StepNumber
from whydesk.clock import Hours, add_working, add_working_days

NONE_LEFT = timedelta()


@dataclass(frozen=True)
class Times:
    """How long each step may take, and how long a company is watched over; a new desk's.

    Minutes and days of the steps are working ones, from the moment at which
    the step is owed. The question "all right again?" comes days after the
    weeks of care have begun.
    """

    outlook_minutes: int = 60
    alternative_minutes: int = 4 * 60
    compensation_days: int = 1
    aftercare_days: int = 1
    weeks: int = 4
    check_days: int = 7


# The least and the most that each may be.
BOUNDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "outlook_minutes": (15, 40 * 60),
        "alternative_minutes": (15, 40 * 60),
        "compensation_days": (1, 30),
        "aftercare_days": (1, 30),
        "weeks": (1, 52),
        "check_days": (1, 90),
    }
)


def is_within(name: str, value: int) -> bool:
    """Tell whether a time of this name may be so long.

    >>> [is_within("weeks", weeks) for weeks in (0, 1, 52, 53)]
    [False, True, True, False]
    """
    least, most = BOUNDS[name]
    return least <= value <= most


def due_of(number: int, hours: Hours, since: datetime, times: Times) -> datetime:
    """Return until when a step is due that is owed since then."""
    match StepNumber(number):
        case StepNumber.OUTLOOK:
            return add_working(hours, since, timedelta(minutes=times.outlook_minutes))
        case StepNumber.ALTERNATIVE:
            return add_working(hours, since, timedelta(minutes=times.alternative_minutes))
        case StepNumber.COMPENSATION:
            return add_working_days(hours, since, times.compensation_days)
        case StepNumber.AFTERCARE:
            return add_working_days(hours, since, times.aftercare_days)


def left(due_at: datetime, now: datetime) -> timedelta:
    """Return the time until then; none once it has passed, never less."""
    return max(due_at - now, NONE_LEFT)
