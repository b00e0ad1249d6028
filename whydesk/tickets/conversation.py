"""One ticket: who it is about, what was said on it, what is being written."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.prepared import prepared
from whydesk.tickets.models import Attachment, Draft, Message, Ticket
from whydesk.tickets.queries import existing_for


def find_ticket(agent: Agent, pk: int) -> Ticket | None:
    """Return the ticket with whom it is about and who has it, if it exists for the agent."""
    return _ticket.first(pk, agent.pk, sees_all=agent.may(Can.SEE_ALL_TICKETS))


@prepared
def _ticket(pk: int, agent: int, *, sees_all: bool) -> QuerySet[Ticket]:
    known = existing_for(agent, sees_all=sees_all).filter(pk=pk)
    return known.select_related("contact", "company", "assignee", "team")


# What we wrote ourselves is shown as it was laid out; a stranger's HTML only when asked for.
_OWN_HTML = Case(
    When(agent__isnull=False, then=F("html")), default=Value(""), output_field=TextField()
)


_SHOWN_IN_THREAD = (
    *("ticket", "kind", "channel", "at", "to", "cc", "subject", "text", "language"),
    *("automatic", "about", "letter", "contact__name", "agent__name"),
    *("delivery__state", "delivery__error", "delivery__sent_at", "delivery__next_try_at"),
)


def thread_of(ticket: Ticket) -> list[Message]:
    """Return everything said on the ticket, oldest first, each with its `files`."""
    thread = _thread(ticket.pk)
    files = _files(ticket.pk) if any(message.has_files for message in thread) else []  # type: ignore[attr-defined]
    for message in thread:
        message.files = [file for file in files if file.message_id == message.pk]  # type: ignore[attr-defined]
    return thread


@prepared
def _thread(ticket: int) -> QuerySet[Message]:
    said = Message.objects.filter(ticket=ticket).only(*_SHOWN_IN_THREAD)
    return (
        said.select_related("contact", "agent", "delivery")
        .annotate(has_html=~Q(html=""), has_more=~Q(body_text=""), own_html=_OWN_HTML)
        .annotate(has_files=Exists(Attachment.objects.filter(message=OuterRef("pk"))))
        .order_by("at", "pk")
    )


@prepared
def _files(ticket: int) -> QuerySet[Attachment]:
    return Attachment.objects.filter(message__ticket=ticket).only("message", "filename", "size")


def draft_of(agent: Agent, ticket: Ticket) -> Draft | None:
    """Return what the agent has typed on the ticket and not sent."""
    return _drafts.first(agent.pk, ticket.pk)


@prepared
def _drafts(agent: int, ticket: int) -> QuerySet[Draft]:
    return Draft.objects.filter(agent=agent, ticket=ticket)


def other_tickets(ticket: Ticket, agent: Agent, *, size: int = 5) -> list[Ticket]:
    """Return the newest other tickets of the same company, or contact where there is none."""
    same = "company" if ticket.company_id else "contact"
    key = ticket.company_id or ticket.contact_id
    sees_all = agent.may(Can.SEE_ALL_TICKETS)
    return _others(ticket.pk, key, agent.pk, same=same, sees_all=sees_all, size=size)


@prepared
def _others(
    ticket: int, key: int, agent: int, *, same: str, sees_all: bool, size: int
) -> QuerySet[Ticket]:
    found = existing_for(agent, sees_all=sees_all).filter(**{same: key}).exclude(pk=ticket)
    return found.only("subject", "status").order_by("-pk")[:size]
