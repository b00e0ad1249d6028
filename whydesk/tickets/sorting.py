"""Saying whose a ticket is and where it stands."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent, Team
from whydesk.tickets import events
from whydesk.tickets.models import Ticket


class WrongTime(ValueError):
    """A snooze that would end before it begins."""


class WrongTag(ValueError):
    """A tag that cannot be kept."""


def _change(ticket: Ticket, event: Event, *, by: Actor, **fields: object) -> Ticket:
    """Set the fields, note the time and write it down."""
    fields["updated_at"] = timezone.now()
    for name, value in fields.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=list(fields))
    record(event, by=by)
    return ticket


def _locked(ticket: Ticket) -> Ticket:
    """Read the ticket anew and keep others from changing it meanwhile."""
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


@transaction.atomic
def assign_ticket(ticket: Ticket, *, to: Agent, by: Actor) -> Ticket:
    """Give the ticket to somebody."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.assignee_id == to.pk:
        return ticket
    event = events.TicketAssigned(ticket.pk, to.pk, to.name)
    return _change(ticket, event, by=by, assignee=to)


@transaction.atomic
def put_back(ticket: Ticket, *, by: Actor) -> Ticket:
    """Leave the ticket to whoever is free."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.assignee_id is None:
        return ticket
    return _change(ticket, events.TicketUnassigned(ticket.pk), by=by, assignee=None)


def put_back_all_of(agent_id: int, *, by: Actor = DESK) -> None:
    """Leave to whoever is free what somebody who is not here has in hand."""
    ended = (Ticket.Status.CLOSED, Ticket.Status.SPAM)
    theirs = Ticket.objects.filter(assignee=agent_id).exclude(status__in=ended)
    for ticket in theirs.only("pk").iterator():
        put_back(ticket, by=by)


@transaction.atomic
def route_ticket(ticket: Ticket, *, to: Team, by: Actor) -> Ticket:
    """Give the ticket to a team, whoever of it takes it."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.team_id == to.pk:
        return ticket
    return _change(ticket, events.TicketRouted(ticket.pk, to.pk, to.name), by=by, team=to)


@transaction.atomic
def close_ticket(ticket: Ticket, *, by: Actor) -> Ticket:
    """End the matter; a new message of the customer opens it again."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.status == Ticket.Status.CLOSED:
        return ticket
    event = events.TicketClosed(ticket.pk, ticket.contact_id, ticket.company_id)
    return _change(
        ticket,
        event,
        by=by,
        status=Ticket.Status.CLOSED,
        waits_since=None,
        snoozed_until=None,
        undelivered=False,
    )


@transaction.atomic
def reopen_ticket(ticket: Ticket, *, by: Actor) -> Ticket:
    """Take the matter up again: from now on the customer waits for us."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.status == Ticket.Status.OPEN:
        return ticket
    event = events.TicketReopened(ticket.pk, ticket.contact_id, ticket.company_id)
    return _open(ticket, event, by=by)


def _open(ticket: Ticket, event: Event, *, by: Actor) -> Ticket:
    return _change(
        ticket,
        event,
        by=by,
        status=Ticket.Status.OPEN,
        waits_since=ticket.waits_since or timezone.now(),
        snoozed_until=None,
    )


@transaction.atomic
def leave_waiting(ticket: Ticket, *, by: Actor) -> Ticket:
    """Say that it is the customer's turn."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.status == Ticket.Status.WAITING:
        return ticket
    return _change(
        ticket,
        events.TicketLeftWaiting(ticket.pk),
        by=by,
        status=Ticket.Status.WAITING,
        waits_since=None,
        snoozed_until=None,
    )


@transaction.atomic
def snooze_ticket(ticket: Ticket, *, until: datetime, by: Actor) -> Ticket:
    """Put the ticket out of sight until then, or until the customer writes.

    Whoever waits for us keeps waiting: the time since which they do is kept.
    """
    by.must(Can.SORT)
    if until <= timezone.now():
        raise WrongTime(_("Choose a time in the future."))
    ticket = _locked(ticket)
    return _change(
        ticket,
        events.TicketSnoozed(ticket.pk, until.isoformat()),
        by=by,
        status=Ticket.Status.SNOOZED,
        snoozed_until=until,
    )


@transaction.atomic
def wake_tickets(now: datetime, *, by: Actor = DESK) -> int:
    """Bring back every ticket whose snooze is over; return how many."""
    by.must(Can.SORT)
    due = Ticket.objects.select_for_update(skip_locked=True).filter(
        status=Ticket.Status.SNOOZED, snoozed_until__lte=now
    )
    tickets = list(due.order_by("snoozed_until")[:500])
    for ticket in tickets:
        _open(ticket, events.TicketWoken(ticket.pk), by=by)
    return len(tickets)


@transaction.atomic
def mark_spam(ticket: Ticket, *, by: Actor) -> Ticket:
    """Put the ticket out of the way of everyone who answers customers."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if ticket.status == Ticket.Status.SPAM:
        return ticket
    return _change(
        ticket,
        events.TicketMarkedSpam(ticket.pk),
        by=by,
        status=Ticket.Status.SPAM,
        waits_since=None,
        snoozed_until=None,
    )


@transaction.atomic
def add_tag(ticket: Ticket, *, tag: str, by: Actor) -> Ticket:
    """Put a word on the ticket by which it is found again."""
    by.must(Can.SORT)
    tag = " ".join(tag.lower().split())
    if not tag or len(tag) > 50:
        raise WrongTag(_("A tag is one to fifty characters long."))
    ticket = _locked(ticket)
    if tag in ticket.tags:
        return ticket
    event = events.TicketTagged(ticket.pk, tag)
    return _change(ticket, event, by=by, tags=sorted([*ticket.tags, tag]))


@transaction.atomic
def remove_tag(ticket: Ticket, *, tag: str, by: Actor) -> Ticket:
    """Take a word off the ticket."""
    by.must(Can.SORT)
    ticket = _locked(ticket)
    if tag not in ticket.tags:
        return ticket
    event = events.TicketUntagged(ticket.pk, tag)
    return _change(ticket, event, by=by, tags=[word for word in ticket.tags if word != tag])
