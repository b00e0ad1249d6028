"""What can happen to the reading of a message."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class MessageRead(Event):
    name = "message.read"
    about = ("ticket",)
    sentence = _("read the message: %(kind)s")
    is_quiet = True

    ticket_id: int
    message_id: int
    kind: str
    temperature: int
    is_blocking: bool


@dataclass(frozen=True)
class MessageReadAgain(Event):
    name = "message.read_again"
    about = ("ticket",)
    sentence = _("had the language model read the message: %(kind)s")
    is_quiet = True

    ticket_id: int
    message_id: int
    kind: str


@dataclass(frozen=True)
class TicketPlaced(Event):
    """From now on tickets like it are found."""

    name = "ticket.placed"
    about = ("ticket",)
    sentence = _("can tell which tickets are like this one")
    is_quiet = True

    ticket_id: int


@dataclass(frozen=True)
class TicketCompared(Event):
    name = "ticket.compared"
    about = ("ticket",)
    sentence = _("had the language model compare the ticket with those like it")
    is_quiet = True

    ticket_id: int


@dataclass(frozen=True)
class HeadLearnt(Event):
    name = "head.learnt"
    about = ()
    sentence = _(
        "learnt from corrections: %(right)s of %(examples)s right, before %(shipped_right)s"
    )

    what: str
    examples: int
    right: int
    shipped_right: int


@dataclass(frozen=True)
class ReadingCorrected(Event):
    name = "reading.corrected"
    about = ("ticket",)
    sentence = _("corrected what the desk had read")

    ticket_id: int
    message_id: int
    what: str
    where: str
