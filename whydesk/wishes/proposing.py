"""A draft of an answer, by a language model where there is one.

It is made of the thread, of answers to similar tickets and of the articles on
what the product can do; these are known here and not below.
"""

from dataclasses import dataclass

from django.db import transaction

from whydesk.briefs.likening import matters_of
from whydesk.briefs.model import has_model, wait_for_model
from whydesk.briefs.queries import briefs_of
from whydesk.briefs.similar import similar_to
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.understanding.apart import ReaderGone, ReaderRefused
from whydesk.understanding.masking import Masked
from whydesk.understanding.second_draft import Said, answer_in, ask_for_answer
from whydesk.wishes.events import DraftWanted
from whydesk.wishes.matching import meet
from whydesk.wishes.models import Article

_LATEST = 8
_SPOKEN = (Message.Kind.INCOMING, Message.Kind.CALL, Message.Kind.REPLY)


@dataclass(frozen=True)
class Wanted:
    """A draft that an agent asked for: what the model is asked, and what its marks stand for."""

    question: list[dict[str, str]]
    masked: Masked


@transaction.atomic
def want_draft(ticket: Ticket, *, by: Agent) -> Wanted | None:
    """Gather what a draft is made of; None where there is no model, or nothing to answer."""
    by.must(Can.ANSWER)
    thread = _thread_of(ticket) if has_model() else []
    if not any(not message.is_ours for message in thread):
        return None
    brief = briefs_of([ticket.pk]).get(ticket.pk)
    question, masked = ask_for_answer(
        thread,
        language=ticket.language or ticket.contact.language,
        subject=ticket.subject,
        addressee=ticket.contact.name.partition(" ")[0],
        question=brief.question if brief else "",
        help_known=_help_known(ticket, by),
        names=_names(ticket, by),
    )
    record(DraftWanted(ticket.pk, ticket.contact_id, ticket.company_id), by=by)
    return Wanted(question, masked)


async def draft(wanted: Wanted) -> str:
    """Return what the model would answer; empty where nothing of use comes within its time.

    Nothing is kept: what the agent makes of it is.
    """
    said = await wait_for_model(wanted.question)
    return answer_in(said, wanted.masked) if said else ""


def _thread_of(ticket: Ticket) -> list[Said]:
    said = ticket.messages.filter(kind__in=_SPOKEN, automatic="").order_by("-at", "-pk")
    newest = list(said.values_list("kind", "text")[:_LATEST])
    return [Said(kind == Message.Kind.REPLY, text) for kind, text in reversed(newest)]


def _help_known(ticket: Ticket, agent: Agent) -> list[str]:
    """Return the articles that may fit, and what was answered to the same as far as they see it."""
    try:
        answers = [one.answer for one in similar_to(ticket, agent) if one.answer]
        matter = matters_of([ticket.pk]).get(ticket.pk, "")
        found = [one.pk for one in meet(matter) if one.is_there]
    except (ReaderGone, ReaderRefused):
        return []
    articles = Article.objects.filter(capability__in=found).order_by("capability", "pk")
    told = {
        one.capability_id: f"{one.title}. {one.purpose} {one.how}"
        for one in sorted(articles, key=lambda each: each.language == ticket.language)
    }
    return [*(told[pk] for pk in found if pk in told), *answers]


def _names(ticket: Ticket, agent: Agent) -> list[str]:
    people = [ticket.contact.name, agent.name, ticket.company.name if ticket.company else ""]
    others = ticket.messages.filter(agent__isnull=False).values_list("agent__name", flat=True)
    return [name for name in (*people, *others.distinct()) if name]
