"""Tickets are placed where those like them are found."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from whydesk.briefs.events import TicketPlaced
from whydesk.briefs.models import Likeness, Reading
from whydesk.briefs.readers import reader
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK
from whydesk.understanding.brief import Brief, Span

# The matter stands in the message that opened it; more of it says nothing new.
_LONGEST = 1_000
_LATELY = 1_000
_FEW_WORDS = 3


def liken(ticket_ids: Collection[int]) -> None:
    """Place the tickets by what their first message says is the matter."""
    first = Reading.objects.filter(ticket__in=ticket_ids, brief__isnull=False)
    first = first.order_by("ticket", "message_id").distinct("ticket").select_related("message")
    matters = {one.ticket_id: matter_of(one) for one in first}
    if not matters:
        return
    vectors = reader().ask("vectors", texts=list(matters.values()))
    _place(dict(zip(matters, vectors, strict=True)))


@transaction.atomic
def _place(vectors: Mapping[int, Sequence[float]]) -> None:
    placed = Likeness.objects.filter(ticket__in=vectors)
    known = set(placed.values_list("ticket_id", flat=True))
    Likeness.objects.bulk_create(
        (Likeness(ticket_id=ticket_id, vector=vector) for ticket_id, vector in vectors.items()),
        update_conflicts=True,
        unique_fields=["ticket"],
        update_fields=["vector"],
    )
    record_all([(TicketPlaced(key), DESK) for key in vectors if key not in known])


def liken_forgotten() -> None:
    """Place what was read lately and not placed, as after a crash in between."""
    newest = Reading.objects.filter(brief__isnull=False).order_by("-pk")
    # Asked for in one query, PostgreSQL gathers the newest anew for each reading there is.
    lately = set(newest.values_list("ticket", flat=True)[:_LATELY])
    placed = Likeness.objects.filter(ticket__in=lately).values_list("ticket", flat=True)
    liken(lately.difference(placed))


def matter_of(reading: Reading) -> str:
    """Return the facts and requests of a message, or all of it where there are none.

    An opening that only says who writes is left out: of two that begin "Night desk here." the
    matters are no more alike for that.
    """
    text = reading.message.text
    brief = Brief.from_dict(text, reading.said or {})
    said = [each.span for each in brief.sentences if each.role in ("fact", "request")]
    if len(said) > 1 and _says_who(brief, said[0]):
        said = said[1:]
    return " ".join(span.of(text) for span in said)[:_LONGEST] or text[:_LONGEST]


def _says_who(brief: Brief, first: Span) -> bool:
    """Tell an opening of few words that is no part of what happened and asks nothing."""
    words = first.of(brief.text)
    parts = [span for span in {**(brief.slots or {}), **(brief.story or {})}.values() if span]
    is_part = any(span.start < first.end and first.start < span.end for span in parts)
    return not is_part and "?" not in words and len(words.split()) <= _FEW_WORDS
