"""Letters become messages: read apart, placed, and written down once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from whydesk.customers.models import Contact
from whydesk.customers.recognising import recognise
from whydesk.history.recording import record
from whydesk.mail.html import sanitise
from whydesk.mail.incoming import Automatic, IncomingMail, Person
from whydesk.mailroom.events import LetterParked, LetterTriedAgain
from whydesk.mailroom.models import Letter, Mailbox
from whydesk.mailroom.queries import mailbox_among, without_detail
from whydesk.mailroom.reading import read_apart
from whydesk.people.actors import DESK, Actor, Can
from whydesk.tickets.delivering import note_bounce
from whydesk.tickets.models import Channel, Message, Participant, Ticket
from whydesk.tickets.receiving import Received, ReceivedFile, receive
from whydesk.tickets.threads import came_before, fingerprint_of, message_reported_on, ticket_of
from whydesk.understanding.language import detect_language

MAX_TRIES = 3
MAX_PARTICIPANTS = 20
# A clock that is off puts a mail into the wrong place of its thread; one that
# is off by more than this is not believed.
MAX_LATE = timedelta(days=30)
MAX_EARLY = timedelta(minutes=10)
# Doors by which mail comes that may have been answered before this desk was.
_FROM_BEFORE = frozenset({"import", "imap"})


def count_first_tries(letter_ids: Collection[int]) -> set[int]:
    """Count a try of every letter that has had none, and return which those are.

    A try is counted, and committed, before anything is read: a mail that kills
    its reader is not read forever. The first is counted for many at once;
    whoever is tried again is counted alone, so that nobody pays for a neighbour.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailroom_letter SET tries = 1 "
            "WHERE id = ANY(%s) AND state = 'waiting' AND tries = 0 RETURNING id",
            [list(letter_ids)],
        )
        return {letter_id for (letter_id,) in cursor.fetchall()}


def open_letter(letter_id: int, *, is_counted: bool = False) -> Message | None:
    """Read a waiting letter and file it; return its message if it made one.

    :raises whydesk.mail.reader.UnreadableMail: this try did not succeed.
    """
    if not is_counted and not _count_try(letter_id):
        return None
    letter = Letter.objects.select_related("mailbox__team").get(pk=letter_id)
    return _file(letter, read_apart(bytes(letter.raw)))


@transaction.atomic
def _count_try(letter_id: int) -> bool:
    """Count a try and return whether the letter is to be read."""
    waiting = Letter.objects.filter(pk=letter_id, state=Letter.State.WAITING)
    if waiting.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        return True
    if letter := waiting.select_for_update().defer("raw").first():
        park_letter(letter, reason=_("Reading it was interrupted three times."))
    return False


@transaction.atomic
def park_letter(letter: Letter, *, reason: str, by: Actor = DESK) -> Letter:
    """Put a letter that cannot be read where a person will see it."""
    by.must(Can.RECEIVE)
    letter.state = Letter.State.PARKED
    letter.reason = reason
    letter.save(update_fields=["state", "reason"])
    record(LetterParked(letter.pk, reason), by=by)
    return letter


def give_up_on(letter_id: int, reason: str) -> bool:
    """Park the letter if its tries are used up; return whether it is to be tried again."""
    letter = Letter.objects.defer("raw").get(pk=letter_id)
    if letter.state != Letter.State.WAITING:
        return False
    if letter.tries < MAX_TRIES:
        return True
    park_letter(letter, reason=reason)
    return False


@transaction.atomic
def try_letter_again(letter: Letter, *, by: Actor) -> Letter:
    """Have a parked letter read once more, as after an update of the desk."""
    by.must(Can.REREAD_MAIL)
    letter = Letter.objects.select_for_update().defer("raw").get(pk=letter.pk)
    if letter.state != Letter.State.PARKED:
        return letter
    letter.state = Letter.State.WAITING
    letter.tries = 0
    letter.reason = ""
    letter.save(update_fields=["state", "tries", "reason"])
    record(LetterTriedAgain(letter.pk), by=by)
    return letter


@transaction.atomic
def _file(letter: Letter, mail: IncomingMail) -> Message | None:
    """Write the mail down as a message, once, however often this runs."""
    held = Letter.objects.filter(pk=letter.pk)
    if not held.filter(state=Letter.State.WAITING).update(state=Letter.State.READ):
        return None
    fingerprint = fingerprint_of(mail)
    if came_before(mail, fingerprint):
        held.update(state=Letter.State.DUPLICATE)
        return None
    language = detect_language(f"{mail.subject}\n{mail.reply_text}")
    sender = _sender_of(letter, mail, language)
    about = message_reported_on(mail) if mail.automatic else None
    ticket = _place(mail, sender, about)
    message = receive(
        _received(letter, mail, sender, language, about=about, fingerprint=fingerprint),
        ticket=ticket,
        by=sender,
    )
    _welcome_participants(message.ticket, mail)
    if mail.bounce and about and about.delivery:
        note_bounce(
            about.delivery,
            reason=mail.bounce.diagnostic or mail.bounce.status,
            permanent=mail.bounce.is_permanent,
        )
    return message


def _sender_of(letter: Letter, mail: IncomingMail, language: str) -> Contact:
    address = mail.from_address or letter.envelope_from
    if address:
        return recognise(address, name=mail.from_name, language=language)
    # Nobody can answer this one, and two of its kind have nothing in common.
    return Contact.objects.create(name=mail.from_name[:200] or _("Unknown sender"))


def _place(mail: IncomingMail, sender: Contact, about: Message | None) -> Ticket | None:
    """Return the ticket the mail goes to, locked, or nothing for a new one.

    A delivery report comes from a machine that takes part in no ticket; it
    names the mail that only its recipients and their servers have seen.
    """
    if mail.is_bounce:
        if about is None:
            return None
        return Ticket.objects.select_for_update().get(pk=about.ticket_id)
    return ticket_of(mail, sender)


def _received(
    letter: Letter,
    mail: IncomingMail,
    sender: Contact,
    language: str,
    *,
    about: Message | None,
    fingerprint: bytes,
) -> Received:
    return Received(
        contact=sender,
        channel=Channel.MAIL,
        subject=mail.subject,
        text=mail.reply_text,
        at=_moment_of(letter, mail),
        mailbox=letter.mailbox or _mailbox_of(letter, mail),
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


def _mailbox_of(letter: Letter, mail: IncomingMail) -> Mailbox | None:
    people = (person.address for person in (*mail.to, *mail.cc))
    return mailbox_among([*letter.envelope_to, *mail.delivered_to, *people])


def _welcome_participants(ticket: Ticket, mail: IncomingMail) -> None:
    """Let those whom the customer put in copy take part in the ticket."""
    if mail.automatic is not Automatic.NONE:
        return
    addresses = list(dict.fromkeys(person.address.lower() for person in (*mail.cc, *mail.to)))
    if len(addresses) < 2:
        return
    known = {
        mail.from_address.lower(),
        *ticket.contact.addresses.values_list("email", flat=True),
    }
    ours = set(
        Mailbox.objects.filter(
            address__in=[without_detail(address) for address in addresses]
        ).values_list("address", flat=True)
    )
    others = [
        address
        for address in addresses
        if address and address not in known and without_detail(address) not in ours
    ]
    Participant.objects.bulk_create(
        (
            Participant(ticket=ticket, contact=recognise(address))
            for address in others[:MAX_PARTICIPANTS]
        ),
        ignore_conflicts=True,
    )
