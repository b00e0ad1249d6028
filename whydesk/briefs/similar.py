"""Tickets like another one, and what was answered there."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from pgvector.django import MaxInnerProduct

from whydesk.briefs.likening import matters_of
from whydesk.briefs.model import has_model
from whydesk.briefs.models import Comparison, Likeness
from whydesk.briefs.readers import reader
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.queries import visible_to

# So many does the index name at no greater cost (whydesk/config/database.py); of those whom the
# agent may see so many are looked at closely.
_NAMED, _NEAREST = 400, 12
_SHOWN = 4


# What may be said of a pair that is shown, the best first.
_FITS = (Comparison.Fit.FITS.value, Comparison.Fit.PERHAPS.value)


@dataclass(frozen=True)
class Similar:
    """A ticket like another: how sure that is, the sentences that met, and our last answer."""

    ticket: Ticket
    fit: str
    met: tuple[str, str]
    answer: str
    is_by_model: bool


def similar_to(ticket: Ticket, agent: Agent) -> list[Similar]:
    """Return what the agent may see of the tickets that are like this one, best first.

    The index of vectors names candidates, whatever language they are in; the
    reader decides which of them mean the same, or the language model where it was asked.
    """
    matters = matters_of([ticket.pk, *nearest_to(ticket, visible_to(agent))])
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
        top=_NEAREST,
    )
    said = _said_by_model(ticket.pk, entries)
    fits = {int(one["id"]): said.get(int(one["id"]), one["fit"]) for one in found}
    shown = [key for key in fits if fits[key] in _FITS]
    best = sorted(shown, key=lambda key: _FITS.index(fits[key]))[:_SHOWN]
    met = {int(one["id"]): (one["reason"][0], one["reason"][1]) for one in found}
    tickets = Ticket.objects.select_related("contact").in_bulk(best)
    answers = _answers_on(best)
    return [
        Similar(tickets[key], fits[key], met[key], answers.get(key, ""), key in said)
        for key in best
        if key in tickets
    ]


def nearest_to(ticket: Ticket, among: QuerySet[Ticket]) -> list[int]:
    """Return the tickets whose matter lies nearest, spam left out; none before it is placed."""
    own = Likeness.objects.filter(ticket=ticket).first()
    if own is None:
        return []
    # Asked apart: of a query that also asks who may see what, the index would have no part.
    named = Likeness.objects.order_by(MaxInnerProduct("vector", own.vector)).values("ticket")
    nearest = (
        among.filter(pk__in=named[:_NAMED])
        .exclude(pk=ticket.pk)
        .exclude(status=Ticket.Status.SPAM)
        .order_by(MaxInnerProduct("likeness__vector", own.vector))
    )
    return list(nearest.values_list("pk", flat=True)[:_NEAREST])


def _said_by_model(ticket_id: int, others: Collection[int]) -> dict[int, str]:
    """Return what the model said of the pairs, whichever of the two it was asked about.

    Where none is set up any more, its word counts no more either.
    """
    if not has_model():
        return {}
    pairs = Comparison.objects.filter(
        Q(ticket=ticket_id, other__in=others) | Q(other=ticket_id, ticket__in=others)
    )
    return {
        other if one == ticket_id else one: fit
        for one, other, fit in pairs.order_by("pk").values_list("ticket_id", "other_id", "fit")
    }


def _answers_on(ticket_ids: Collection[int]) -> dict[int, str]:
    newest = Message.objects.filter(ticket__in=ticket_ids, kind=Message.Kind.REPLY)
    newest = newest.order_by("ticket", "-at", "-pk").distinct("ticket")
    return dict(newest.values_list("ticket", "text"))
