"""Counting tickets, and the customers who wrote them, to an incident."""

from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record, record_all
from whydesk.incidents.choices import Answer, Came
from whydesk.incidents.counting import count_affected
from whydesk.incidents.events import (
    OfferDismissed,
    TicketAttached,
    TicketDetached,
    WriteUpAsked,
)
from whydesk.incidents.locks import lock_incident, lock_open
from whydesk.incidents.models import Affected, Attached, Incident, Offer
from whydesk.incidents.refusals import OfAnother
from whydesk.people.actors import Actor, Can
from whydesk.tickets.models import Ticket


@transaction.atomic
def attach_ticket(incident: Incident, ticket: Ticket, *, by: Actor) -> Attached:
    """Say that the ticket tells of the incident: its customer is affected, and will be told.

    :raises OfAnother: it tells of another incident.
    """
    by.must(Can.RUN_INCIDENTS)
    attach(incident, [ticket], by=by)
    return Attached.objects.get(ticket=ticket, detached_at=None)


@transaction.atomic
def attach_tickets(incident: Incident, tickets: Sequence[Ticket], *, by: Actor) -> int:
    """Do the same for several; return how many are new."""
    by.must(Can.RUN_INCIDENTS)
    return attach(incident, tickets, by=by)


def attach(incident: Incident, tickets: Sequence[Ticket], *, by: Actor) -> int:
    """Attach the tickets in the caller's transaction, in as many statements as for one."""
    if not tickets:
        return 0
    incident = lock_open(incident)
    known = _known(incident, tickets)
    new = [ticket for ticket in tickets if ticket.pk not in known]
    affected = affect(incident, new, came=Came.TICKET)
    try:
        with transaction.atomic():
            Attached.objects.bulk_create(
                Attached(incident=incident, affected=affected[customer_of(ticket)], ticket=ticket)
                for ticket in new
            )
    except IntegrityError as error:
        raise OfAnother(_("One of these tickets was attached a moment ago.")) from error
    Offer.objects.filter(ticket__in=new, state=Answer.OPEN).update(state=Answer.TAKEN)
    title = incident.title
    record_all([(TicketAttached(incident.pk, one.pk, one.company_id, title), by) for one in new])
    count_affected(incident.pk)
    return len(new)


def _known(incident: Incident, tickets: Sequence[Ticket]) -> set[int]:
    """Return which tickets it has already; stop where another incident has one."""
    kept = Attached.objects.filter(ticket__in=tickets, detached_at=None)
    for attached in kept.exclude(incident=incident).select_related("incident")[:1]:
        sentence = _("#%(number)s tells of the incident “%(title)s”. Take it off there first.")
        raise OfAnother(sentence % {"number": attached.ticket_id, "title": attached.incident.title})
    return set(kept.values_list("ticket", flat=True))


def customer_of(ticket: Ticket) -> tuple[str, int]:
    """Return who is affected where this ticket's contact is: their company, if they have one."""
    if ticket.company_id:
        return "company", ticket.company_id
    return "contact", ticket.contact_id


def affect(
    incident: Incident, tickets: Collection[Ticket], *, came: Came
) -> dict[tuple[str, int], Affected]:
    """Count the customers of the tickets among the affected; return them by who they are."""
    customers = {customer_of(ticket) for ticket in tickets}
    Affected.objects.bulk_create(
        (
            Affected(incident=incident, came=came, **{f"{noun}_id": key})
            for noun, key in sorted(customers)
        ),
        ignore_conflicts=True,
    )
    found: dict[tuple[str, int], Affected] = {}
    for noun in ("company", "contact"):
        keys = [key for kind, key in customers if kind == noun]
        theirs = Affected.objects.filter(incident=incident, **{f"{noun}__in": keys})
        theirs.exclude(removed_at=None).update(removed_at=None, came=came)
        found |= {(noun, getattr(one, f"{noun}_id")): one for one in theirs}
    return found


@transaction.atomic
def detach_ticket(attached: Attached, *, by: Actor) -> Attached:
    """Say that the ticket tells of something else.

    A customer of whom no other ticket tells of it is affected no more, unless
    somebody chose them.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(attached.incident)
    attached = Attached.objects.select_for_update(of=("self",)).get(pk=attached.pk)
    if attached.detached_at is not None:
        return attached
    attached.detached_at = timezone.now()
    attached.save(update_fields=["detached_at"])
    others = Attached.objects.filter(affected=attached.affected_id, detached_at=None)
    if not others.exists():
        alone = Affected.objects.filter(pk=attached.affected_id, came=Came.TICKET)
        alone.update(removed_at=attached.detached_at)
    ticket = attached.ticket
    event = TicketDetached(incident.pk, ticket.pk, ticket.company_id, incident.title)
    record(event, by=by)
    count_affected(incident.pk)
    return attached


@transaction.atomic
def take_offer(offer: Offer, *, by: Actor) -> Attached:
    """Attach a ticket that the desk found to tell of the incident."""
    return attach_ticket(offer.incident, offer.ticket, by=by)


@transaction.atomic
def dismiss_offer(offer: Offer, *, by: Actor) -> Offer:
    """Say that a ticket that the desk offered tells of something else."""
    by.must(Can.RUN_INCIDENTS)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.state == Answer.OPEN:
        offer.state = Answer.DISMISSED
        offer.save(update_fields=["state"])
        record(OfferDismissed(offer.incident_id, offer.ticket_id), by=by)
    return offer


@transaction.atomic
def ask_for_write_up(attached: Attached, *, by: Actor) -> Attached:
    """Note that the customer wants to read what happened, once it is written up."""
    by.must(Can.RUN_INCIDENTS)
    attached = Attached.objects.select_for_update().get(pk=attached.pk)
    if not attached.wants_write_up:
        attached.wants_write_up = True
        attached.save(update_fields=["wants_write_up"])
        record(WriteUpAsked(attached.incident_id, attached.ticket_id), by=by)
    return attached
