"""Counting what is owed for one incident to another."""

from django.db import transaction

from whydesk.care.events import CareMoved
from whydesk.care.models import Care
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK, Actor, Can


@transaction.atomic
def move_care(from_incident: int, to_incident: int, *, by: Actor = DESK) -> int:
    """Count what is owed for one incident to another, when the two turn out to be one."""
    by.must(Can.RUN_INCIDENTS)
    moved = list(Care.objects.select_for_update().filter(incident_id=from_incident))
    Care.objects.filter(pk__in=[care.pk for care in moved]).update(incident_id=to_incident)
    record_all(
        [
            (
                CareMoved(care.ticket_id, care.company_id, care.pk, from_incident, to_incident),
                by,
            )
            for care in moved
        ]
    )
    return len(moved)
