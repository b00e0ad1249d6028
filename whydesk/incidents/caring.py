"""The four steps of each customer whom an incident affects."""

from collections.abc import Sequence

from django.db import transaction

from whydesk.care.models import Care
from whydesk.care.stepping import open_steps_of
from whydesk.incidents.choices import State
from whydesk.incidents.models import Attached, Incident
from whydesk.people.actors import DESK

TOGETHER = 200


def take_up_steps(incident_id: int) -> None:
    """Open the four steps for every affected customer who has a ticket and no steps yet."""
    while _take_up_some(incident_id):
        pass


@transaction.atomic
def _take_up_some(incident_id: int) -> int:
    """Open them on the first ticket of each customer, for some hundreds; return for how many."""
    incident = Incident.objects.select_for_update(no_key=True).get(pk=incident_id)
    if incident.state != State.OPEN:
        return 0
    cared = Care.objects.filter(incident_id=incident_id).values("ticket")
    customers = Attached.objects.filter(ticket__in=cared).values("affected")
    waiting = Attached.objects.filter(incident=incident, detached_at=None)
    first = waiting.exclude(affected__in=customers).order_by("affected", "pk")
    chosen = list(first.distinct("affected").select_related("ticket")[:TOGETHER])
    if chosen:
        tickets = [one.ticket for one in chosen]
        since = incident.since
        open_steps_of(tickets, incident_id=incident_id, reason=incident.title, since=since, by=DESK)
    return len(chosen)


@transaction.atomic
def move_steps(moved: Sequence[int], *, to: int) -> None:
    """Let the steps on these tickets be of the incident to which the tickets belong now."""
    Care.objects.filter(ticket__in=moved).exclude(incident_id=None).update(incident_id=to)


def move_steps_along(incident_id: int) -> None:
    """Do so for every ticket that an incident has."""
    tickets = Attached.objects.filter(incident=incident_id, detached_at=None)
    move_steps(list(tickets.values_list("ticket", flat=True)), to=incident_id)
