"""Read the labelled corpora: our own .txt files and the shared .jsonl ones.

The formats of the .txt files are told in training/corpus/README.md, the rules
of labelling in training/corpus/LABELS.md.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"

KINDS = ("question", "wish", "bug", "outage", "complaint", "billing", "praise", "spam")
ROLES = ("fact", "feeling", "request", "courtesy")
SLOTS = ("did", "expected", "got", "since", "changed", "scope", "evidence")
STORY = ("when", "want", "so_that")
PARTS = SLOTS + STORY
REPLY_LABELS = (
    "apology",
    "solution",
    "offers_more_help",
    "thanks",
    "promises_unreviewed",
    "gives_decision_date",
    "gives_deadline",
    "explains_cause",
    "workaround",
    "compensation",
    "blames_customer",
    "cold",
)
_ROLE_LETTERS = {"F": "fact", "E": "feeling", "R": "request", "C": "courtesy"}
_FLAGS = ("blocking", "leaving", "public_threat")
# The files of quiet mail: short, calm, most of it left unsaid.
_QUIET = "cyz"


@dataclass(frozen=True)
class Sentence:
    """A sentence with its labels; parts is None where only the message's are known."""

    text: str
    role: str = ""
    parts: frozenset[str] | None = None


@dataclass(frozen=True)
class Message:
    id: str
    lang: str
    text: str
    kind: str
    blocking: bool
    temperature: int
    leaving: bool
    public_threat: bool
    sentences: tuple[Sentence, ...]
    parts: frozenset[str]
    ask: tuple[str, ...]
    scenario: str
    is_reply: bool = False

    @property
    def is_ours(self) -> bool:
        return all(sentence.parts is not None for sentence in self.sentences)

    @property
    def is_quiet(self) -> bool:
        """Whether it is of the quiet mail of working people, told by the letter of its file."""
        return self.id[3] in _QUIET


@dataclass(frozen=True)
class Reply:
    id: str
    lang: str
    situation: str
    customer: str
    text: str
    labels: frozenset[str]
    sentences: tuple[Sentence, ...]
    scenario: str


@dataclass(frozen=True)
class Concept:
    """One need told nine ways: texts by (language, form)."""

    id: str
    domain: str
    near: tuple[str, ...]
    texts: dict[tuple[str, str], str]


class BadCorpus(ValueError):
    """A line that is not in the format, with its file and number."""


def is_held_back(scenario: str) -> bool:
    """Tell whether a scenario, one in twelve, is kept from training for good."""
    return hashlib.sha256(scenario.encode()).digest()[0] % 12 == 0


def read_messages() -> list[Message]:
    """Return every labelled message, held-back ones included, in a fixed order."""
    settled = {line["id"]: line for line in _jsonl(CORPUS / "settled.jsonl")}
    scenarios = _shared_scenarios()
    shared = [
        _shared_message(line | settled.get(line["id"], {}), scenarios)
        for line in _jsonl(CORPUS / "shared" / "messages.jsonl")
    ]
    return shared + [_own_message(*block) for block in _blocks("messages")]


def read_replies() -> list[Reply]:
    """Return every labelled reply, held-back ones included, in a fixed order."""
    settled = {line["id"]: line["labels"] for line in _jsonl(CORPUS / "settled_replies.jsonl")}
    scenarios = _shared_scenarios()
    shared = [
        _shared_reply(line, line["labels"] | settled.get(line["id"], {}), scenarios)
        for line in _jsonl(CORPUS / "shared" / "replies.jsonl")
    ]
    return shared + [_own_reply(*block) for block in _blocks("replies")]


def read_concepts() -> list[Concept]:
    """Return every concept, the shared ones first; `near` holds ids of other concepts."""
    return _shared_concepts() + [_own_concept(*block) for block in _blocks("concepts")]


def read_shared(name: str) -> list[dict[str, Any]]:
    """Return the lines of one shared file as they are: read_shared("queries")."""
    return list(_jsonl(CORPUS / "shared" / f"{name}.jsonl"))


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def _shared_scenarios() -> dict[str, str]:
    path = CORPUS / "shared" / "scenarios.json"
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _shared_message(line: dict[str, Any], scenarios: dict[str, str]) -> Message:
    parts = (line["slots"] or {}) | (line["story"] or {})
    return Message(
        id=line["id"],
        lang=line["lang"],
        text=line["text"],
        kind=line["kind"],
        blocking=line["blocking"],
        temperature=line["temperature"],
        leaving=line["leaving"],
        public_threat=line["public_threat"],
        sentences=tuple(Sentence(each["text"], each["role"]) for each in line["sentences"]),
        parts=frozenset(part for part, is_there in parts.items() if is_there),
        ask=tuple(line["ask"]),
        scenario=scenarios.get(line["id"], line["id"]),
        is_reply=line.get("reply", False),
    )


