"""A ticket: its thread, the composer, and who it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from whydesk.briefs.model import has_model
from whydesk.customers.models import Contact
from whydesk.history.events import sentence_of
from whydesk.history.models import Entry
from whydesk.history.timelines import entries_about
from whydesk.people.models import Agent, Team
from whydesk.tickets import conversation
from whydesk.tickets.conversation import draft_of, other_tickets, thread_of
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.recipients import (
    ReplyRefused,
    emails_of,
    recipient_of,
    shown,
    suggest_copies,
)
from whydesk.tickets.replying import new_sheet
from whydesk.web.briefs import understood
from whydesk.web.forms import ComposerForm
from whydesk.web.inbox import last_list
from whydesk.web.moments import snooze_choices
from whydesk.web.pages import AgentRequest, for_agents, show

NEWEST = 40
PREVIEWED = 3


@dataclass(frozen=True)
class Happening:
    """A line of the timeline, in the reader's language."""

    at: datetime
    sentence: str
    actor_name: str


@for_agents
@require_GET
def ticket(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    if request.htmx and "preview" in request.GET:
        context = {"ticket": ticket, "newest": thread_of(ticket)[-PREVIEWED:]}
        return show(request, "parts/preview.html", context)
    return show_ticket(request, ticket)


def find_ticket(request: AgentRequest, pk: int) -> Ticket:
    """Return the ticket if it exists for the reader."""
    found = conversation.find_ticket(request.user, pk)
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return found


def show_ticket(
    request: AgentRequest, ticket: Ticket, *, status: int = 200, **typed: object
) -> HttpResponse:
    """Show the page of a ticket; what was typed stands in place of what was kept."""
    thread = thread_of(ticket)
    understanding = understood(ticket, thread, request.user)
    context = (
        said(ticket, thread, is_whole="whole" in request.GET)
        | understanding
        | written(ticket, request.user, asks=question_in(request, understanding))
        | beside(ticket, request.user)
        | (holders() if request.GET.get("menu") == "holders" else {})
        | {"ticket": ticket, "here": "inbox", "back_url": last_list(request)}
        | typed
    )
    return show(request, "screens/ticket.html", context, parts=("thread", "side"), status=status)


def question_in(request: AgentRequest, understanding: dict[str, Any]) -> str:
    """Return the question to put into the composer, if the reader came to ask it."""
    card = understanding["card"]
    return card.brief.question if card and "ask" in request.GET else ""


def said(ticket: Ticket, thread: list[Message], *, is_whole: bool) -> dict[str, Any]:
    """Return the thread, the newest part of it where it is long."""
    hidden = 0 if is_whole else max(0, len(thread) - NEWEST)
    url = reverse("ticket", args=[ticket.pk])
    return {"thread": thread[hidden:], "hidden_count": hidden, "whole_url": f"{url}?whole=1"}


def written(ticket: Ticket, agent: Agent, *, asks: str = "") -> dict[str, Any]:
    """Return what the agent has typed, and who will read it."""
    emails = emails_of(ticket.contact)
    draft = draft_of(agent, ticket)
    copies = "" if draft else ", ".join(suggest_copies(ticket))
    return {
        "draft": ComposerForm.of(draft, cc=copies, sheet=new_sheet(), asks=asks),
        "uploads": draft.uploads.all() if draft else [],
        "saved_at": draft.updated_at if draft and draft.text else None,
        "emails": emails,
        "addressee": (ticket.contact.name or "").partition(" ")[0],
        "to_line": to_line(ticket, emails),
        "has_model": has_model(),
    }


def to_line(ticket: Ticket, emails: Sequence[str]) -> str:
    """Name whom a reply goes to, or say why it can go to nobody."""
    try:
        return _("To %(name)s") % {"name": shown(recipient_of(ticket, emails))}
    except ReplyRefused as error:
        return str(error)


def beside(ticket: Ticket, agent: Agent) -> dict[str, Any]:
    """Return who it is about, what else they asked, and what happened."""
    return {
        "company": ticket.company,
        "local_time": time_of(ticket.contact),
        "other_tickets": other_tickets(ticket, agent),
        "entries": [happening(entry) for entry in entries_about("ticket", ticket.pk)],
        "snooze_choices": snooze_choices(),
    }


def holders() -> dict[str, Any]:
    """Return who could take a ticket."""
    shown = ("name", "time_zone", "away_until")
    agents = Agent.objects.filter(is_active=True).order_by("name").only(*shown)
    return {"agents": agents, "teams": Team.objects.all()}


def happening(entry: Entry) -> Happening:
    return Happening(entry.at, sentence_of(entry.event, entry.data), entry.actor_name)


def time_of(contact: Contact) -> time | None:
    """Return what the clock says where the contact is, if we know where that is."""
    if not contact.time_zone:
        return None
    try:
        return timezone.now().astimezone(ZoneInfo(contact.time_zone)).time()
    except (KeyError, ValueError):
        return None
