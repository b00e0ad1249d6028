"""Tickets are placed where those like them are found."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from whydesk.briefs.events import TicketPlaced
from whydesk.briefs.models import Likeness, Reading
from whydesk.briefs.readers import reader
from whydesk.briefs.ticket_brief import tells
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK
from whydesk.tickets.models import Ticket
from whydesk.understanding.brief import Brief, Span

# The matter stands in the message that opened it; more of it says nothing new.
_LONGEST = 1_000
_LATELY = 1_000
_FEW_WORDS = 3
# Who said nothing but "see the picture" says what is the matter in one of the next messages.
_OPENING = 3


def liken(ticket_ids: Collection[int]) -> None:
    """Place the tickets by what is the matter in them."""
    matters = matters_of(ticket_ids)
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


def matters_of(ticket_ids: Collection[int]) -> dict[int, str]:
    """Return what is the matter in each ticket of which something was read."""
    return {key: matter_of(reading) for key, reading in openings_of(ticket_ids).items()}


def openings_of(ticket_ids: Collection[int]) -> dict[int, Reading]:
    """Return the reading of the first message of each ticket that tells of a matter.

    Where none of the first ones does, it is the very first.
    """
    read = Reading.objects.filter(ticket__in=ticket_ids, brief__isnull=False)
    place = Window(RowNumber(), partition_by=F("ticket"), order_by="message_id")
    early = read.annotate(place=place).filter(place__lte=_OPENING).select_related("message")
    opening: dict[int, Reading] = {}
    for reading in early.order_by("ticket", "message_id"):
        known = opening.setdefault(reading.ticket_id, reading)
        if not tells(_brief_of(known)) and tells(_brief_of(reading)):
            opening[reading.ticket_id] = reading
    return opening


def opened_by(message_id: int) -> Ticket | None:
    """Return the ticket whose matter this message opened, None where another one did."""
    ticket = Ticket.objects.get(messages=message_id)
    opening = openings_of([ticket.pk]).get(ticket.pk)
    return ticket if opening and opening.message_id == message_id else None


def _brief_of(reading: Reading) -> Brief:
    return Brief.from_dict(reading.message.text, reading.said or {})


def matter_of(reading: Reading) -> str:
    """Return the facts and requests of a message, or all of it where there are none.

    What only the subject tells belongs to it. An opening that only says who writes is left out:
    of two that begin "Night desk here." the matters are no more alike for that.
    """
    text = reading.message.text
    brief = _brief_of(reading)
    said = [each.span for each in brief.sentences if each.role in ("fact", "request")]
    if len(said) > 1 and _says_who(brief, said[0]):
        said = said[1:]
    words = [*brief.in_subject.values(), *(span.of(text) for span in said)]
    return " ".join(words)[:_LONGEST] or text[:_LONGEST]


def _says_who(brief: Brief, first: Span) -> bool:
    """Tell an opening of few words that is no part of what happened and asks nothing."""
    words = first.of(brief.text)
    parts = [span for span in {**(brief.slots or {}), **(brief.story or {})}.values() if span]
    is_part = any(span.start < first.end and first.start < span.end for span in parts)
    return not is_part and "?" not in words and len(words.split()) <= _FEW_WORDS
