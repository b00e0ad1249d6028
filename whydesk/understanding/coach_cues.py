"""Phrases that give a label of a reply away, told in one table for each language.

The tables stand in coach_cues/: a line is a sign and its phrases, a phrase is a few
words in order. Looking them up takes time in proportion to the words.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "coach_cues"
LANGUAGES = ("en", "pt", "ru")
_LONGEST, _MOST_WORDS, _LONGEST_WORD = 1_500, 200, 30
_GAP = 3

# Letters and figures hold together by a single mark: 15:00, user's, e-mail, 1.5.
_WORD = re.compile(r"[^\W_]++(?:['’:.,/-][^\W_]++)*+|[$€£₽»→>]")
_CLOCK = re.compile(
    r"(?:\d{1,2}[:.]\d\d(?:[ap]m)?|\d{1,2}h(?:\d\d)?(?:min)?|\d{1,2}(?:[ap]m)|\d{1,2}-?ч)\Z"
)
_DATE = re.compile(
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)|\d{1,2}-?(?:го|е|му|ого)|1º)\Z"
)

Phrase = tuple[str, ...]


class Table:
    """The signs of one language and how a word is looked up in them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._groups: dict[str, set[str]] = {}
        self._beginnings: set[str] = set()
        self._phrases: dict[str, list[tuple[str, Phrase]]] = {}
        self.names: list[str] = []
        for line in lines:
            if line.startswith("@"):
                self._add_group(line)
            elif line.strip() and not line.startswith("#"):
                self._add_sign(line)

    def signs_of(self, text: str) -> dict[str, int]:
        """Return how often each sign stands in a text, those that stand there at all."""
        words = [self._keys(word) for word in words_of(text)]
        found: dict[str, int] = {}
        for place, keys in enumerate(words):
            seen = set()
            for key in keys & self._phrases.keys():
                for name, phrase in self._phrases[key]:
                    if name not in seen and _follows(words, place + 1, phrase[1:]):
                        seen.add(name)
            for name in seen:
                found[name] = found.get(name, 0) + 1
        return found

    def _add_group(self, line: str) -> None:
        name, _, words = line.partition("=")
        for word in words.split():
            self._groups.setdefault(self._known(word), set()).add(name.strip())

    def _add_sign(self, line: str) -> None:
        name, _, phrases = line.partition(":")
        self.names.append(name)
        for phrase in phrases.split(","):
            first, *others = (self._known(word) for word in phrase.split())
            self._phrases.setdefault(first, []).append((name, (first, *others)))

    def _known(self, word: str) -> str:
        if word.endswith("*"):
            self._beginnings.add(word)
        return word

    def _keys(self, word: str) -> set[str]:
        """Return all that a phrase may call this word."""
        keys = {word}
        keys.update(
            beginning
            for end in range(1, len(word) + 1)
            if (beginning := word[:end] + "*") in self._beginnings
        )
        for key in tuple(keys):
            keys |= self._groups.get(key, set())
        if word[0].isdigit():
            keys |= _figures(word)
        return keys


def words_of(text: str) -> list[str]:
    """Return the words of a sentence, lower case and without their marks."""
    plain = text[:_LONGEST].lower().replace("’", "'")
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)[:_MOST_WORDS]]


@cache
def tables() -> Mapping[str, Table]:
    """Return the tables of every language, read once."""
    return {
        language: Table((_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines())
        for language in LANGUAGES
    }


@cache
def sign_names() -> tuple[str, ...]:
    """Return the names of the signs, the same in every language."""
    return tuple(tables()["en"].names)


def _figures(word: str) -> set[str]:
    if _CLOCK.match(word):
        return {"@clock", "@number"} if word.isdigit() else {"@clock"}
    return {"@date"} if _DATE.match(word) else {"@number"}


def _follows(words: Sequence[set[str]], place: int, phrase: Phrase) -> bool:
    """Tell whether the rest of a phrase stands at a place; `..` skips up to three words."""
    if not phrase:
        return True
    if phrase[0] == "..":
        reach = range(place, min(place + _GAP + 1, len(words)))
        return any(_follows(words, start, phrase[1:]) for start in reach)
    if place >= len(words) or phrase[0] not in words[place]:
        return False
    return _follows(words, place + 1, phrase[1:])
