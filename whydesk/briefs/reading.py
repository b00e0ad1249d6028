"""Messages of customers are read: what they say is stored beside them."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from whydesk.briefs.corrected import with_corrections
from whydesk.briefs.events import MessageRead
from whydesk.briefs.joining import note_on_tickets
from whydesk.briefs.learning import own_heads
from whydesk.briefs.likening import liken
from whydesk.briefs.models import Question, Reading
from whydesk.briefs.readers import reader
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK
from whydesk.tickets.models import Attachment, Message
from whydesk.understanding.apart import ReaderGone, ReaderMissing, ReaderRefused
from whydesk.understanding.version import VERSION

logger = logging.getLogger(__name__)

TOGETHER = 32
MAX_TRIES = 3
# What is known of a thread is in its latest messages and the first.
_EARLIER = 5


@dataclass
class Thread:
    """What was said on a ticket before, and what we asked."""

    texts: list[tuple[int, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def before(self, message_id: int) -> list[str]:
        earlier = [text for pk, text in self.texts if pk < message_id]
        return earlier[:1] + earlier[1:][-_EARLIER:]


def read_waiting() -> int:
    """Read a batch of the messages that wait to be; return with how many it is done.

    What cannot be read is left unread and the next one is read. Where the
    reader died of a message, or is not there, the job is tried again; what was
    read until then is kept.

    :raises ReaderGone: see above.
    """
    waiting = _waiting()
    threads, own = _threads_of({reading.ticket_id for reading in waiting}), own_heads()
    read: list[tuple[Reading, dict[str, Any]]] = []
    try:
        for reading in waiting:
            with _blamed(reading):
                read.append((reading, _read(reading, threads[reading.ticket_id], own)))
    finally:
        if read:
            _store(read)
    liken({reading.ticket_id for reading, _brief in read})
    return len(waiting)


def is_waiting(message_ids: Sequence[int]) -> bool:
    return Reading.objects.filter(message__in=message_ids, version="").exists()


def _waiting() -> list[Reading]:
    has_files = Exists(Attachment.objects.filter(message=OuterRef("message")))
    return list(
        Reading.objects.filter(version="")
        .select_related("message", "ticket")
        .prefetch_related("corrections")
        .defer("message__body_text", "message__html", "message__search")
        .annotate(has_files=has_files)
        .order_by("pk")[:TOGETHER]
    )


@contextmanager
def _blamed(reading: Reading) -> Iterator[None]:
    """Count against a message what goes wrong while it is read."""
    try:
        yield
    except ReaderMissing:
        raise
    except ReaderGone:
        reading.tries += 1
        if reading.tries >= MAX_TRIES:
            _leave_unread(reading)
        else:
            reading.save(update_fields=["tries"])
        raise
    except ReaderRefused as error:
        logger.error("Message %s cannot be read: %s", reading.message_id, error)
        _leave_unread(reading)


def _leave_unread(reading: Reading) -> None:
    reading.version, reading.read_at = VERSION, timezone.now()
    reading.save(update_fields=["tries", "version", "read_at"])


def _threads_of(ticket_ids: set[int]) -> dict[int, Thread]:
    threads: dict[int, Thread] = defaultdict(Thread)
    said = Message.objects.filter(
        ticket__in=ticket_ids, kind__in=(Message.Kind.INCOMING, Message.Kind.CALL), automatic=""
    ).order_by("pk")
    for ticket_id, pk, text in said.values_list("ticket_id", "pk", "text"):
        threads[ticket_id].texts.append((pk, text))
    asked = Question.objects.filter(ticket__in=ticket_ids).order_by("pk")
    for ticket_id, part in asked.values_list("ticket_id", "part"):
        threads[ticket_id].asked.append(part)
    return threads


def _read(reading: Reading, thread: Thread, own: Mapping[str, str]) -> dict[str, Any]:
    message = reading.message
    said = reader().ask(
        "read",
        text=message.text,
        subject=reading.ticket.subject,
        language=message.language.partition("-")[0] or None,
        asked=thread.asked,
        earlier=thread.before(message.pk),
        known=["evidence"] if getattr(reading, "has_files", False) else [],
        is_retold=message.kind == Message.Kind.CALL,
        own=own,
    )
    return cast(dict[str, Any], said)


@transaction.atomic
def _store(read: Sequence[tuple[Reading, dict[str, Any]]]) -> None:
    """Keep the briefs, with what agents corrected in them before still standing."""
    news = []
    for reading, brief in read:
        before, is_new = reading.brief, reading.read_at is None
        reading.version = VERSION
        reading.brief = brief
        reading.corrected = with_corrections(reading.brief, reading.corrections.all())
        reading.reader = Reading.Reader.DESK
        reading.read_at = timezone.now()
        if is_new or _findings(before) != _findings(reading.brief):
            news.append((_event(reading), DESK))
    fields = ["version", "brief", "corrected", "reader", "read_at"]
    Reading.objects.bulk_update([reading for reading, _brief in read], fields)
    note_on_tickets({reading.ticket_id for reading, _brief in read})
    record_all(news)


def _findings(brief: Mapping[str, Any] | None) -> list[object]:
    return [(brief or {}).get(name) for name in ("kind", "temperature", "blocking")]


def _event(reading: Reading) -> MessageRead:
    kind, temperature, is_blocking = _findings(reading.brief)
    return MessageRead(
        reading.ticket_id, reading.message_id, str(kind), int(str(temperature)), bool(is_blocking)
    )
