"""Setting how long the four steps and the weeks of care take."""

from dataclasses import asdict
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from whydesk.care.events import CareTimesSet
from whydesk.care.models import CareTimes
from whydesk.care.refusals import WrongTime
from whydesk.care.times import the_times
from whydesk.care.timing import Times, is_within
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can

_HOURS = _("Choose from 0.25 to 40 hours, in steps of 0.25.")
_WORKING_DAYS = _("Choose from one to 30 working days.")
SENTENCES = MappingProxyType(
    {
        "outlook_minutes": _HOURS,
        "alternative_minutes": _HOURS,
        "compensation_days": _WORKING_DAYS,
        "aftercare_days": _WORKING_DAYS,
        "weeks": _("Choose from one to 52 weeks."),
        "check_days": _("Choose from one to 90 days."),
    }
)


@transaction.atomic
def set_times(times: Times, *, by: Actor) -> Times:
    """Say how long each of the four steps may take, and how long a company is watched over.

    What has its time already keeps it: a promise within the team is not moved
    behind the back of whoever works by it.

    :raises WrongTime: one is out of its bounds, or the question comes after the weeks.
    """
    by.must(Can.WRITE_RULES)
    _check(times)
    before, after = asdict(the_times()), asdict(times)
    changes = {name: [before[name], one] for name, one in after.items() if one != before[name]}
    if changes:
        CareTimes.objects.update_or_create(pk=1, defaults=after)
        record(CareTimesSet(changes), by=by)
    return times


def _check(times: Times) -> None:
    for name, value in asdict(times).items():
        if not is_within(name, value):
            raise WrongTime(name, str(SENTENCES[name]))
    if times.check_days > 7 * times.weeks:
        sentence = _("Ask within the weeks of care: after %(days)s days at most.")
        raise WrongTime("check_days", sentence % {"days": 7 * times.weeks})
