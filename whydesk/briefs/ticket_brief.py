"""What a whole thread says: the readings of its messages, taken together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from whydesk.understanding.asking import put_question
from whydesk.understanding.brief import MOST_QUESTIONS, PARTS_OF, Brief
from whydesk.understanding.summary import one_line, says_something

_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True)
class Read:
    """One message with what was read in it; `settled` are parts that an agent says we know."""

    message_id: int
    brief: Brief
    settled: Sequence[str] = ()
    is_by_model: bool = False

    @classmethod
    def stored(
        cls, message_id: int, text: str, said: Mapping[str, Any], *, is_by_model: bool
    ) -> Self:
        """Return a reading as it is stored, with the text that it is of."""
        brief = Brief.from_dict(text, said)
        return cls(message_id, brief, said.get("known", ()), is_by_model)


@dataclass(frozen=True)
class Part:
    """A part of the story and the customer's own words for it."""

    name: str
    message_id: int
    words: str


@dataclass(frozen=True)
class TicketBrief:
    """The matter of a ticket, facts apart from feelings.

    `known` are the parts that somebody said, `gaps` those nobody said, in the
    order of what helps most; `asked` of them were asked for, and `unknown` are
    those whose question the customer passed over. `question` asks for the first
    gap, and is empty when there is nothing to ask. `opened_by` is the message
    that opened the matter, whose kind is that of the ticket. `is_by_model` says
    that the language model read any of it, not the desk by itself.
    """

    kind: str = ""
    certainty: float = 0.0
    temperature: int = 0
    blocking: bool = False
    leaving: bool = False
    public_threat: bool = False
    summary: str = ""
    known: Sequence[Part] = ()
    gaps: Sequence[str] = ()
    asked: Sequence[str] = ()
    unknown: Sequence[str] = ()
    asks_for: str = ""
    question: str = ""
    opened_by: int = 0
    newest: int = 0
    is_by_model: bool = False

    @property
    def goes_on(self) -> bool:
        """Say whether nobody is asked any more, and what is unknown stays so."""
        return len(self.unknown) >= MOST_QUESTIONS


def brief_of_thread(readings: Sequence[Read], asked: Mapping[str, int] = _NOTHING) -> TicketBrief:
    """Take the readings of a thread together, oldest first.

    `asked` are the parts that we asked for, in that order, with the reply that did.

    The kind is that of the message that opened the matter, the first that tells
    of one; how the customer feels is that of the newest; blocked they are until
    a calm message says nothing of it any more.
    """
    if not readings:
        return TicketBrief()
    opening = next((read for read in readings if tells(read.brief)), readings[0])
    newest, newest_id = readings[-1].brief, readings[-1].message_id
    kind = opening.brief.kind
    known = _known(readings, PARTS_OF.get(kind, ()), opening)
    settled = {part for read in readings for part in read.settled}
    gaps = _gaps(readings, PARTS_OF.get(kind, ()), {part.name for part in known} | settled)
    asks_for = _next(gaps, asked)
    return TicketBrief(
        kind=kind,
        certainty=opening.brief.certainty,
        temperature=newest.temperature,
        blocking=any(read.brief.blocking for read in readings) and kind != "praise",
        leaving=any(read.brief.leaving for read in readings),
        public_threat=any(read.brief.public_threat for read in readings),
        summary=_summary(readings, opening),
        known=known,
        gaps=gaps,
        asked=[part for part in gaps if part in asked],
        unknown=[part for part in gaps if asked.get(part, newest_id) < newest_id],
        asks_for=asks_for,
        question=_question(readings, asks_for, asked, known),
        opened_by=opening.message_id,
        newest=newest_id,
        is_by_model=any(read.is_by_model for read in readings),
    )


def tells(brief: Brief) -> bool:
    """Tell a message with a matter from a nod or a file, unless its kind is certain."""
    return brief.certainty == 1 or bool(brief.in_subject) or says_something(brief.summary)


def _is_answer(brief: Brief) -> bool:
    """Tell whether a later message, of no other kind and asking nothing, may tell what is missing.

    Read alone, "Yes, Chrome, since Tuesday" is information, and so a question.
    """
    return brief.kind == "question" and not brief.said("request")


def _known(readings: Sequence[Read], names: Sequence[str], opening: Read) -> list[Part]:
    """Find each part in the earliest message that says it."""
    found: dict[str, Part] = {}
    for read in readings:
        may_answer = read is not opening and _is_answer(read.brief)
        for name in names:
            words = read.brief.words(name)
            if may_answer:
                words = words or read.brief.words_otherwise(name)
            if words and name not in found:
                found[name] = Part(name, read.message_id, words)
    return [found[name] for name in names if name in found]


def _gaps(readings: Sequence[Read], names: Sequence[str], known: set[str]) -> list[str]:
    """Order what nobody said: first what the readings would ask for, newest first."""
    wanted = [part for read in reversed(readings) for part in read.brief.ask]
    return [
        part for part in dict.fromkeys((*wanted, *names)) if part in names and part not in known
    ]


def _next(gaps: Sequence[str], asked: Collection[str]) -> str:
    if len(asked) >= MOST_QUESTIONS:
        return ""
    return next((part for part in gaps if part not in asked), "")


def _question(
    readings: Sequence[Read], asks_for: str, asked: Collection[str], known: Sequence[Part]
) -> str:
    """Return the question that was read, or put one where an agent put the reading right.

    While what the newest message leaves out has been asked for, the answer is waited for.
    """
    newest = readings[-1].brief
    ask = newest.ask
    if not ask and _is_answer(newest) and not asked:
        ask = next((read.brief.ask for read in reversed(readings) if read.brief.ask), ())
    first = ask[0] if ask else ""
    if not asks_for or not first or first in asked:
        return ""
    if newest.ask and first == asks_for and newest.question:
        return newest.question
    words = {part.name: part.words for part in known}
    request = next(iter(newest.said("request")), None)
    return put_question(
        newest.language,
        asks_for,
        newest.text,
        {**words, "request": request},
        is_retold=newest.is_retold,
    )


def _summary(readings: Sequence[Read], opening: Read) -> str:
    """Return the newest question, else what opened the matter.

    Of what else is said later, thanks, answers and small talk, little tells what the ticket is of.
    """
    later = readings[readings.index(opening) + 1 :]
    asked = (words for read in reversed(later) for words in read.brief.said("request"))
    lines = (one_line(words) for words in asked if "?" in words)
    return next(filter(says_something, lines), opening.brief.summary)
