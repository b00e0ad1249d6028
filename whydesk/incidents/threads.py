"""What is known of many tickets at once, to write on each of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from whydesk.copying import Keys
from whydesk.customers.models import Address
from whydesk.incidents.models import Attached
from whydesk.mailroom.models import ImapAccount, Mailbox
from whydesk.prepared import prepared
from whydesk.tickets.answers import reply_address
from whydesk.tickets.models import Message, Ticket


@dataclass(frozen=True)
class Thread:
    """A ticket with what an update on it has to follow.

    `last_id` is the id of the newest mail on it.
    """

    attached: Attached
    ticket: Ticket
    emails: Sequence[str]
    mailbox: Mailbox | None
    answered: Message | None
    last_id: str
    is_fetched: bool

    @property
    def has_news(self) -> bool:
        """Say whether the customer wrote since the ticket was attached."""
        return self.answered is not None and self.answered.at > self.attached.at

    @property
    def email(self) -> str:
        """Return the address that the customer last wrote from, or else their first."""
        letter = self.answered.letter if self.answered else None
        last = letter.envelope_from.lower() if letter else ""
        return last if last in self.emails else next(iter(self.emails), "")

    @property
    def reply_to(self) -> str:
        if self.mailbox is None or self.is_fetched:
            return ""
        return reply_address(self.ticket.pk, self.answered, self.mailbox)


def threads_of(attached: Sequence[Attached]) -> list[Thread]:
    """Lock the tickets and read what belongs to them, in as many queries as for one."""
    keys = sorted(one.ticket_id for one in attached)
    tickets = {ticket.pk: ticket for ticket in _locked(keys)}
    emails = _emails([ticket.contact_id for ticket in tickets.values()])
    answered = {message.ticket_id: message for message in _newest_of_customers(keys)}
    last = dict(_newest_ids(keys))
    mailboxes = Mailbox.objects.in_bulk()
    own = mailboxes.get(min(mailboxes, default=0))
    fetched = set(ImapAccount.objects.values_list("mailbox", flat=True))
    return [
        Thread(
            attached=one,
            ticket=ticket,
            emails=emails[ticket.contact_id],
            mailbox=mailboxes.get(ticket.mailbox_id or 0, own),
            answered=answered.get(ticket.pk),
            last_id=last.get(ticket.pk, ""),
            is_fetched=ticket.mailbox_id in fetched,
        )
        for one in attached
        for ticket in [tickets[one.ticket_id]]
    ]


@prepared
def _locked(keys: Sequence[int]) -> QuerySet[Ticket]:
    locked = Ticket.objects.select_for_update(of=("self",)).select_related("contact")
    shown = locked.only(
        *("subject", "language", "company", "mailbox", "contact__name", "contact__language")
    )
    return shown.filter(pk__in=Keys(keys)).order_by("pk")


def _emails(contacts: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    known = Address.objects.filter(contact__in=Keys(contacts)).order_by("pk")
    for contact, email in known.values_list("contact", "email"):
        found[contact].append(email)
    return found


@prepared
def _newest_of_customers(tickets: Sequence[int]) -> QuerySet[Message]:
    written = Message.objects.filter(
        ticket__in=Keys(tickets), kind=Message.Kind.INCOMING, automatic=""
    ).select_related("letter")
    shown = written.only(
        *("ticket", "at", "message_id", "references", "subject"),
        *("letter__door", "letter__envelope_from", "letter__envelope_to"),
    )
    return shown.order_by("ticket", "-at", "-pk").distinct("ticket")


def _newest_ids(tickets: Sequence[int]) -> QuerySet[Message, tuple[int, str]]:
    said = Message.objects.filter(ticket__in=Keys(tickets)).exclude(message_id="")
    newest = said.order_by("ticket", "-at", "-pk").distinct("ticket")
    return newest.values_list("ticket", "message_id")
