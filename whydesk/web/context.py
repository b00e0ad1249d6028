"""What every template may use."""

import math
import time
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from whydesk import __version__
from whydesk.incidents.choices import State
from whydesk.incidents.models import Incident
from whydesk.mailroom.models import Letter
from whydesk.people.actors import Can
from whydesk.people.models import Agent


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the version, what the reader may do, how much mail is parked and what is new."""
    reader = getattr(request, "user", None)
    can = {what.name: isinstance(reader, Agent) and reader.may(what) for what in Can}
    return {
        "version": __version__,
        "can": can,
        "parked_count": SimpleLazyObject(count_parked),
        "incident_count": SimpleLazyObject(count_incidents),
        "unseen_count": getattr(reader, "unseen_notices", 0),
    }


@dataclass
class Counted:
    """What was counted, and when; each page asks, and it seldom changes."""

    parked: int = 0
    incidents: int = 0
    at: float = -math.inf


COUNTED = Counted()
KEPT_SECONDS = 5


def count_parked() -> int:
    """Count the mail that waits for somebody to look at it, as of a moment ago."""
    return _counted().parked


def count_incidents() -> int:
    """Count what goes on for many customers at once, as of a moment ago."""
    return _counted().incidents


def _counted() -> Counted:
    """Count everything that the rail shows in one query, as seldom as that is enough."""
    now = time.monotonic()
    if now - COUNTED.at > KEPT_SECONDS:
        parked = Letter.objects.filter(state=Letter.State.PARKED).order_by()
        going_on = Incident.objects.filter(state=State.OPEN).order_by()
        both = parked.values("state").annotate(number=Count("pk")).values_list("state", "number")
        each = going_on.values("state").annotate(number=Count("pk")).values_list("state", "number")
        found = dict(both.union(each, all=True))
        COUNTED.parked = found.get(Letter.State.PARKED, 0)
        COUNTED.incidents = found.get(State.OPEN, 0)
        COUNTED.at = now
    return COUNTED
