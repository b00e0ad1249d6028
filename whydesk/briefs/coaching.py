"""What a kind lead would say of an answer before it is sent."""

from dataclasses import dataclass

from whydesk.briefs.readers import reader
from whydesk.tickets.choices import Kind
from whydesk.tickets.models import Ticket
from whydesk.understanding.apart import ReaderGone, ReaderRefused

# A shorter text is not an answer yet.
_SHORTEST = 20


@dataclass(frozen=True)
class Advice:
    """A code that the screen puts into words, and the words that it is about, if there are any."""

    code: str
    words: str = ""


def advise(ticket: Ticket, text: str, *, situation: str = "") -> list[Advice]:
    """Return at most three things to think of, the one that matters most first.

    `situation` is what the text has to meet, where somebody knows better than
    the ticket: a decision that is told in it may be refusal or granted. Where
    the reader is not there, there is no advice, and nobody is held up.
    """
    if len(text.strip()) < _SHORTEST:
        return []
    try:
        said = reader().ask(
            "coach",
            text=text,
            customer=ticket.snippet,
            situation=situation or _situation(ticket),
            temperature=ticket.temperature,
        )
    except (ReaderGone, ReaderRefused):
        return []
    return [Advice(code, words) for code, words in said["remarks"]]


def _situation(ticket: Ticket) -> str:
    if ticket.kind == Kind.WISH:
        return "wish"
    burns = ticket.kind == Kind.OUTAGE or ticket.is_blocking
    return "incident" if burns else "normal"
