"""What every template may use."""

import math
import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from whydesk import __version__
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
        "unseen_count": getattr(reader, "unseen_notices", 0),
    }


@dataclass
class Counted:
    """What was counted, and when; each page asks, and it seldom changes."""

    parked: int = 0
    at: float = -math.inf


COUNTED = Counted()
KEPT_SECONDS = 5


def count_parked() -> int:
    """Count the mail that waits for somebody to look at it, as of a moment ago."""
    now = time.monotonic()
    if now - COUNTED.at > KEPT_SECONDS:
        COUNTED.parked = Letter.objects.filter(state=Letter.State.PARKED).count()
        COUNTED.at = now
    return COUNTED.parked
