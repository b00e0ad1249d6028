"""Read the wishes of the demo company from files; `wishes/README.md` tells the format."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files

from whydesk.demo.moments import Moment, StoryUnreadable, parse_moment
from whydesk.demo.stories import LANGUAGES

WISHES = files("whydesk.demo") / "wishes"
QUESTIONS = ("reasonable", "worth", "others", "hard", "pays")

_WISH = {
    *("when", "want", "so that", "effort", "fit", "tracker", "postponed"),
    *("merged", "into", "because"),
}
_VOICE = {
    *("by", "at", "weight", "around", "tell", "said", "when", "so that", "want", "question"),
    *("went", "note", "told", "untold", "not reached", "draft", "still matters", "does the job"),
}
_RULING = {
    *("by", "reason", "would change", "elsewhere", "ask again", "price", "by when", "means"),
    *("owner", "capability", *QUESTIONS),
}
_NEXT = {"by", "prepared", "pinned"}

_TITLE = re.compile(r"^=== (.+)$", re.M)
_SECTION = re.compile(r"^(\+\+\+|\*\*\*|###|---) (.+)$", re.M)
_REVIEW = re.compile(r"^-(\d+)w$")
_DAY = re.compile(r"^([+-])(\d+)d$")


@dataclass(frozen=True)
class Heard:
    """A voice: whose ticket it was, and what was noted there. `asked` holds answers by question."""

    ticket: str
    by: str
    at: Moment | None
    facts: Mapping[str, str]
    asked: Mapping[str, tuple[str, str]]

    def __getitem__(self, name: str) -> str:
        return self.facts.get(name, "")


@dataclass(frozen=True)
class Ruling:
    """A decision; made at the review of a week, or at a moment of its own."""

    outcome: str
    by: str
    review: int
    at: Moment | None
    facts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.facts.get(name, "")

    @property
    def price(self) -> tuple[Decimal | None, str]:
        amount, _, currency = self["price"].partition(" ")
        return (Decimal(amount) if amount else None), currency

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """Return what the review said to its questions, as an agenda keeps it."""
        given = ((name, self[name].partition(" | ")) for name in QUESTIONS if self[name])
        return {name: {"mark": mark, "text": text} for name, (mark, _, text) in given}


@dataclass(frozen=True)
class Remark:
    by: str
    at: Moment
    text: str


@dataclass(frozen=True)
class Wanted:
    """A wish of the demo company, with all that became of it."""

    place: str
    language: str
    title: str
    facts: Mapping[str, str]
    voices: tuple[Heard, ...]
    rulings: tuple[Ruling, ...]
    remarks: tuple[Remark, ...]
    next: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.facts.get(name, "")

    @property
    def merged(self) -> Remark | None:
        """Return who merged the wish, when and why."""
        moment, _, by = self["merged"].rpartition(" ")
        return Remark(by, parse_moment(moment, self.place), self["because"]) if by else None

    @property
    def postponed(self) -> int:
        """Return at the review of which week the wish was put off, or 0."""
        return parse_review(self["postponed"], self.place) if self["postponed"] else 0


def read_wishes() -> list[Wanted]:
    """Read every wish, in the order of languages, files and lines."""
    return [
        wanted
        for folder in LANGUAGES
        for file in sorted((WISHES / folder).iterdir(), key=lambda file: file.name)
        for wanted in parse_wishes(
            file.read_text(encoding="utf-8"), LANGUAGES[folder], f"{folder}/{file.name}"
        )
    ]


def parse_wishes(text: str, language: str, place: str) -> Iterator[Wanted]:
    """Yield the wishes of one file; what stands before the first is a remark."""
    pieces = _TITLE.split(text)
    for title, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        yield _parse_wish(title.strip(), rest, language, f"{place}: {title.strip()}")


def _parse_wish(title: str, rest: str, language: str, place: str) -> Wanted:
    head, *sections = _SECTION.split(rest)
    found: dict[str, list[tuple[str, str]]] = {"+++": [], "***": [], "###": [], "---": []}
    for mark, words, body in zip(sections[::3], sections[1::3], sections[2::3], strict=True):
        found[mark].append((words.strip(), body))
    if not found["+++"]:
        raise StoryUnreadable(f"{place}: nobody wants it.")
    return Wanted(
        place=place,
        language=language,
        title=title,
        facts=_facts(head, _WISH, place),
        voices=tuple(_voice(*one, place) for one in found["+++"]),
        rulings=tuple(_ruling(*one, place) for one in found["***"]),
        remarks=tuple(_remark(*one, place) for one in found["###"]),
        next=_facts(found["---"][0][1], _NEXT, place) if found["---"] else {},
    )


def _voice(ticket: str, body: str, place: str) -> Heard:
    facts = _facts(body, _VOICE, place)
    at = parse_moment(facts["at"], place) if "at" in facts else None
    asked = {}
    for name in ("still matters", "does the job"):
        if name in facts:
            answer, _, words = facts[name].partition(",")
            asked[name.replace(" ", "_")] = (answer.strip(), words.strip())
    return Heard(ticket, facts.get("by", ""), at, facts, asked)


def _ruling(words: str, body: str, place: str) -> Ruling:
    outcome, _, when = words.partition(" ")
    facts = _facts(body, _RULING, place)
    if _REVIEW.match(when):
        return Ruling(outcome, facts["by"], parse_review(when, place), None, facts)
    return Ruling(outcome, facts["by"], 0, parse_moment(when, place), facts)


def _remark(words: str, body: str, place: str) -> Remark:
    by, _, when = words.partition(" ")
    return Remark(by, parse_moment(when, place), body.strip())


def parse_review(text: str, place: str) -> int:
    """Return how many weeks ago a review was that is written as `-3w`."""
    match = _REVIEW.match(text)
    if not match:
        raise StoryUnreadable(f"{place}: “{text}” is no review such as -3w.")
    return int(match[1])


def parse_days(text: str, place: str) -> timedelta:
    """Return how far from today a day is that is written as `today`, `+12d` or `-3d`."""
    match = _DAY.match(text)
    if text == "today":
        return timedelta()
    if not match:
        raise StoryUnreadable(f"{place}: “{text}” is no day such as +12d or today.")
    return timedelta(days=int(match[1] + match[2]))


def _facts(text: str, allowed: set[str], place: str) -> dict[str, str]:
    facts = {}
    for row in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = row.partition(":")
        if not colon or name not in allowed:
            raise StoryUnreadable(f"{place}: “{row}” is no fact here.")
        facts[name] = value.strip()
    return facts
