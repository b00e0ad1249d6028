"""The four steps of each customer whom an incident affects."""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction

from whydesk.care.models import Care
from whydesk.care.moving import move_care
from whydesk.care.refusals import CareClosed
from whydesk.care.stepping import note_solved, open_steps_of
from whydesk.care.telling import tell_outlook
from whydesk.incidents.choices import About, State
from whydesk.incidents.models import Attached, Incident, Update
from whydesk.people.actors import DESK
from whydesk.tickets.models import Message

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
def note_outlook(update_id: int, ticket_ids: Collection[int]) -> None:
    """Note that these customers have had the first step by an update: cause and next news.

    What was noted before is left as it is, so that a job may run twice.
    """
    update = (
        Update.objects.select_for_update(of=("self",))
        .select_related("incident", "by")
        .get(pk=update_id)
    )
    told = Message.objects.filter(telling__update=update, ticket__in=ticket_ids, tellings=None)
    if update.about != About.WRITE_UP:
        tell_outlook(
            list(told.select_related("agent").order_by("pk")),
            estimate_at=update.incident.estimate_at,
            next_news_at=update.next_news_at,
            by=update.by,
        )


def note_all_solved(incident_id: int) -> None:
    """Let aftercare be due for everybody, now that it is over."""
    owed = Care.objects.filter(incident_id=incident_id, closed_at=None, solved_at=None)
    for care in owed.order_by("pk").iterator():
        with suppress(CareClosed):
            note_solved(care)


def move_steps_along(incident_id: int) -> None:
    """Let the steps on all tickets that an incident has be of this incident."""
    tickets = Attached.objects.filter(incident=incident_id, detached_at=None)
    move_care(list(tickets.values_list("ticket", flat=True)), to=incident_id)
