"""A customer's story as the panel begins it: what they said, what is guessed, what is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from whydesk.briefs.queries import read_on
from whydesk.briefs.readers import reader
from whydesk.briefs.ticket_brief import Read, brief_of_thread
from whydesk.tickets.models import Message, Ticket
from whydesk.understanding.apart import ReaderGone, ReaderRefused
from whydesk.understanding.asking import put_question
from whydesk.understanding.stories import Flaw, check_so_that, check_want, check_when
from whydesk.web.wish_forms import PARTS
from whydesk.wishes.models.voices import LONGEST_QUOTE
from whydesk.wishes.stories import Story

LONGEST_TITLE = 80
_CLAUSE_END = re.compile(r"[.!?;\n]")
# What is asked for first: without it nothing can be written down, or nothing decided.
_ASKED_FIRST = ("want", "so_that", "when")

FLAWS: Mapping[str, Promise] = {
    Flaw.WHEN_MISSING: _("When does it happen? Nobody has said it yet."),
    Flaw.WHEN_IS_ROLE: _("This says who they are. What has just happened when they need it?"),
    Flaw.WANT_MISSING: _("What do they want to get done?"),
    Flaw.WANT_IS_SCREEN: _("This names a piece of a screen. Which work is it to do for them?"),
    Flaw.SO_THAT_MISSING: _("What for? Without it the wish waits before the review."),
    Flaw.SO_THAT_IS_WANT: _("This says the wish again. What is better for them afterwards?"),
    Flaw.SO_THAT_IS_EMPTY: _("This would be true of anything. What can they do then?"),
}


@dataclass(frozen=True)
class Prefilled:
    """What the panel knows before anybody has typed."""

    message: Message
    texts: Sequence[str]
    story: Story
    guesses: Mapping[str, str]
    title: str
    said: str

    @property
    def initial(self) -> dict[str, object]:
        told = {name: getattr(self.story, name) or self.guesses.get(name, "") for name in PARTS}
        return {**told, "title": self.title, "said": self.said, "message": self.message.pk}


@dataclass(frozen=True)
class Note:
    """What stands below a part: whose words these are, and what is wrong with them."""

    mark: str = ""
    flaw: str | Promise = ""


@dataclass(frozen=True)
class Checked:
    """A story with the note on each part, and the one question that would help."""

    notes: Mapping[str, Note] = field(default_factory=dict)
    question: str = ""


def prefilled(ticket: Ticket, chosen: int = 0) -> Prefilled | None:
    """Return the story as the readings of the ticket tell it, or None where nobody wrote.

    What a reading quotes is the customer's. What a message that was not read as
    a wish would tell, were it one, is a guess, and so is what they ask in one line.
    """
    written = messages_of(ticket)
    if not written:
        return None
    texts = {message.pk: message.text for message in written}
    found = read_on(ticket.pk)
    reads = [
        Read.stored(one.message_id, texts[one.message_id], one.said, is_by_model=one.is_by_model)
        for one in found.readings
        if one.said is not None and one.message_id in texts
    ]
    brief = brief_of_thread(reads, found.asked)
    parts = {part.name: part for part in brief.known if part.name in PARTS}
    known = {name: part.words for name, part in parts.items()}
    guesses = {} if parts else told_otherwise(reads)
    if "want" not in {**parts, **guesses}:
        guesses["want"] = guess_of(reads, brief.summary or ticket.snippet, {**guesses, **known})
    wanted = known.get("want") or guesses["want"]
    told_in = parts["want"].message_id if "want" in parts else 0
    message = message_among(written, chosen or told_in)
    return Prefilled(
        message=message,
        texts=[plain(text) for text in texts.values()],
        story=Story(**known),
        guesses=guesses,
        title=title_of(wanted or ticket.subject),
        said=(known.get("want") or requests_in(reads, message) or message.text)[:LONGEST_QUOTE],
    )


def told_otherwise(reads: Sequence[Read]) -> dict[str, str]:
    """Return the story of the first message that would tell one, were it a wish."""
    for read in reads:
        story = read.brief.otherwise.get("story")
        told = story.said if story else {}
        words = {name: span.of(read.brief.text) for name, span in told.items() if span}
        if words:
            return words
    return {}


def guess_of(reads: Sequence[Read], summary: str, known: Mapping[str, str]) -> str:
    """Return what they first asked for, or their matter in one line, unless that is what for."""
    asked = (" ".join(read.brief.said("request")) for read in reads)
    words = " ".join((next(filter(None, asked), "") or summary).split())
    return "" if plain(words) == plain(known.get("so_that", "")) else words


def messages_of(ticket: Ticket) -> list[Message]:
    """Return what the customer said, oldest first, calls that were noted among it."""
    said = ticket.messages.filter(
        kind__in=(Message.Kind.INCOMING, Message.Kind.CALL), automatic=Message.Automatic.NO
    )
    return list(said.only("text", "language", "at", "ticket", "kind").order_by("at", "pk"))


def message_among(written: Sequence[Message], key: int) -> Message:
    """Return the message with the key, or the one that opened the matter."""
    return next((message for message in written if message.pk == key), written[0])


def requests_in(reads: Sequence[Read], message: Message) -> str:
    said = (read.brief.said("request") for read in reads if read.message_id == message.pk)
    return " ".join(next(said, []))


def title_of(text: str) -> str:
    """Return the first clause, short enough to be a name."""
    words = " ".join(_CLAUSE_END.split(text.strip(), maxsplit=1)[0].split())
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:]


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def check(story: Story, known: Prefilled, *, language: str, deeply: bool = False) -> Checked:
    """Look at a story: whose words, what is wrong, what to ask."""
    told = {name: getattr(story, name) for name in PARTS}
    flaws = flaws_of(story, language=language, deeply=deeply)
    notes = {
        name: Note(mark_of(told[name], name, known), flaw_among(flaws, name)) for name in PARTS
    }
    return Checked(notes, question_for(told, flaws, known, language=language))


def mark_of(text: str, part: str, known: Prefilled) -> str:
    """Say whether these are the customer's words, a guess, or somebody's own telling."""
    words = plain(text)
    if not words:
        return ""
    if words == plain(known.guesses.get(part, "")):
        return "guess"
    return "theirs" if any(words in said for said in known.texts) else "ours"


def flaws_of(story: Story, *, language: str, deeply: bool) -> list[str]:
    """Return what is wrong with the story; deeply, also whether the goal says the wish again."""
    if deeply:
        try:
            return list(reader().ask("check", **vars(story), language=language))
        except (ReaderRefused, ReaderGone):
            pass
    found = [check_when(story.when), check_want(story.want), check_so_that(story.so_that, "")]
    return [flaw for flaw in found if flaw]


def flaw_among(flaws: Sequence[str], part: str) -> str | Promise:
    return next((FLAWS[flaw] for flaw in flaws if flaw.startswith(part)), "")


def question_for(
    told: Mapping[str, str], flaws: Sequence[str], known: Prefilled, *, language: str
) -> str:
    """Put the one question, in the customer's language, for what is missing most."""
    missing = [part for part in _ASKED_FIRST if f"{part}_missing" in flaws]
    if not missing:
        return ""
    words = {name: text or None for name, text in told.items()} | {"request": known.said[:300]}
    return put_question(
        language[:2],
        missing[0],
        known.message.text,
        words,
        is_retold=known.message.kind == Message.Kind.CALL,
    )
