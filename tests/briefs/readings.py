"""Briefs of the tests, as if a text had been read so."""

from typing import Any

from whydesk.briefs.models import Reading
from whydesk.briefs.ticket_brief import Read
from whydesk.tickets.models import Message
from whydesk.understanding.brief import SLOTS, STORY, Brief, Sentence, Span


def make_brief(text: str, *, said: dict[str, str] | None = None, **fields: Any) -> Brief:
    """Return a brief of the text; `said` gives parts by their words in it."""
    kind = fields.get("kind", "bug")
    names = {"bug": SLOTS, "outage": SLOTS, "wish": STORY}.get(kind, ())
    parts: dict[str, Span | None] = dict.fromkeys(names)
    for name, words in (said or {}).items():
        start = text.index(words)
        parts[name] = Span(start, start + len(words))
    defaults: dict[str, Any] = {
        "language": "en",
        "kind": kind,
        "certainty": 0.8,
        "blocking": False,
        "temperature": 0,
        "leaving": False,
        "public_threat": False,
        "sentences": (Sentence(Span(0, len(text)), "fact", 0.9),),
        "slots": parts if names == SLOTS else None,
        "story": parts if names == STORY else None,
        "ask": (),
        "question": "",
        "summary": text[:80],
    }
    return Brief(text=text, **(defaults | fields))


def read(message_id: int, text: str, **fields: Any) -> Read:
    return Read(message_id, make_brief(text, **fields))


def have_read(message: Message, **fields: Any) -> Reading:
    """Store a reading of the message, as the job would."""
    reading = Reading.objects.get(message=message)
    reading.brief = make_brief(message.text, **fields).to_dict()
    reading.version = "test"
    reading.save()
    return reading
