"""Which ticket a mail belongs to, and whether we have it already."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.db.models import Q

from whydesk.customers.models import Contact
from whydesk.mail.incoming import IncomingMail
from whydesk.mail.threading import find_reply_token
from whydesk.tickets.models import Message, Participant, Ticket


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


def known_among(mails: Mapping[bytes, IncomingMail]) -> set[bytes]:
    """Return the fingerprints of those that we have, or that are ours come back."""
    ids = {mail.message_id for mail in mails.values() if mail.message_id}
    kept = Message.objects.filter(
        Q(fingerprint__in=mails) | Q(message_id__in=ids, delivery__isnull=False)
    ).values_list("fingerprint", "message_id", "delivery")
    fingerprints = {bytes(one) for one, _id, _delivery in kept if one}
    ours = {message_id for _one, message_id, delivery in kept if delivery}
    return {
        fingerprint
        for fingerprint, mail in mails.items()
        if fingerprint in fingerprints or mail.message_id in ours
    }


def message_reported_on(mail: IncomingMail) -> Message | None:
    """Return the message of ours that an automatic mail is about, if it says so."""
    original = mail.bounce.original_message_id if mail.bounce else ""
    ids = [one for one in (original, *ids_answered(mail)) if one]
    ours = Message.objects.filter(message_id__in=ids).exclude(delivery=None)
    found = {message.message_id: message for message in ours.select_related("ticket", "delivery")}
    return next((found[one] for one in ids if one in found), None)


def tickets_of(mails: Sequence[tuple[IncomingMail, Contact]]) -> list[Ticket | None]:
    """Return the ticket that each mail continues, locked, or nothing where it begins one.

    By the ids it answers, by a token that we signed into the address it was
    sent to, or, where it came before the mail it follows, by the ids others
    answer. Only tickets that the sender takes part in: naming a stranger's
    message or number opens nothing.
    """
    kin = _kin_of(mails)
    wanted = [
        [*kin_of_one, *_by_token(mail)] for (mail, _), kin_of_one in zip(mails, kin, strict=True)
    ]
    taking_part = _who_takes_part({number for numbers in wanted for number in numbers})
    chosen = [
        next((number for number in numbers if (number, sender.pk) in taking_part), None)
        for numbers, (_mail, sender) in zip(wanted, mails, strict=True)
    ]
    numbers = sorted({number for number in chosen if number})
    locked = Ticket.objects.select_for_update().order_by("pk").in_bulk(numbers) if numbers else {}
    return [locked[number] if number else None for number in chosen]


def ids_answered(mail: IncomingMail) -> list[str]:
    """Return the ids that the mail answers, the nearest first."""
    return [one for one in (mail.in_reply_to, *reversed(mail.references)) if one][:50]


def _kin_of(mails: Sequence[tuple[IncomingMail, Contact]]) -> list[list[int]]:
    """Return for each mail the tickets of those it answers and of those that answer it."""
    answered = {one for mail, _sender in mails for one in ids_answered(mail)}
    own = {mail.message_id for mail, _sender in mails if mail.message_id}
    rows = Message.objects.filter(
        Q(message_id__in=answered)
        | Q(contact__in={sender.pk for _mail, sender in mails}, references__overlap=list(own))
    ).values_list("message_id", "references", "contact", "ticket")
    by_id = {message_id: ticket for message_id, _refs, _contact, ticket in rows if message_id}
    answers = {
        (one, contact): ticket
        for _message_id, references, contact, ticket in rows
        for one in references
    }
    return [
        [
            *(by_id[one] for one in ids_answered(mail) if one in by_id),
            *(answers[key] for key in [(mail.message_id, sender.pk)] if key in answers),
        ]
        for mail, sender in mails
    ]


def _by_token(mail: IncomingMail) -> list[int]:
    people = (person.address for person in (*mail.to, *mail.cc))
    number = find_reply_token([*mail.delivered_to, *people], settings.SECRET_KEY)
    return [number] if number else []


def _who_takes_part(numbers: Collection[int]) -> set[tuple[int, int]]:
    """Return ticket and contact of everyone who takes part in the tickets."""
    if not numbers:
        return set()
    contacts = Ticket.objects.filter(pk__in=numbers).values_list("pk", "contact")
    others = Participant.objects.filter(ticket__in=numbers).values_list("ticket", "contact")
    return {*contacts, *others}