def _shared_reply(
    line: dict[str, Any], labels: dict[str, bool], scenarios: dict[str, str]
) -> Reply:
    return Reply(
        id=line["id"],
        lang=line["lang"],
        situation=line["situation"],
        customer=line["customer"],
        text=line["text"],
        labels=frozenset(label for label, is_there in labels.items() if is_there),
        sentences=(),
        scenario=scenarios.get(line["id"], line["id"]),
    )


def _shared_concepts() -> list[Concept]:
    near: dict[str, list[str]] = {}
    for pair in read_shared("near_misses"):
        near.setdefault(pair["a"], []).append(pair["b"])
        near.setdefault(pair["b"], []).append(pair["a"])
    concepts: dict[str, Concept] = {}
    for line in read_shared("concepts"):
        name = line["concept"]
        known = concepts.setdefault(
            name, Concept(name, line["domain"], tuple(sorted(set(near.get(name, ())))), {})
        )
        known.texts[line["lang"], line["form"]] = line["text"]
    return list(concepts.values())


def _blocks(folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield (place, words of the header, lines below it) for each block of a folder."""
    for path in sorted((CORPUS / folder).glob("*.txt")):
        header: list[str] = []
        place = ""
        lines: list[str] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("== "):
                if header:
                    yield place, header, lines
                place, header, lines = f"{path.name}:{number}", line[3:].split(), []
            elif line.strip():
                lines.append(line)
        if header:
            yield place, header, lines


def _options(words: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def _sentence_lines(place: str, lines: list[str]) -> Iterator[tuple[str, list[str], str]]:
    """Yield (what joins it to the one before, its labels, its text)."""
    for line in lines:
        labels, bar, text = re.sub(r"^\|", " |", line).partition(" |")
        if not bar or not text.strip():
            raise BadCorpus(f"{place}: {line}")
        words, text = labels.split(), text.strip()
        is_new_line = "/" in words[:1] or text.startswith("/ ")
        joint = "\n" if is_new_line else " "
        yield joint, [word for word in words if word != "/"], text.removeprefix("/ ").strip()


def _own_message(place: str, header: list[str], lines: list[str]) -> Message:
    name, kind, options = header[0], header[1], _options(header[2:])
    sentences, text = [], ""
    for joint, labels, words in _sentence_lines(place, lines):
        if not labels or labels[0] not in _ROLE_LETTERS:
            raise BadCorpus(f"{place}: no role before | {words}")
        sentences.append(Sentence(words, _ROLE_LETTERS[labels[0]], frozenset(labels[1:])))
        text += joint + words if text else words
    parts = frozenset().union(*(each.parts or () for each in sentences))
    ask = tuple(filter(None, options.get("ask", "").strip("[]").split(",")))
    _must_be_known(place, [kind], KINDS)
    _must_be_known(place, [*parts, *ask], SLOTS if kind in ("bug", "outage") else STORY)
    _must_be_known(place, options, (*_FLAGS, "temperature", "ask", "scene", "reply"))
    return Message(
        id=name,
        lang=name[:2],
        text=text,
        kind=kind,
        blocking="blocking" in options,
        temperature=int(options.get("temperature", 0)),
        leaving="leaving" in options,
        public_threat="public_threat" in options,
        sentences=tuple(sentences),
        parts=parts,
        ask=ask,
        scenario=options.get("scene", name),
        is_reply="reply" in options,
    )


def _own_reply(place: str, header: list[str], lines: list[str]) -> Reply:
    name, situation, options = header[0], header[1], _options(header[2:])
    customer = " ".join(line[1:].strip() for line in lines if line.startswith("?"))
    told = [line for line in lines if not line.startswith("?")]
    sentences, text = [], ""
    for joint, labels, words in _sentence_lines(place, told):
        sentences.append(Sentence(words, "", frozenset(labels)))
        text += joint + words if text else words
    scene = options.pop("scene", customer)
    labels_of_all = frozenset(options).union(*(each.parts or () for each in sentences))
    _must_be_known(place, labels_of_all, REPLY_LABELS)
    return Reply(
        id=name,
        lang=name[:2],
        situation=situation,
        customer=customer,
        text=text,
        labels=labels_of_all,
        sentences=tuple(sentences),
        scenario=scene,
    )


def _own_concept(place: str, header: list[str], lines: list[str]) -> Concept:
    near = [word[5:] for word in header[1:] if word.startswith("near=")]
    domain = " ".join(word for word in header[1:] if not word.startswith("near="))
    texts = {}
    for line in lines:
        labels, bar, text = line.partition("|")
        words = labels.split()
        if not bar or len(words) != 2:
            raise BadCorpus(f"{place}: {line}")
        texts[words[0], words[1]] = text.strip()
    names = tuple(filter(None, ",".join(near).split(",")))
    return Concept(header[0], domain, names, texts)


def _must_be_known(place: str, words: Any, known: Any) -> None:
    strange = set(words) - set(known)
    if strange:
        raise BadCorpus(f"{place}: {', '.join(sorted(strange))}")
