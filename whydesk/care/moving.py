"""Counting what is owed for one incident to another."""

from collections.abc import Collection

from django.db import transaction

from whydesk.care.events import CareMoved
from whydesk.care.models import Care
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK, Actor, Can


@transaction.atomic
def move_care(ticket_ids: Collection[int], *, to: int, by: Actor = DESK) -> int:
    """Count what is owed on these tickets to another incident; return how many matters moved.

    Two incidents turned out to be one, or to be two after all. What no incident
    stands behind stays by itself; what has moved before is left as it is.
    """
    by.must(Can.RUN_INCIDENTS)
    owed = Care.objects.filter(ticket__in=ticket_ids).exclude(incident_id=None)
    moved = list(owed.exclude(incident_id=to).select_for_update().order_by("pk"))
    Care.objects.filter(pk__in=[care.pk for care in moved]).update(incident_id=to)
    record_all(
        [
            (CareMoved(care.ticket_id, care.company_id, care.pk, care.incident_id, to), by)
            for care in moved
            if care.incident_id
        ]
    )
    return len(moved)
