"""Tickets like another one, and what was answered there."""

from dataclasses import dataclass

from pgvector.django import MaxInnerProduct

from whydesk.briefs.likening import matters_of
from whydesk.briefs.models import Likeness
from whydesk.briefs.readers import reader
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.queries import visible_to

# So many does the index name at no greater cost (whydesk/config/database.py); of those whom the
# agent may see so many are looked at closely.
_NAMED, _NEAREST = 400, 12
_SHOWN = 4


@dataclass(frozen=True)
class Similar:
    """A ticket like another: how sure that is, the sentences that met, and our last answer."""

    ticket: Ticket
    fit: str
    met: tuple[str, str]
    answer: str


def similar_to(ticket: Ticket, agent: Agent) -> list[Similar]:
    """Return what the agent may see of the tickets that are like this one, best first.

    The index of vectors names candidates, whatever language they are in; the
    reader decides which of them mean the same.
    """
    own = Likeness.objects.filter(ticket=ticket).first()
    if own is None:
        return []
    # Asked apart: of a query that also asks who may see what, the index would have no part.
    named = Likeness.objects.order_by(MaxInnerProduct("vector", own.vector)).values("ticket")
    nearest = (
        visible_to(agent)
        .filter(pk__in=named[:_NAMED])
        .exclude(pk=ticket.pk)
        .exclude(status=Ticket.Status.SPAM)
        .order_by(MaxInnerProduct("likeness__vector", own.vector))
        .values_list("pk", flat=True)[:_NEAREST]
    )
    matters = matters_of([ticket.pk, *nearest])
    text, entries = matters.pop(ticket.pk, ""), matters
    if not text or not entries:
        return []
    found = reader().ask(
        "same_matter",
        text=text,
        entries=[
            {"id": str(key), "lang": "", "title": "", "text": matter}
            for key, matter in entries.items()
        ],
        top=_SHOWN,
    )
    return _shown([match for match in found if match["fit"] != "nothing"])


def _shown(found: list[dict[str, str]]) -> list[Similar]:
    keys = [int(match["id"]) for match in found]
    tickets = Ticket.objects.select_related("contact").in_bulk(keys)
    answers = (
        Message.objects.filter(ticket__in=keys, kind=Message.Kind.REPLY)
        .order_by("ticket", "-at", "-pk")
        .distinct("ticket")
        .values_list("ticket", "text")
    )
    texts = dict(answers)
    return [
        Similar(tickets[key], one["fit"], (one["reason"][0], one["reason"][1]), texts.get(key, ""))
        for key, one in zip(keys, found, strict=True)
        if key in tickets
    ]
