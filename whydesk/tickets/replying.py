"""Answering the customer, and writing notes for the team."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.customers.recognising import recognise
from whydesk.history.recording import record
from whydesk.mail.addresses import Person
from whydesk.mail.markdown import to_html
from whydesk.mail.outgoing import build, make_message_id
from whydesk.mailroom.models import Mailbox
from whydesk.mailroom.sending import queue_mail
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.answers import write_answer
from whydesk.tickets.events import NoteWritten, ReplyQueued
from whydesk.tickets.models import Attachment, Draft, Message, Participant, Ticket, Upload
from whydesk.tickets.recipients import ReplyRefused, copies_of, recipient_of, shown
from whydesk.tickets.sorting import close_ticket
from whydesk.tickets.words import search_words
from whydesk.understanding.language import detect_language

MAX_TEXT = 200_000
# Whoever presses twice means it once.
MOMENT = timedelta(minutes=1)


class EmptyReply(ReplyRefused):
    """There is nothing in it."""


class ReplyTooLong(ReplyRefused):
    """It is longer than anybody reads."""


class NoMailbox(ReplyRefused):
    """The desk has no mailbox that a reply could come from."""


@transaction.atomic
def send_reply(
    ticket: Ticket,
    *,
    text: str,
    cc: Iterable[str] = (),
    close: bool = False,
    sheet: str = "",
    by: Agent,
) -> Message:
    """Answer the customer: the mail is on its way once this is committed.

    Then it is the customer's turn, and a ticket that nobody had is the
    answerer's. The draft goes, its files go with the mail. What was sent from
    one sheet of the composer is not sent from it again: the reply sent first
    is returned.

    :raises ReplyRefused: it cannot be sent as it stands.
    """
    by.must(Can.ANSWER)
    text = _checked(text)
    ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if earlier := _sent_before(ticket, Message.Kind.REPLY, text, sheet, by):
        _drop_draft(ticket, by)
        return earlier
    to, copies, mailbox = recipient_of(ticket), copies_of(ticket, cc), _mailbox_of(ticket)
    message = _new_message(ticket, Message.Kind.REPLY, text, sheet, by)
    uploads = _uploads_of(ticket, by)
    message.message_id = make_message_id(ticket.pk, secrets.token_hex(10), mailbox.address)
    mail = write_answer(
        ticket,
        text=text,
        to=to,
        cc=copies,
        mailbox=mailbox,
        uploads=uploads,
        message_id=message.message_id,
        at=message.at,
        by=by,
    )
    message.delivery = queue_mail(
        mailbox=mailbox,
        message_id=message.message_id,
        recipients=[person.address for person in (to, *copies)],
        raw=build(mail),
        by=by,
    )
    message.subject = mail.subject
    message.to, message.cc = [shown(to)], [shown(person) for person in copies]
    message.references = list(mail.references)
    _keep(message, uploads, people=[to, *copies])
    _drop_draft(ticket, by)
    _add_participants(ticket, copies)
    _leave_to_customer(ticket, mailbox, by)
    record(
        ReplyQueued(
            ticket.pk, ticket.contact_id, ticket.company_id, message.pk, message.delivery.pk
        ),
        by=by,
    )
    if close:
        close_ticket(ticket, by=by)
    return message


@transaction.atomic
def write_note(ticket: Ticket, *, text: str, sheet: str = "", by: Agent) -> Message:
    """Write something that only the team reads; the draft's files stay with it.

    :raises ReplyRefused: there is nothing in it, or too much.
    """
    by.must(Can.NOTE)
    text = _checked(text)
    ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if earlier := _sent_before(ticket, Message.Kind.NOTE, text, sheet, by):
        _drop_draft(ticket, by)
        return earlier
    message = _new_message(ticket, Message.Kind.NOTE, text, sheet, by)
    _keep(message, _uploads_of(ticket, by))
    _drop_draft(ticket, by)
    ticket.updated_at = message.at
    ticket.save(update_fields=["updated_at"])
    record(NoteWritten(ticket.pk, message.pk), by=by)
    return message


def new_sheet() -> str:
    """Name a sheet of the composer, to be kept in its form."""
    return secrets.token_urlsafe(12)


def was_sent(ticket: Ticket, sheet: str, *, by: Agent) -> bool:
    """Tell whether what was typed on the sheet has left it."""
    return Message.objects.filter(fingerprint=_fingerprint(ticket, sheet, by)).exists()


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip("\n ")
    if not text.strip():
        raise EmptyReply(_("Write something first."))
    if len(text) > MAX_TEXT:
        raise ReplyTooLong(_("This is too long for one message. Send the rest as a file."))
    return text


def _fingerprint(ticket: Ticket, sheet: str, by: Agent) -> bytes:
    return hashlib.sha256(f"sheet {ticket.pk} {by.pk} {sheet}".encode()).digest()


def _sent_before(
    ticket: Ticket, kind: Message.Kind, text: str, sheet: str, by: Agent
) -> Message | None:
    """Return what was sent from the same sheet, or the same words of a moment ago.

    The ticket is locked, so whoever pressed twice comes here one after the other.
    """
    if sheet:
        return Message.objects.filter(fingerprint=_fingerprint(ticket, sheet, by)).first()
    recent = ticket.messages.filter(kind=kind, agent=by, at__gt=timezone.now() - MOMENT)
    return recent.filter(text=text).first()


def _mailbox_of(ticket: Ticket) -> Mailbox:
    """Return the ticket's mailbox, or our oldest for what came by form or phone."""
    mailbox = ticket.mailbox or Mailbox.objects.order_by("pk").first()
    if mailbox is None:
        raise NoMailbox(_("There is no mailbox to send from. Ask an admin to add one."))
    return mailbox


