"""What can happen to a ticket."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class MessageReceived(Event):
    name = "message.received"
    about = ("ticket", "contact", "company")
    sentence = _("wrote")

    ticket_id: int
    contact_id: int
    company_id: int | None
    message_id: int
    automatic: str
    is_first: bool


@dataclass(frozen=True)
class CallNoted(Event):
    name = "call.noted"
    about = ("ticket", "contact", "company")
    sentence = _("noted a call")

    ticket_id: int
    contact_id: int
    company_id: int | None
    message_id: int


@dataclass(frozen=True)
class ReplyQueued(Event):
    name = "reply.queued"
    about = ("ticket", "contact", "company")
    sentence = _("replied")

    ticket_id: int
    contact_id: int
    company_id: int | None
    message_id: int
    delivery_id: int


@dataclass(frozen=True)
class NoteWritten(Event):
    name = "note.written"
    about = ("ticket",)
    sentence = _("wrote a note")

    ticket_id: int
    message_id: int


@dataclass(frozen=True)
class ReplyUndelivered(Event):
    name = "reply.undelivered"
    about = ("ticket",)
    sentence = _("a reply did not arrive: %(reason)s")

    ticket_id: int
    message_id: int
    reason: str


@dataclass(frozen=True)
class TicketAssigned(Event):
    name = "ticket.assigned"
    about = ("ticket",)
    sentence = _("gave this to %(to)s")

    ticket_id: int
    agent_id: int
    to: str


@dataclass(frozen=True)
class TicketUnassigned(Event):
    name = "ticket.unassigned"
    about = ("ticket",)
    sentence = _("put this back for whoever is free")

    ticket_id: int


@dataclass(frozen=True)
class TicketRouted(Event):
    name = "ticket.routed"
    about = ("ticket",)
    sentence = _("gave this to the team %(to)s")

    ticket_id: int
    team_id: int
    to: str


@dataclass(frozen=True)
class TicketClosed(Event):
    name = "ticket.closed"
    about = ("ticket", "contact", "company")
    sentence = _("closed this")

    ticket_id: int
    contact_id: int
    company_id: int | None


@dataclass(frozen=True)
class TicketReopened(Event):
    name = "ticket.reopened"
    about = ("ticket", "contact", "company")
    sentence = _("opened this again")

    ticket_id: int
    contact_id: int
    company_id: int | None


@dataclass(frozen=True)
class TicketLeftWaiting(Event):
    name = "ticket.left_waiting"
    about = ("ticket",)
    sentence = _("waits for the customer")

    ticket_id: int


@dataclass(frozen=True)
class TicketSnoozed(Event):
    name = "ticket.snoozed"
    about = ("ticket",)
    sentence = _("put this aside for a while")

    ticket_id: int
    until: str


@dataclass(frozen=True)
class TicketWoken(Event):
    name = "ticket.woken"
    about = ("ticket",)
    sentence = _("brought this back")

    ticket_id: int


@dataclass(frozen=True)
class TicketMarkedSpam(Event):
    name = "ticket.marked_spam"
    about = ("ticket",)
    sentence = _("called this spam")

    ticket_id: int


@dataclass(frozen=True)
class TicketTagged(Event):
    name = "ticket.tagged"
    about = ("ticket",)
    sentence = _("added the tag %(tag)s")

    ticket_id: int
    tag: str


@dataclass(frozen=True)
class TicketUntagged(Event):
    name = "ticket.untagged"
    about = ("ticket",)
    sentence = _("removed the tag %(tag)s")

    ticket_id: int
    tag: str


@dataclass(frozen=True)
class TicketsMoved(Event):
    """Tickets of another company that turned out to be this one."""

    name = "tickets.moved"
    about = ("company",)
    sentence = _("took over %(tickets)s tickets")
    is_quiet = True

    company_id: int
    tickets: int
