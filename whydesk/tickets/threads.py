"""Which ticket a mail belongs to, and whether we have it already."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from whydesk.customers.models import Contact
from whydesk.mail.incoming import IncomingMail
from whydesk.mail.threading import find_reply_token
from whydesk.tickets.models import Message, Ticket


def fingerprint_of(mail: IncomingMail) -> bytes:
    """Return what two copies of one mail share, whichever ways they came.

    The Message-ID alone will not do: there are senders who put the same one,
    or none, on everything.
    """
    digest = hashlib.sha256()
    date = mail.date.isoformat() if mail.date else ""
    for part in (mail.message_id, mail.from_address, mail.subject, date, mail.body_text):
        digest.update(part.encode() + b"\0")
    for attachment in mail.attachments:
        digest.update(hashlib.sha256(attachment.content).digest())
    return digest.digest()


def came_before(mail: IncomingMail, fingerprint: bytes) -> bool:
    """Tell whether we have this mail, or whether it is one of ours come back."""
    known = Q(fingerprint=fingerprint)
    if mail.message_id:
        known |= Q(message_id=mail.message_id, delivery__isnull=False)
    return Message.objects.filter(known).exists()


def message_reported_on(mail: IncomingMail) -> Message | None:
    """Return the message of ours that an automatic mail is about, if it says so."""
    original = mail.bounce.original_message_id if mail.bounce else ""
    ids = [one for one in (original, mail.in_reply_to, *reversed(mail.references)) if one]
    ours = Message.objects.filter(message_id__in=ids).exclude(delivery=None)
    found = {message.message_id: message for message in ours.select_related("ticket", "delivery")}
    return next((found[one] for one in ids if one in found), None)


def ticket_of(mail: IncomingMail, sender: Contact) -> Ticket | None:
    """Return the ticket that the mail continues.

    By the ids it answers, by a token that we signed into the address it was
    sent to, or, where it came before the mail it follows, by the ids others
    answer. Only tickets that the sender takes part in: naming a stranger's
    message or number opens nothing.
    """
    return _by_ids(mail, sender) or _by_token(mail, sender)


def _open_to(sender: Contact) -> Q:
    return Q(contact=sender) | Q(participants__contact=sender)


def _by_ids(mail: IncomingMail, sender: Contact) -> Ticket | None:
    ids = [one for one in (mail.in_reply_to, *reversed(mail.references)) if one][:50]
    kin = Q(message_id__in=ids)
    if mail.message_id:
        kin |= Q(contact=sender, references__contains=[mail.message_id])
    rows = Message.objects.filter(kin).values_list("message_id", "ticket")[:100]
    known = dict(rows)
    answered = [known[one] for one in ids if one in known]
    return _first([*answered, *known.values()], sender)


def _by_token(mail: IncomingMail, sender: Contact) -> Ticket | None:
    people = (person.address for person in (*mail.to, *mail.cc))
    number = find_reply_token([*mail.delivered_to, *people], settings.SECRET_KEY)
    return _first([number], sender) if number else None


def _first(numbers: Iterable[int], sender: Contact) -> Ticket | None:
    """Return the first of the tickets that the sender takes part in."""
    numbers = list(dict.fromkeys(numbers))
    if not numbers:
        return None
    # Locked one by one and not in the joined query, which PostgreSQL refuses.
    theirs = set(
        Ticket.objects.filter(_open_to(sender), pk__in=numbers).values_list("pk", flat=True)
    )
    number = next((number for number in numbers if number in theirs), None)
    return Ticket.objects.select_for_update().get(pk=number) if number else None