def _new_message(ticket: Ticket, kind: Message.Kind, text: str, sheet: str, by: Agent) -> Message:
    return Message(
        ticket=ticket,
        kind=kind,
        agent=by,
        at=timezone.now(),
        text=text,
        html=to_html(text),
        language=detect_language(text, expected=ticket.language) or ticket.language,
        fingerprint=_fingerprint(ticket, sheet, by) if sheet else None,
    )


def _uploads_of(ticket: Ticket, by: Agent) -> list[Upload]:
    return list(Upload.objects.filter(draft__ticket=ticket, draft__agent=by))


def _keep(message: Message, uploads: Sequence[Upload], people: Sequence[Person] = ()) -> None:
    names = [word for person in people for word in person if word]
    message.search_words = search_words(names, [upload.filename for upload in uploads])
    message.save(force_insert=True)
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            position=position,
            filename=upload.filename,
            content_type=upload.content_type,
            size=upload.size,
            digest=upload.digest,
        )
        for position, upload in enumerate(uploads)
    )


def _drop_draft(ticket: Ticket, by: Agent) -> None:
    Draft.objects.filter(ticket=ticket, agent=by).delete()


def _add_participants(ticket: Ticket, people: Sequence[Person]) -> None:
    """Let whoever is in copy take part: their answer comes to this ticket."""
    Participant.objects.bulk_create(
        (
            Participant(ticket=ticket, contact=recognise(person.address, name=person.name))
            for person in people
        ),
        ignore_conflicts=True,
    )


def _leave_to_customer(ticket: Ticket, mailbox: Mailbox, by: Agent) -> None:
    ticket.status = Ticket.Status.WAITING
    ticket.waits_since = None
    ticket.snoozed_until = None
    ticket.undelivered = False
    ticket.updated_at = timezone.now()
    ticket.mailbox = mailbox
    ticket.assignee = ticket.assignee or by
    ticket.save(
        update_fields=[
            *("status", "waits_since", "snoozed_until", "undelivered"),
            *("updated_at", "mailbox", "assignee"),
        ]
    )
