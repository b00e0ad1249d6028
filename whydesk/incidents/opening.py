"""Opening tickets for customers who have not written, so that they can be told."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from whydesk.copying import Keys, copy_in
from whydesk.customers.models import Contact
from whydesk.incidents.audience import with_contact
from whydesk.incidents.choices import Why
from whydesk.incidents.counting import count_affected
from whydesk.incidents.models import Affected, Attached, Telling, Update
from whydesk.incidents.writing import Words
from whydesk.mailroom.models import Mailbox
from whydesk.tickets.choices import Channel
from whydesk.tickets.models import Ticket
from whydesk.tickets.words import snippet_of


def open_tickets(
    update: Update, affected: QuerySet[Affected], words: Words, *, most: int, at: datetime
) -> tuple[list[Attached], int]:
    """Open a ticket for each who can be reached; return them, and how many were looked at.

    Nobody waits for us there: it is we who write first.
    """
    if most == 0:
        return [], 0
    chosen = with_contact(affected).order_by("pk")[:most]
    readers = dict(chosen.values_list("pk", "reader"))  # type: ignore[misc]
    unreached = [key for key, reader in readers.items() if reader is None]
    Telling.objects.bulk_create(
        Telling(update=update, affected_id=key, why=Why.NO_ADDRESS) for key in unreached
    )
    reached = {key: reader for key, reader in readers.items() if reader is not None}
    tickets = _new_tickets(list(reached.values()), words, at)
    opened = [
        Attached(incident=update.incident, affected_id=key, ticket=ticket, is_ours=True)
        for key, ticket in zip(reached, tickets, strict=True)
    ]
    copy_in(opened)
    if opened:
        count_affected(update.incident_id)
    return opened, len(readers)


def _new_tickets(readers: Sequence[int], words: Words, at: datetime) -> list[Ticket]:
    contacts = {one.pk: one for one in Contact.objects.filter(pk__in=Keys(readers))}
    mailbox = Mailbox.objects.select_related("team").order_by("pk").first()
    tickets = [_new_ticket(contacts[reader], mailbox, words, at) for reader in readers]
    copy_in(tickets)
    return tickets


def _new_ticket(contact: Contact, mailbox: Mailbox | None, words: Words, at: datetime) -> Ticket:
    language = words.language_for(contact.language, mailbox.language if mailbox else "")
    return Ticket(
        subject=words.subject_in(language),
        snippet=snippet_of(words.texts[language]),
        status=Ticket.Status.WAITING,
        contact=contact,
        company_id=contact.company_id,
        mailbox=mailbox,
        team=mailbox.team if mailbox else None,
        channel=Channel.MAIL,
        language=contact.language or language,
        created_at=at,
        updated_at=at,
    )
