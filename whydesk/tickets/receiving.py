"""What customers send becomes messages on tickets, whichever door it came by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from whydesk.customers.models import Contact
from whydesk.customers.recognising import recognise
from whydesk.history.recording import record, record_all
from whydesk.mailroom.models import Mailbox
from whydesk.people.actors import Actor, Can
from whydesk.tickets.choices import Channel
from whydesk.tickets.events import CallNoted, MessageReceived, TicketReopened
from whydesk.tickets.files import store
from whydesk.tickets.models import Attachment, Message, Ticket
from whydesk.tickets.words import clean_subject, search_words, snippet_of
from whydesk.understanding.language import detect_language


@dataclass(frozen=True)
class ReceivedFile:
    """A file that a customer sent."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class Received:
    """What a customer said, whichever door it came by, ready to become a message."""

    contact: Contact
    channel: str
    subject: str
    text: str
    at: datetime
    mailbox: Mailbox | None = None
    language: str = ""
    automatic: str = ""
    address: str = ""
    is_old: bool = False
    files: Sequence[ReceivedFile] = ()
    fields: dict[str, object] = field(default_factory=dict)


def receive(received: Received, *, ticket: Ticket | None, by: Actor) -> Message:
    """Add what was said to the ticket, or open one for it."""
    by.must(Can.RECEIVE)
    return receive_all([(received, ticket)])[0]


@transaction.atomic(savepoint=False)
def receive_all(said: Sequence[tuple[Received, Ticket | None]]) -> list[Message]:
    """Add what customers said to their tickets, or open one where there is none.

    The caller holds the locks of the tickets. A person's message brings the
    ticket back to us; an automatic one leaves it where it stands.
    """
    for received, _ticket in said:
        received.contact.must(Can.RECEIVE)
    new = Ticket.objects.bulk_create(
        _new_ticket(received) for received, ticket in said if ticket is None
    )
    opened = iter(new)
    tickets = [ticket or next(opened) for _received, ticket in said]
    messages = _add_messages([received for received, _ticket in said], tickets)
    for message, (received, ticket) in zip(messages, said, strict=True):
        if ticket is not None:
            _bring_back(ticket, message, by=received.contact)
    record_all(
        [
            (_event(message, is_first=ticket is None), received.contact)
            for message, (received, ticket) in zip(messages, said, strict=True)
        ]
    )
    return messages


def _event(message: Message, *, is_first: bool) -> MessageReceived:
    ticket = message.ticket
    assert message.contact_id is not None
    return MessageReceived(
        ticket.pk,
        message.contact_id,
        ticket.company_id,
        message.pk,
        str(message.automatic),
        is_first,
    )


# Nobody waits for an answer to a machine's report on a mail that is not ours.
_WAITS_FOR_NOTHING = frozenset({Message.Automatic.BOUNCE, Message.Automatic.OUT_OF_OFFICE})
# What was taken over from an older desk and is older than this was answered there.
_OLD = timedelta(days=30)


def _waits(received: Received) -> bool:
    if received.automatic in _WAITS_FOR_NOTHING:
        return False
    return not (received.is_old and received.at < timezone.now() - _OLD)


def _new_ticket(received: Received) -> Ticket:
    mailbox = received.mailbox
    waits = _waits(received)
    return Ticket(
        subject=clean_subject(received.subject) or snippet_of(received.text)[:80],
        snippet=snippet_of(received.text),
        status=Ticket.Status.OPEN if waits else Ticket.Status.CLOSED,
        contact=received.contact,
        company_id=received.contact.company_id,
        mailbox=mailbox,
        team=mailbox.team if mailbox else None,
        channel=received.channel,
        language=received.language,
        created_at=received.at,
        updated_at=received.at,
        waits_since=received.at if waits else None,
    )


def _add_messages(said: Sequence[Received], tickets: Sequence[Ticket]) -> list[Message]:
    messages = Message.objects.bulk_create(map(_new_message, said, tickets))
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            position=position,
            filename=file.filename[:255],
            content_type=file.content_type[:255],
            size=len(file.content),
            digest=store(file.content),
            content_id=file.content_id[:998],
        )
        for message, received in zip(messages, said, strict=True)
        for position, file in enumerate(received.files)
    )
    return messages


def _new_message(received: Received, ticket: Ticket) -> Message:
    kind = Message.Kind.CALL if received.channel == Channel.PHONE else Message.Kind.INCOMING
    return Message(
        ticket=ticket,
        kind=kind,
        channel=received.channel,
        contact=received.contact,
        at=received.at,
        subject=received.subject[:1000],
        text=received.text,
        language=received.language,
        automatic=received.automatic,
        search_words=search_words(
            [received.contact.name, received.address],
            [file.filename for file in received.files],
        ),
        **received.fields,
    )


def _bring_back(ticket: Ticket, message: Message, *, by: Actor) -> None:
    """Let the ticket wait for us again, since its customer does."""
    ticket.updated_at = timezone.now()
    if message.automatic:
        ticket.save(update_fields=["updated_at"])
        return
    was_closed = ticket.status == Ticket.Status.CLOSED
    if ticket.status != Ticket.Status.SPAM:
        ticket.status = Ticket.Status.OPEN
        ticket.snoozed_until = None
        ticket.waits_since = ticket.waits_since or message.at
    ticket.snippet = snippet_of(message.text) or ticket.snippet
    ticket.language = message.language or ticket.language
    ticket.save(
        update_fields=[
            "updated_at",
            "status",
            "snoozed_until",
            "waits_since",
            "snippet",
            "language",
        ]
    )
    if was_closed:
        record(TicketReopened(ticket.pk, ticket.contact_id, ticket.company_id), by=by)


@transaction.atomic
def receive_form(
    *,
    name: str,
    email: str,
    subject: str,
    text: str,
    language: str = "",
    mailbox: Mailbox | None = None,
    files: Sequence[ReceivedFile] = (),
) -> Message:
    """Open a ticket for what somebody wrote into the form.

    Always a new one: nobody has shown that the address is theirs.
    """
    contact = recognise(email, name=name, language=language)
    received = Received(
        contact=contact,
        channel=Channel.FORM,
        subject=subject,
        text=text,
        at=timezone.now(),
        mailbox=mailbox,
        language=detect_language(f"{subject}\n{text}", expected=language) or language,
        address=email,
        files=files,
    )
    return receive(received, ticket=None, by=contact)


@transaction.atomic
def note_call(
    *, contact: Contact, subject: str, text: str, by: Actor, ticket: Ticket | None = None
) -> Message:
    """Write down what a customer said on the phone, on their ticket or a new one."""
    by.must(Can.ANSWER)
    received = Received(
        contact=contact,
        channel=Channel.PHONE,
        subject=subject,
        text=text,
        at=timezone.now(),
        language=contact.language or detect_language(text),
        fields={"agent_id": by.actor_id},
    )
    if ticket is None:
        ticket = _new_ticket(received)
        ticket.save()
    else:
        ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    [message] = _add_messages([received], [ticket])
    _bring_back(ticket, message, by=by)
    record(CallNoted(ticket.pk, contact.pk, ticket.company_id, message.pk), by=by)
    return message
