"""Who gets a reply."""

import re
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from whydesk.customers.models import Address, Contact
from whydesk.mail.addresses import Person
from whydesk.mail.fields import UnusableAddress, ascii_address
from whydesk.mailroom.models import Mailbox
from whydesk.mailroom.queries import without_detail
from whydesk.prepared import prepared
from whydesk.tickets.models import Message, Participant, Ticket

MAX_COPIES = 50

_ENTRY = re.compile(r'(?:"[^"\n]*"|[^",;\n])+')
_NAMED = re.compile(r"([^<>]*)<([^<>\s]+)>")


class ReplyRefused(ValueError):
    """A reply that cannot be sent as it stands; the text says what to do."""


class NoAddress(ReplyRefused):
    """There is no address that the reply could go to."""


class WrongCopy(ReplyRefused):
    """Somebody was put in copy who cannot get mail."""


def recipient_of(ticket: Ticket, emails: Sequence[str] = ()) -> Person:
    """Return the contact with the address that they last wrote from.

    Whoever knows the addresses of the contact already gives them along.

    :raises NoAddress: the contact has none, or none that mail can be sent to.
    """
    contact = ticket.contact
    emails = emails or emails_of(contact)
    if not emails:
        raise NoAddress(_("We have no mail address of %(name)s.") % {"name": contact.name})
    last = _last_written_from(ticket) if len(emails) > 1 else ""
    email = last if last in emails else emails[0]
    if not _is_usable(email):
        sentence = _("No mail can be sent to %(address)s. Add another address of this contact.")
        raise NoAddress(sentence % {"address": email})
    return Person(contact.name if contact.name != email else "", email)


def emails_of(contact: Contact) -> list[str]:
    """Return the addresses of a contact, the first known first."""
    return _emails(contact.pk)


@prepared
def _emails(contact: int) -> QuerySet[Address, str]:
    known = Address.objects.filter(contact=contact)
    return known.order_by("pk").values_list("email", flat=True)


def _last_written_from(ticket: Ticket) -> str:
    written = Message.objects.filter(ticket=ticket, contact=ticket.contact_id, letter__isnull=False)
    last = written.order_by("-at").values_list("letter__envelope_from", flat=True).first()
    return (last or "").lower()


def copies_of(ticket: Ticket, typed: Iterable[str]) -> tuple[Person, ...]:
    """Read who is put in copy, each once, without the contact and without ourselves.

    A mail to one of our own mailboxes would come back to us as a new message.

    :raises WrongCopy: one of them is no address, or they are too many.
    """
    people = [person for entry in typed for person in _read(entry)]
    if not people:
        return ()
    if len(people) > MAX_COPIES:
        raise WrongCopy(_("At most %(number)s people can be in copy.") % {"number": MAX_COPIES})
    ours = set(Mailbox.objects.values_list("address", flat=True))
    known = {*ticket.contact.addresses.values_list("email", flat=True)}
    kept: dict[str, Person] = {}
    for person in people:
        email = person.address.lower()
        if email not in known and without_detail(email) not in ours:
            kept.setdefault(email, Person(person.name, email))
    return tuple(kept.values())


def suggest_copies(ticket: Ticket) -> list[str]:
    """Return the addresses of those who take part besides the contact."""
    emails = filter(_is_usable, _emails_taking_part(ticket.pk, ticket.contact_id))
    return [person.address for person in copies_of(ticket, emails)]


@prepared
def _emails_taking_part(ticket: int, contact: int) -> QuerySet[Participant, str]:
    others = Participant.objects.filter(ticket=ticket).exclude(contact=contact)
    first = Address.objects.filter(contact=OuterRef("contact")).order_by("pk").values("email")[:1]
    known = others.annotate(email=Subquery(first)).filter(email__isnull=False)
    return known.order_by("pk").values_list("email", flat=True)


def shown(person: Person) -> str:
    return f"{person.name} <{person.address}>" if person.name else person.address


def _read(typed: str) -> list[Person]:
    """Read what an agent typed; unlike a mail that came, every word of it has to make sense."""
    people = []
    for entry in filter(None, map(str.strip, _ENTRY.findall(typed))):
        named = _NAMED.fullmatch(entry)
        person = Person(named[1].strip(' "'), named[2]) if named else Person("", entry)
        if not _is_usable(person.address):
            sentence = _("%(text)s is not an address that mail can be sent to.")
            raise WrongCopy(sentence % {"text": entry[:100]})
        people.append(person)
    return people


def _is_usable(email: str) -> bool:
    try:
        ascii_address(email)
        validate_email(email)
    except (UnusableAddress, ValidationError):
        return False
    return True
