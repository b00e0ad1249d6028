"""Mails that were read become messages, each once, on the ticket it belongs to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.customers.models import Contact
from whydesk.customers.recognising import Stranger, recognise_all, tidy
from whydesk.mail.html import sanitise
from whydesk.mail.incoming import Automatic, IncomingMail, Person
from whydesk.mailroom.models import Letter, Mailbox
from whydesk.mailroom.queries import mailbox_among, mailboxes_by_address, without_detail
from whydesk.tickets.choices import Channel
from whydesk.tickets.delivering import note_bounce
from whydesk.tickets.models import Message, Participant, Ticket
from whydesk.tickets.receiving import Received, ReceivedFile, receive_all
from whydesk.tickets.threads import (
    fingerprint_of,
    ids_answered,
    known_among,
    message_reported_on,
    tickets_of,
)
from whydesk.understanding.language import detect_language

MAX_PARTICIPANTS = 20
# A clock that is off puts a mail into the wrong place of its thread; one that
# is off by more than this is not believed.
MAX_LATE = timedelta(days=30)
MAX_EARLY = timedelta(minutes=10)
# Doors by which mail comes that may have been answered before this desk was.
_FROM_BEFORE = frozenset({"import", "imap"})

Read = tuple[Letter, IncomingMail]


def file_mails(mails: Sequence[Read]) -> None:
    """Write the mails down as messages, once, however often this runs.

    Many share a transaction, but for those that belong to one another: a mail
    and its answer that came together are filed one after the other.
    """
    together, after = _apart_from_kin(mails)
    _file_together(together)
    for mail in after:
        _file_together([mail])


def _apart_from_kin(mails: Sequence[Read]) -> tuple[list[Read], list[Read]]:
    """Divide the mails into those that have nothing to do with one another, and the rest."""
    together: list[Read] = []
    after: list[Read] = []
    seen: set[str] = set()
    for letter, mail in mails:
        names = {mail.message_id, *ids_answered(mail)} - {""}
        (after if names & seen or mail.automatic else together).append((letter, mail))
        seen |= names
    return together, after


@transaction.atomic
def _file_together(mails: Sequence[Read]) -> None:
    fresh = _still_to_file(mails)
    if not fresh:
        return
    mailboxes = mailboxes_by_address()
    boxes = [_mailbox_of(letter, mail, mailboxes) for letter, mail, _fingerprint in fresh]
    contacts = _contacts_of(fresh, boxes)
    senders = [contact for contact, _language in contacts]
    abouts = [message_reported_on(mail) if mail.automatic else None for _l, mail, _f in fresh]
    tickets = _places(fresh, senders, abouts)
    said = [
        _received(
            letter,
            mail,
            contact,
            language,
            mailbox=mailbox,
            about=about,
            fingerprint=fingerprint,
        )
        for (letter, mail, fingerprint), mailbox, (contact, language), about in zip(
            fresh, boxes, contacts, abouts, strict=True
        )
    ]
    messages = receive_all(list(zip(said, tickets, strict=True)))
    for message, (_letter, mail, _fingerprint), about in zip(messages, fresh, abouts, strict=True):
        _welcome_participants(message.ticket, mail, mailboxes)
        if mail.bounce and about and about.delivery:
            note_bounce(
                about.delivery,
                reason=mail.bounce.diagnostic or mail.bounce.status,
                permanent=mail.bounce.is_permanent,
            )


def _still_to_file(mails: Sequence[Read]) -> list[tuple[Letter, IncomingMail, bytes]]:
    """Return the mails that nobody has filed, marking their letters, each with its fingerprint."""
    letters = Letter.objects.filter(pk__in=[letter.pk for letter, _mail in mails])
    held = letters.filter(state=Letter.State.WAITING).select_for_update().order_by("pk")
    waiting = set(held.values_list("pk", flat=True))
    by_fingerprint = {
        fingerprint_of(mail): (letter, mail) for letter, mail in mails if letter.pk in waiting
    }
    known = known_among({one: mail for one, (_letter, mail) in by_fingerprint.items()})
    fresh = [(*read, one) for one, read in by_fingerprint.items() if one not in known]
    read = {letter.pk for letter, _mail, _fingerprint in fresh}
    letters.filter(pk__in=read).update(state=Letter.State.READ, reason="")
    if waiting - read:
        letters.filter(pk__in=waiting - read).update(state=Letter.State.DUPLICATE)
    return fresh


def _contacts_of(
    mails: Sequence[tuple[Letter, IncomingMail, bytes]], boxes: Sequence[Mailbox | None]
) -> list[tuple[Contact, str]]:
    """Return the sender of each mail, and the language it is written in."""
    languages = [
        detect_language(f"{mail.subject}\n{mail.reply_text}", expected=box.language if box else "")
        for (_letter, mail, _fingerprint), box in zip(mails, boxes, strict=True)
    ]
    addresses = [tidy(mail.from_address or letter.envelope_from) for letter, mail, _f in mails]
    strangers = {
        address: Stranger(mail.from_name, language)
        for address, (_letter, mail, _f), language in zip(addresses, mails, languages, strict=True)
        if address
    }
    known = recognise_all(strangers) if strangers else {}
    contacts = [
        known[address] if address else _nobody(mail)
        for address, (_letter, mail, _f) in zip(addresses, mails, strict=True)
    ]
    return list(zip(contacts, languages, strict=True))


def _nobody(mail: IncomingMail) -> Contact:
    """Make a contact that nobody can answer; two of its kind have nothing in common."""
    return Contact.objects.create(name=mail.from_name[:200] or _("Unknown sender"))


def _places(
    mails: Sequence[tuple[Letter, IncomingMail, bytes]],
    senders: Sequence[Contact],
    abouts: Sequence[Message | None],
) -> list[Ticket | None]:
    """Return the ticket that each mail goes to, locked, or nothing for a new one.

    A delivery report comes from a machine that takes part in no ticket; it
    names the mail that only its recipients and their servers have seen.
    """
    pairs = [(mail, sender) for (_l, mail, _f), sender in zip(mails, senders, strict=True)]
    places = tickets_of(pairs)
    for index, ((mail, _sender), about) in enumerate(zip(pairs, abouts, strict=True)):
        if mail.is_bounce:
            reported = Ticket.objects.select_for_update()
            places[index] = reported.get(pk=about.ticket_id) if about else None
    return places


def _received(
    letter: Letter,
    mail: IncomingMail,
    sender: Contact,
    language: str,
    *,
    mailbox: Mailbox | None,
    about: Message | None,
    fingerprint: bytes,
) -> Received:
    return Received(
        contact=sender,
        channel=Channel.MAIL,
        subject=mail.subject,
        text=mail.reply_text,
        at=_moment_of(letter, mail),
        mailbox=mailbox,
        language=language,
        automatic=mail.automatic.value,
        address=mail.from_address,
        is_old=letter.door in _FROM_BEFORE,
        files=[
            ReceivedFile(file.filename, file.content_type, file.content, file.content_id)
            for file in mail.attachments
        ],
        fields={
            "message_id": mail.message_id[:998],
            "references": [one for one in (*mail.references, mail.in_reply_to) if one][-100:],
            "to": [_shown(person) for person in mail.to[:100]],
            "cc": [_shown(person) for person in mail.cc[:100]],
            "body_text": "" if mail.body_text == mail.reply_text else mail.body_text,
            "html": sanitise(mail.html).html if mail.html else "",
            "about": about,
            "letter": letter,
            "fingerprint": fingerprint,
        },
    )


def _shown(person: Person) -> str:
    return f"{person.name} <{person.address}>" if person.name else person.address


def _moment_of(letter: Letter, mail: IncomingMail) -> datetime:
    """Return when the mail was written, as far as its clock can be believed."""
    if mail.date is None or mail.date > letter.accepted_at + MAX_EARLY:
        return letter.accepted_at
    if letter.door not in _FROM_BEFORE and mail.date < letter.accepted_at - MAX_LATE:
        return letter.accepted_at
    return mail.date


def _mailbox_of(
    letter: Letter, mail: IncomingMail, mailboxes: Mapping[str, Mailbox]
) -> Mailbox | None:
    people = (person.address for person in (*mail.to, *mail.cc))
    named = [*letter.envelope_to, *mail.delivered_to, *people]
    return letter.mailbox or mailbox_among(named, mailboxes)


def _welcome_participants(
    ticket: Ticket, mail: IncomingMail, mailboxes: Mapping[str, Mailbox]
) -> None:
    """Let those whom the customer put in copy take part in the ticket."""
    addresses = list(dict.fromkeys(tidy(person.address) for person in (*mail.cc, *mail.to)))
    if mail.automatic is not Automatic.NONE or len(addresses) < 2:
        return
    known = {
        tidy(mail.from_address),
        *ticket.contact.addresses.values_list("email", flat=True),
    }
    others = [
        one
        for one in addresses
        if one and one not in known and without_detail(one) not in mailboxes
    ]
    contacts = recognise_all({one: Stranger() for one in others[:MAX_PARTICIPANTS]})
    Participant.objects.bulk_create(
        (Participant(ticket=ticket, contact=contact) for contact in contacts.values()),
        ignore_conflicts=True,
    )
