"""What the staff of the demo company were told in the last days, and how its lead wants to be."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from whydesk.demo.introducing import Known
from whydesk.history.models import Entry
from whydesk.notices.models import Choice, Notice, OnCall, QuietHours, Way
from whydesk.notices.topics import ASSIGNED, CUSTOMER_WROTE, MAIL, SCREEN, UNDELIVERED
from whydesk.tickets.events import MessageReceived, TicketAssigned
from whydesk.tickets.models import Ticket

LEAD = "marta"
RECENT, SEEN = timedelta(days=3), timedelta(hours=4)
TOPICS = {TicketAssigned.name: ASSIGNED, MessageReceived.name: CUSTOMER_WROTE}


def tell_staff(known: Known, now: datetime) -> None:
    """Save the notices that what happened on the tickets has made, and what the lead chose."""
    entries = list(
        Entry.objects.filter(event__in=TOPICS, at__gte=now - RECENT).order_by("at", "pk")
    )
    assignees = dict(
        Ticket.objects.filter(pk__in={entry.data["ticket_id"] for entry in entries})
        .exclude(assignee=None)
        .values_list("pk", "assignee")
    )
    told = ((_told_of(entry, assignees), entry) for entry in entries)
    Notice.objects.bulk_create(
        _notice(agent_id, entry, now) for agent_id, entry in told if agent_id
    )
    _choose(known, now)


def _told_of(entry: Entry, assignees: Mapping[int, int | None]) -> int | None:
    """Return whom this concerns: not whoever did it, and not what came before it was theirs."""
    if entry.event == TicketAssigned.name:
        own = (entry.actor_kind, entry.actor_id) == ("agent", entry.data["agent_id"])
        return None if own else int(entry.data["agent_id"])
    if entry.data["automatic"] or entry.data["is_first"]:
        return None
    return assignees.get(entry.data["ticket_id"])


def _notice(agent_id: int, entry: Entry, now: datetime) -> Notice:
    return Notice(
        agent_id=agent_id,
        topic=TOPICS[entry.event].name,
        event=entry.event,
        data=entry.data,
        who=entry.actor_name,
        noun="ticket",
        noun_id=entry.data["ticket_id"],
        key=f"{entry.event}:{entry.pk}",
        told_at=entry.at,
        seen_at=entry.at + SEEN / 4 if entry.at < now - SEEN else None,
    )


def _choose(known: Known, now: datetime) -> None:
    """Let the lead have mail gathered each hour, quiet nights, and this night on call."""
    lead = known.agents[LEAD]
    Way.objects.create(agent=lead, kind=Way.Kind.MAIL, name=lead.email, pace=Way.Pace.HOURLY)
    for topic in (ASSIGNED, UNDELIVERED):
        Choice.objects.create(agent=lead, topic=topic.name, ways=[MAIL, SCREEN])
    QuietHours.objects.create(agent=lead, since=time(22), until=time(8))
    OnCall.objects.create(agent=lead, since=now - SEEN, until=now + 3 * SEEN)
