"""What can happen to answers and capabilities, and to questions that success takes over."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event
from whydesk.wishes.events.subjects import OnTicket


@dataclass(frozen=True)
class AnsweredWithArticle(OnTicket, Event):
    name = "capability.answered"
    about = ("capability", "ticket", "contact", "company")
    sentence = _("saw that we already have it: “%(title)s”")

    capability_id: int
    title: str


@dataclass(frozen=True)
class DraftWanted(OnTicket, Event):
    """Words of the ticket leave the desk, masked, for a draft of an answer."""

    name = "draft.wanted"
    sentence = _("asked the language model for a draft of an answer")


@dataclass(frozen=True)
class TicketJudged(OnTicket, Event):
    name = "ticket.judged"
    sentence = _("had the language model say which wish or article the ticket means")
    is_quiet = True


@dataclass(frozen=True)
class ArticleWritten(Event):
    name = "capability.written"
    about = ("capability",)
    sentence = _("wrote the article “%(title)s”")

    capability_id: int
    title: str
    language: str


@dataclass(frozen=True)
class CapabilityPublished(Event):
    name = "capability.published"
    about = ("capability",)
    sentence = _("changed who may read this")

    capability_id: int
    is_public: bool


@dataclass(frozen=True)
class CapabilitiesImported(Event):
    name = "capabilities.imported"
    about = ()
    sentence = _("imported articles: %(number)s")

    number: int


@dataclass(frozen=True)
class HandedToSuccess(OnTicket, Event):
    name = "inquiry.opened"
    sentence = _("asked customer success to find out why: %(question)s")

    inquiry_id: int
    question: str


@dataclass(frozen=True)
class InquiryTaken(OnTicket, Event):
    name = "inquiry.taken"
    sentence = _("took it on to find out why: %(question)s")

    inquiry_id: int
    question: str


@dataclass(frozen=True)
class InquiryLeft(OnTicket, Event):
    """Whoever was finding it out is not here."""

    name = "inquiry.left"
    sentence = _("left it to whoever is free to find out why: %(question)s")

    inquiry_id: int
    question: str
    former: str


@dataclass(frozen=True)
class InquiryBroughtBack(OnTicket, Event):
    name = "inquiry.done"
    sentence = _("found out why: %(learnt)s")

    inquiry_id: int
    learnt: str
