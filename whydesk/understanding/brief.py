"""What a message says, as one value: facts set apart from feelings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

KINDS = ("question", "wish", "bug", "outage", "complaint", "billing", "praise", "spam")
ROLES = ("fact", "feeling", "request", "courtesy")
SLOTS = ("did", "expected", "got", "since", "changed", "scope", "evidence")
STORY = ("when", "want", "so_that")
# The parts that a kind has; a question or an invoice has none.
PARTS_OF: Mapping[str, tuple[str, ...]] = {"bug": SLOTS, "outage": SLOTS, "wish": STORY}
# What helps most where nothing read says what would: it is asked for most often in the corpora.
_ASKED_FIRST: Mapping[str, tuple[str, ...]] = {
    "bug": ("since", "changed", "evidence"),
    "outage": ("changed", "did", "evidence"),
    "wish": ("so_that", "when", "want"),
}
# After so many questions nobody is asked any more; the ticket goes on with what is known.
MOST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what it is for, and how sure that is."""

    span: Span
    role: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text tells of the slots, or of the story, and what is missing, best first."""

    said: Mapping[str, Span | None]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A message as a good support person would sum it up.

    What has a span is quoted from the customer; all else is guessed. Slots are
    of bugs and outages, the story is of wishes, None for every other kind; a
    part without a span is missing from the message. `in_subject` are the words
    for parts that the subject above it tells and the message does not. `otherwise`
    has "slots" and "story" where the message would have them, were it of another kind.
    What `is_retold` was told to one of us, who wrote it down.
    """

    text: str
    language: str
    kind: str
    certainty: float
    blocking: bool
    temperature: int
    leaving: bool
    public_threat: bool
    sentences: tuple[Sentence, ...]
    slots: Mapping[str, Span | None] | None
    story: Mapping[str, Span | None] | None
    ask: tuple[str, ...]
    question: str
    summary: str
    in_subject: Mapping[str, str] = field(default_factory=dict)
    otherwise: Mapping[str, Parts] = field(default_factory=dict)
    is_retold: bool = False

    def words(self, part: str) -> str | None:
        """Return the customer's words for a slot or a part of the story."""
        span = {**(self.slots or {}), **(self.story or {})}.get(part)
        return span.of(self.text) if span else self.in_subject.get(part)

    def words_otherwise(self, part: str) -> str | None:
        """Return the words for a part that it would tell, were it of the kind that has such."""
        said = (parts.said.get(part) for parts in self.otherwise.values())
        return next((span.of(self.text) for span in said if span), None)

    def of_kind(self, kind: str, known: Collection[str] = ()) -> Self:
        """Return the brief were the message of this kind: with its parts, and what to ask for.

        What belongs to the kind of before is kept beside it, should that be right after all.
        `known` are parts that need no asking. A question about another part is left to be put.
        """
        names = PARTS_OF.get(kind, ())
        otherwise = dict(self.otherwise)
        for family, said in (("slots", self.slots), ("story", self.story)):
            if said is not None:
                otherwise[family] = Parts(said, self.ask)
        family = "slots" if names == SLOTS else "story"
        unread = Parts(dict.fromkeys(names), ())
        parts = otherwise.pop(family, unread) if names else unread
        told = {*known, *self.in_subject, *(name for name, span in parts.said.items() if span)}
        ask = tuple(name for name in parts.ask or _ASKED_FIRST.get(kind, ()) if name not in told)
        return replace(
            self,
            kind=kind,
            slots=parts.said if names == SLOTS else None,
            story=parts.said if names == STORY else None,
            ask=ask,
            question=self.question if ask[:1] == self.ask[:1] else "",
            otherwise=otherwise,
        )

    def said(self, *roles: str) -> list[str]:
        """Return the sentences of these roles, in order."""
        return [each.span.of(self.text) for each in self.sentences if each.role in roles]

    def to_json(self) -> dict[str, Any]:
        """Return the line of `whydesk understand`, without its id."""
        return {
            "lang": self.language,
            **self._findings(),
            "sentences": [
                {"text": each.span.of(self.text), "role": each.role} for each in self.sentences
            ],
            "slots": self._quoted(self.slots),
            "story": self._quoted(self.story),
            "ask": list(self.ask),
            "question": self.question,
            "summary": self.summary,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the text, places included, to be stored beside it."""
        return {
            "language": self.language,
            **self._findings(),
            "certainty": round(self.certainty, 4),
            "sentences": [
                [each.span.start, each.span.end, each.role, round(each.certainty, 4)]
                for each in self.sentences
            ],
            "slots": _places(self.slots),
            "story": _places(self.story),
            "ask": list(self.ask),
            "question": self.question,
            "summary": self.summary,
            "in_subject": dict(self.in_subject),
            "is_retold": self.is_retold,
            "otherwise": {
                name: {"said": _places(parts.said), "ask": list(parts.ask)}
                for name, parts in self.otherwise.items()
            },
        }

    @classmethod
    def from_dict(cls, text: str, stored: Mapping[str, Any]) -> Self:
        """Return the brief of a text from what `to_dict` made of it."""
        return cls(
            text=text,
            language=stored["language"],
            kind=stored["kind"],
            certainty=stored["certainty"],
            blocking=stored["blocking"],
            temperature=stored["temperature"],
            leaving=stored["leaving"],
            public_threat=stored["public_threat"],
            sentences=tuple(
                Sentence(Span(start, end), role, certainty)
                for start, end, role, certainty in stored["sentences"]
            ),
            slots=_spans(stored["slots"]),
            story=_spans(stored["story"]),
            ask=tuple(stored["ask"]),
            question=stored["question"],
            summary=stored["summary"],
            # Readings of before these were told say nothing of them.
            in_subject=stored.get("in_subject", {}),
            is_retold=stored.get("is_retold", False),
            otherwise={
                name: Parts(_spans(parts["said"]) or {}, tuple(parts["ask"]))
                for name, parts in stored.get("otherwise", {}).items()
            },
        )

    def _findings(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "blocking": self.blocking,
            "temperature": self.temperature,
            "leaving": self.leaving,
            "public_threat": self.public_threat,
        }

    def _quoted(self, parts: Mapping[str, Span | None] | None) -> dict[str, str | None] | None:
        if parts is None:
            return None
        return {part: span.of(self.text) if span else None for part, span in parts.items()}


def _places(parts: Mapping[str, Span | None] | None) -> dict[str, list[int] | None] | None:
    if parts is None:
        return None
    return {part: [span.start, span.end] if span else None for part, span in parts.items()}


def _spans(stored: Mapping[str, Any] | None) -> dict[str, Span | None] | None:
    if stored is None:
        return None
    return {part: Span(*place) if place else None for part, place in stored.items()}
