"""What the desk read in a ticket's messages, and putting it right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from whydesk.briefs.corrected import WrongCorrection
from whydesk.briefs.correcting import NotReadYet, correct_reading
from whydesk.briefs.models import Reading
from whydesk.briefs.queries import read_on
from whydesk.briefs.ticket_brief import Read, TicketBrief, brief_of_thread
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.choices import Kind, Temperature
from whydesk.tickets.models import Message, Ticket
from whydesk.understanding.brief import ROLES, Brief
from whydesk.understanding.summary import one_line
from whydesk.web.messages import find_message
from whydesk.web.pages import AgentRequest, for_agents, go, message_url, show

PART_LABELS: Mapping[str, Promise] = {
    "did": pgettext_lazy("part of a bug", "What they did"),
    "expected": pgettext_lazy("part of a bug", "What they expected"),
    "got": pgettext_lazy("part of a bug", "What came instead"),
    "since": pgettext_lazy("part of a bug", "Since when"),
    "changed": pgettext_lazy("part of a bug", "What changed before"),
    "scope": pgettext_lazy("part of a bug", "For whom"),
    "evidence": pgettext_lazy("part of a bug", "What shows it"),
    "when": pgettext_lazy("part of a wish", "When"),
    "want": pgettext_lazy("part of a wish", "They want"),
    "so_that": pgettext_lazy("part of a wish", "So that"),
}
ROLE_LABELS: Mapping[str, Promise] = {
    "fact": pgettext_lazy("role of a sentence", "Fact"),
    "request": pgettext_lazy("role of a sentence", "Request"),
    "feeling": pgettext_lazy("role of a sentence", "Feeling"),
    "courtesy": pgettext_lazy("role of a sentence", "Courtesy"),
}


@dataclass(frozen=True)
class Shown:
    """A part as the card shows it."""

    name: str
    label: str
    is_asked: bool = False
    is_unknown: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of the customer, and all the parts that they say; `is_fact` where it is all in one."""

    message_id: int
    words: str
    parts: list[Shown]
    is_fact: bool


# Of what is less sure than this hardly more than half is right; from .9 on nearly all.
_SURE_OF_KIND = 0.5


@dataclass(frozen=True)
class Card:
    """The brief of a ticket as it stands beside the thread."""

    brief: TicketBrief
    kind: str
    temperature: str
    known: Sequence[Quote]
    gaps: Sequence[Shown]
    opened_by: int
    newest: int
    language: str

    @property
    def is_guess(self) -> bool:
        return self.brief.certainty < _SURE_OF_KIND

    @property
    def fact(self) -> str:
        """The matter in one line, unless one of the quotes says just that."""
        return "" if any(quote.is_fact for quote in self.known) else self.brief.summary


@for_agents
@require_POST
def corrections(request: AgentRequest, pk: int) -> HttpResponse:
    """Take corrections "what:where:to" of one message, one from a button or many from a form."""
    message = find_message(request, pk)
    reading = get_object_or_404(Reading, message=message)
    try:
        for said in request.POST.getlist("correction"):
            what, where, to = [*said.split(":"), "", ""][:3]
            correct_reading(reading, what=what, where=where, to=to, by=request.user)
    except (WrongCorrection, NotReadYet) as error:
        messages.error(request, str(error))
    return go(request, message_url(message))


@for_agents
@require_GET
def reading(request: AgentRequest, pk: int) -> HttpResponse:
    """Show a message sentence by sentence, to be put right."""
    message = find_message(request, pk)
    reading = get_object_or_404(Reading, message=message)
    context = {
        "message": message,
        "reading": reading,
        "ticket": message.ticket,
        "here": "inbox",
        "sentences": Brief.from_dict(message.text, reading.said).sentences if reading.said else [],
        "roles": [(role, ROLE_LABELS[role]) for role in ROLES],
    }
    return show(request, "screens/reading.html" + ("#sentences" if request.htmx else ""), context)


def understood(ticket: Ticket, thread: Sequence[Message], agent: Agent) -> dict[str, Any]:
    """Return the card of the ticket, and hang what was read on the messages of its thread."""
    found = read_on(ticket.pk)
    texts = {message.pk: message.text for message in thread}
    reads = {
        reading.message_id: Read.stored(
            reading.message_id,
            texts[reading.message_id],
            reading.said,
            is_by_model=reading.is_by_model,
        )
        for reading in found.readings
        if reading.said is not None and reading.message_id in texts
    }
    for message in thread:
        if message.pk in reads:
            message.said = reads[message.pk].brief  # type: ignore[attr-defined]
    read = list(reads.values())
    brief = brief_of_thread(read, found.asked)
    return {
        "card": card_of(brief, read) if read else None,
        "is_reading": any(not reading.version for reading in found.readings),
        "is_cool": agent.role == Role.SPECIALIST,
    }


def card_of(brief: TicketBrief, reads: Sequence[Read]) -> Card:
    gaps = [
        Shown(
            name,
            str(PART_LABELS[name]),
            is_asked=name in brief.asked,
            is_unknown=name in brief.unknown,
        )
        for name in brief.gaps
    ]
    return Card(
        brief=brief,
        kind=str(Kind(brief.kind).label),
        temperature=str(Temperature(brief.temperature).label),
        known=quotes_of(brief),
        gaps=gaps,
        opened_by=brief.opened_by,
        newest=reads[-1].message_id,
        language=reads[-1].brief.language,
    )


def quotes_of(brief: TicketBrief) -> list[Quote]:
    """Return the words that say something, each once however many parts it says."""
    found: dict[tuple[int, str], Quote] = {}
    for part in brief.known:
        key = (part.message_id, part.words)
        is_fact = one_line(part.words) == brief.summary
        quote = found.setdefault(key, Quote(part.message_id, part.words, [], is_fact))
        quote.parts.append(Shown(part.name, str(PART_LABELS[part.name])))
    return list(found.values())
