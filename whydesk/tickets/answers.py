"""A reply as a mail: what it answers, what it quotes, how it stays in its thread."""

import zoneinfo
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from whydesk.customers.models import Contact
from whydesk.mail.addresses import Person
from whydesk.mail.outgoing import OutgoingFile, OutgoingMail, Quote, choose_references
from whydesk.mail.threading import make_reply_address
from whydesk.mailroom.models import ImapAccount, Mailbox
from whydesk.mailroom.queries import without_detail
from whydesk.people.actors import Actor
from whydesk.tickets.files import open_file
from whydesk.tickets.models import Message, Ticket, Upload
from whydesk.tickets.words import clean_subject

# Doors at which mail stands as it was addressed, with what follows a plus.
_OWN_DOORS = frozenset({"smtp", "lmtp"})


def write_answer(
    ticket: Ticket,
    *,
    text: str,
    to: Person,
    cc: Sequence[Person],
    mailbox: Mailbox,
    uploads: Iterable[Upload],
    message_id: str,
    at: datetime,
    by: Actor,
) -> OutgoingMail:
    """Say everything that the mail is made of; nothing is sent."""
    answered = last_words_of_customer(ticket)
    ids = _thread_ids(ticket)
    parent = answered.message_id if answered and answered.message_id else (ids or [""])[-1]
    language = language_of(ticket, mailbox)
    return OutgoingMail(
        sender=Person(mailbox.name, mailbox.address),
        to=(to,),
        cc=tuple(cc),
        subject=subject_of(ticket, answered),
        text=text,
        message_id=message_id,
        at=at,
        reply_to=_reply_address(ticket, answered, mailbox),
        in_reply_to=parent,
        references=choose_references([*(answered.references if answered else []), *ids], parent),
        signature=mailbox.signature.replace("{agent}", by.name).strip(),
        quote=_quote(answered, language),
        files=tuple(_file(upload) for upload in uploads),
        language=language,
    )


def last_words_of_customer(ticket: Ticket) -> Message | None:
    """Return the newest message that a person sent us on the ticket."""
    written = ticket.messages.filter(kind=Message.Kind.INCOMING, automatic="")
    found = written.select_related("letter", "contact").defer("letter__raw", "html", "search")
    return found.order_by("-at", "-pk").first()


def subject_of(ticket: Ticket, answered: Message | None) -> str:
    """Return the subject of what is answered under one "Re:".

    Gmail leaves a thread when anything but that mark changes.
    """
    subject = clean_subject(answered.subject if answered else "") or ticket.subject
    is_first = not ticket.messages.exclude(kind=Message.Kind.NOTE).exists()
    return subject if is_first else f"Re: {subject}"


def language_of(ticket: Ticket, mailbox: Mailbox) -> str:
    """Return the customer's language, as far as it is one that we write."""
    known = dict(settings.LANGUAGES)
    wanted = (ticket.language, ticket.contact.language, mailbox.language)
    return next((language for language in wanted if language in known), settings.LANGUAGE_CODE)


def _thread_ids(ticket: Ticket) -> list[str]:
    said = ticket.messages.exclude(message_id="").order_by("at", "pk")
    return list(said.values_list("message_id", flat=True))


def _reply_address(ticket: Ticket, answered: Message | None, mailbox: Mailbox) -> str:
    address = reply_address(ticket.pk, answered, mailbox)
    return "" if address and ImapAccount.objects.filter(mailbox=mailbox).exists() else address


def reply_address(ticket_id: int, answered: Message | None, mailbox: Mailbox) -> str:
    """Return our address with the ticket signed into it, only where that is sure to arrive.

    That is where the customer's own mail came straight to our door under the
    mailbox's name; the caller knows that the mailbox is not fetched from
    somewhere. Behind somebody else's server an address with a plus may
    not exist, and a customer whose answer bounces is worse off than one whose
    client forgot which mail they answered.
    """
    letter = answered.letter if answered else None
    if letter is None or letter.door not in _OWN_DOORS:
        return ""
    if mailbox.address.lower() not in map(without_detail, letter.envelope_to):
        return ""
    return make_reply_address(mailbox.address, ticket_id, settings.SECRET_KEY)


def _quote(answered: Message | None, language: str) -> Quote | None:
    if answered is None or not answered.text.strip():
        return None
    with translation.override(language):
        at = timezone.localtime(answered.at, _zone_of(answered.contact))
        line = _("On %(date)s at %(time)s, %(name)s wrote:") % {
            "date": date_format(at, "DATE_FORMAT"),
            "time": time_format(at, "H:i"),
            "name": answered.contact.name if answered.contact else "",
        }
    return Quote(line, answered.text)


def _zone_of(contact: Contact | None) -> zoneinfo.ZoneInfo | None:
    """Return the customer's zone, so that they recognise the hour they wrote at."""
    try:
        return zoneinfo.ZoneInfo(contact.time_zone) if contact and contact.time_zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def _file(upload: Upload) -> OutgoingFile:
    with open_file(upload.digest) as file:
        return OutgoingFile(upload.filename, upload.content_type, file.read())
