"""What the desk knows of tickets from their messages."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from whydesk.briefs.models import Question, Reading
from whydesk.briefs.ticket_brief import Read, TicketBrief, brief_of_thread
from whydesk.prepared import prepared

_SHOWN = ("ticket", "message", "version", "reader", "brief", "corrected")


@dataclass(frozen=True)
class ReadThread:
    """The readings of a ticket's messages, oldest first, and what we asked for in which reply."""

    readings: list[Reading]
    asked: dict[str, int]


def read_on(ticket_id: int) -> ReadThread:
    """Return what was read on the ticket, in one query."""
    found = _readings(ticket_id)
    asked = found[0].asked if found else []  # type: ignore[attr-defined]
    return ReadThread(found, {one["part"]: one["reply"] for one in reversed(asked)})


@prepared
def _readings(ticket: int) -> QuerySet[Reading]:
    asked = Question.objects.filter(ticket=OuterRef("ticket")).order_by("pk")
    with_reply = asked.values(one=JSONObject(part="part", reply="message_id"))
    readings = Reading.objects.filter(ticket=ticket).only(*_SHOWN).order_by("message_id")
    return readings.annotate(asked=ArraySubquery(with_reply))


def briefs_of(ticket_ids: Collection[int]) -> dict[int, TicketBrief]:
    """Return the brief of each ticket of which something was read, in two queries."""
    reads: dict[int, list[Read]] = defaultdict(list)
    found = Reading.objects.filter(ticket__in=ticket_ids, brief__isnull=False)
    found = found.select_related("message").only(*_SHOWN, "message__text")
    for reading in found.order_by("message_id"):
        assert reading.said is not None
        text, is_by_model = reading.message.text, reading.is_by_model
        read = Read.stored(reading.message_id, text, reading.said, is_by_model=is_by_model)
        reads[reading.ticket_id].append(read)
    asked = _asked(ticket_ids)
    return {key: brief_of_thread(read, asked[key]) for key, read in reads.items()}


def _asked(ticket_ids: Collection[int]) -> dict[int, dict[str, int]]:
    asked: dict[int, dict[str, int]] = defaultdict(dict)
    questions = Question.objects.filter(ticket__in=ticket_ids).order_by("pk")
    for ticket_id, part, reply in questions.values_list("ticket_id", "part", "message_id"):
        asked[ticket_id].setdefault(part, reply)
    return asked
