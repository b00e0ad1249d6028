"""Tickets follow their customers when two of them turn out to be one."""

from django.db import transaction
from django.db.models import F

from whydesk.customers.models import Company, Contact
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.tickets.events import TicketsMoved
from whydesk.tickets.models import Message, Participant, Ticket


@transaction.atomic
def follow_company(company: Company, *, by: Actor = DESK) -> int:
    """Let the tickets of a merged company be those of the one that it is part of."""
    by.must(Can.KEEP_CUSTOMERS)
    into = company.merged_into
    if into is None:
        return 0
    moved = Ticket.objects.filter(company=company).update(company=into)
    if moved:
        record(TicketsMoved(into.pk, moved), by=by)
    return moved


@transaction.atomic
def follow_contact(contact: Contact, *, by: Actor = DESK) -> int:
    """Let what a merged contact asked and said be the other's; their company stays what it was.

    Who takes part twice does so once, and nobody besides themselves.
    """
    by.must(Can.KEEP_CUSTOMERS)
    into = contact.merged_into
    if into is None:
        return 0
    moved = Ticket.objects.filter(contact=contact).update(contact=into)
    Message.objects.filter(contact=contact).update(contact=into)
    parts = Participant.objects.filter(contact=contact)
    parts.filter(ticket__participants__contact=into).delete()
    parts.update(contact=into)
    Participant.objects.filter(contact=into, ticket__contact=F("contact")).delete()
    if into.company is not None:
        alone = Ticket.objects.filter(contact=into, company=None)
        if alone.update(company=into.company):
            record(TicketsMoved(into.company.pk, moved), by=by)
    return moved
