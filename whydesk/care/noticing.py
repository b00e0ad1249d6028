"""Seeing by itself where four steps are due, and where something new goes wrong."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from whydesk.care.events import NewFault
from whydesk.care.models import Aftercare, Care, Fault
from whydesk.care.owners import leads
from whydesk.care.stepping import open_steps, opened
from whydesk.care.topics import NEW_FAULT, STEPS
from whydesk.customers.models import Company
from whydesk.history.recording import record
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Role
from whydesk.tickets.choices import Kind, Temperature
from whydesk.tickets.models import Message, Ticket

_COMES_FIRST = frozenset({Company.Kind.PROSPECT, Company.Kind.TRIAL})
_FAULTS = frozenset({Kind.BUG, Kind.OUTAGE})


@transaction.atomic
def open_where_due(ticket_ids: Sequence[int]) -> list[Care]:
    """Take up the four steps where the first answer did not help, and tell whoever has them.

    They are due when the customer wrote again after our answer, another team
    is needed, and the customer is angry or has yet to buy. Where they were
    taken up once, nobody is asked again.
    """
    found = Ticket.objects.filter(pk__in=ticket_ids, status=Ticket.Status.OPEN, cares=None)
    found = found.select_related("company", "assignee", "mailbox").order_by("pk")
    return [_open(ticket) for ticket in found if is_due(ticket)]


def is_due(ticket: Ticket) -> bool:
    """Tell whether what is known of the ticket asks for the four steps."""
    is_first = ticket.company is not None and ticket.company.kind in _COMES_FIRST
    if not (is_first or ticket.temperature >= Temperature.ANGRY):
        return False
    return _is_passed_on(ticket) and _wrote_again(ticket)


def _is_passed_on(ticket: Ticket) -> bool:
    """Tell whether somebody other than the team that mail comes to has it now."""
    if ticket.assignee and ticket.assignee.role == Role.SPECIALIST:
        return True
    first_team = ticket.mailbox.team_id if ticket.mailbox else None
    return ticket.team_id is not None and ticket.team_id != first_team


def _wrote_again(ticket: Ticket) -> bool:
    said = ticket.messages.filter(automatic="")
    answered = said.filter(kind=Message.Kind.REPLY).order_by("at", "pk").first()
    if answered is None or ticket.kind == Kind.PRAISE:
        return False
    theirs = (Message.Kind.INCOMING, Message.Kind.CALL)
    return said.filter(kind__in=theirs, at__gt=answered.at).exists()


def _open(ticket: Ticket) -> Care:
    care = open_steps(ticket, by=DESK, reason=ticket.snippet or ticket.subject)
    step = care.steps.select_related("owner").order_by("number")[0]
    if step.owner:
        tell([step.owner.pk], topic=STEPS, event=opened(care, step.owner))
    return care


def note_faults(kinds: Mapping[int, str]) -> list[Fault]:
    """Tell the leads when something new goes wrong for a company in aftercare, once a ticket.

    :param kinds: what each message was read as, by its key.
    """
    running = Aftercare.objects.filter(ended_at=None, until__gt=timezone.now())
    told = Message.objects.filter(
        pk__in=[key for key, kind in kinds.items() if kind in _FAULTS],
        ticket__company__in=running.values("company"),
    )
    found = told.select_related("ticket__company").order_by("pk")
    return [fault for message in found if (fault := _note_fault(message, running))]


@transaction.atomic
def _note_fault(message: Message, running: QuerySet[Aftercare]) -> Fault | None:
    company = message.ticket.company
    aftercare = running.filter(company=company, begun_at__lt=message.at).first()
    if company is None or aftercare is None:
        return None
    fault, is_new = Fault.objects.get_or_create(
        aftercare=aftercare, ticket=message.ticket, defaults={"message": message}
    )
    if is_new:
        event = NewFault(message.ticket_id, company.pk, company.name, aftercare.pk)
        record(event, by=DESK)
        told = [*leads(), *([aftercare.owner_id] if aftercare.owner_id else [])]
        tell(told, topic=NEW_FAULT, event=event)
    return fault
