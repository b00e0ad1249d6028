"""Words that two texts share: by stem, by kinship across languages, by what they stand for."""

import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Protocol
from zlib import crc32

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from whydesk.understanding.language import detect_language
from whydesk.understanding.ngrams import bag_of_letters
from whydesk.understanding.weights import FOLDER

# What is read of one text; a catalogue entry or a request is shorter.
_LONGEST = 4_000
_LONGEST_WORD = 40
_MOST_WORDS = 60
_ALGORITHMS = {"ru": "russian", "pt-br": "portuguese", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
# The first letters of a word that came to all three languages: export, экспорт, exportar.
_KIN_LETTERS = 5
_SHORTEST_KIN = 4
# A notion of several words may have others between them.
_GAP = 3

_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдежзийклмнопрстуфхцчшщъыьэюяàáâãçéêíóôõúü",
            "a b v g d e j z i i k l m n o p r s t u f h c ch sh sh . i . e iu ia "
            "a a a a s e e i o o o u u".replace(".", "").split(" "),
            strict=True,
        )
    )
)
_SOUNDS = (("ph", "f"), ("ck", "k"), ("ch", "h"), ("x", "ks"), ("c", "k"), ("q", "k"), ("y", "i"))
_TWICE = re.compile(r"(.)\1")


class Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


View = tuple[NDArray[np.int64], NDArray[np.float32]]
VIEWS = ("stems", "kin", "notions", "letters")
# A key is the hash of a word: two words of a text and an entry rarely meet by chance.
PLACES = 1 << 18


class Lexicon:
    """Rarity of words and a thesaurus of notions, as learnt from the corpora."""

    def __init__(self, rarity: Mapping[str, float], notions: Iterable[tuple[str, str, str]]):
        self._rarity = rarity
        self._by_stem: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for notion, lang, phrase in notions:
            stems = tuple(stems_of(phrase, lang))
            if stems:
                key = max(stems, key=lambda stem: (self.rarity(stem), stem))
                self._by_stem.setdefault(key, []).append((stems, notion))

    def rarity(self, key: str) -> float:
        """Return how much a key tells, 0 to 1; what was never seen tells most."""
        return self._rarity.get(key, 1.0)

    def read(self, text: str, lang: str = "") -> tuple[View, View, View, View]:
        """Return each of the VIEWS of a text as places and weights, scaled to a length of one."""
        text = text[:_LONGEST]
        lang = lang or detect_language(text) or "en"
        stems = list(stems_of(text, lang))
        return (
            self._weighed(stems),
            self._weighed(kin_of(text)),
            self._weighed(f"={notion}" for notion in self.notions_in(stems)),
            bag_of_letters(text),
        )

    def telling_words(self, text: str, lang: str = "") -> dict[str, float]:
        """Return the words of a text that tell most, with how much each tells."""
        text = text[:_LONGEST]
        lang = lang or detect_language(text) or "en"
        told = {word: self.rarity(_stem_in(word, lang)) ** 2 for word in _words(text)}
        words = sorted((word for word in told if len(word) > 1), key=lambda word: -told[word])
        return {word: told[word] for word in words[:_MOST_WORDS] if told[word]}

    def notions_in(self, stems: list[str]) -> set[str]:
        """Return the notions named in a row of stems."""
        at: dict[str, list[int]] = {}
        for place, stem in enumerate(stems):
            at.setdefault(stem, []).append(place)
        return {
            notion
            for stem in at
            for phrase, notion in self._by_stem.get(stem, ())
            if _stand_together(phrase, stem, at)
        }

    def _weighed(self, keys: Iterable[str]) -> View:
        counts = Counter(keys)
        weights = np.array(
            [self.rarity(key) * (1 + math.log(count)) for key, count in counts.items()],
            dtype=np.float32,
        )
        places = np.array([_place(key) for key in counts], dtype=np.int64)
        return places, weights / max(float(np.linalg.norm(weights)), 1e-6)


@cache
def read_lexicon() -> Lexicon:
    """Return the lexicon that this version ships."""
    with gzip.open(FOLDER / "lexicon.json.gz", "rt", encoding="utf-8") as file:
        kept = json.load(file)
    return Lexicon(kept["rarity"], (tuple(each) for each in kept["notions"]))


def stems_of(text: str, lang: str) -> Iterator[str]:
    """Yield the stems of a text in order, each marked with its alphabet's language."""
    for word in _words(text):
        yield _stem_in(word, lang)


def _stem_in(word: str, lang: str) -> str:
    return _stem(word, "ru" if _is_cyrillic(word) else "en" if lang == "ru" else lang)


@lru_cache(maxsize=50_000)
def _place(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % PLACES


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text.lower().replace("ё", "е")):
        yield found.group()[:_LONGEST_WORD]


def _is_cyrillic(word: str) -> bool:
    return "а" <= word[0] <= "я"


@lru_cache(maxsize=50_000)
def _stem(word: str, lang: str) -> str:
    return f"{lang[:2]}:{_stemmer(lang).stemWord(word)}"


@cache
def _stemmer(lang: str) -> Stemmer:
    stemmer: Stemmer = snowballstemmer.stemmer(_ALGORITHMS.get(lang, "english"))
    return stemmer


def kin_of(text: str) -> Iterator[str]:
    for word in _words(text):
        if len(word) >= _SHORTEST_KIN or word.isdigit():
            yield f"~{_sound(word)}"


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    sounds = word.translate(_LATIN)
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    return _TWICE.sub(r"\1", sounds)[:_KIN_LETTERS]


def _stand_together(phrase: tuple[str, ...], stem: str, at: Mapping[str, list[int]]) -> bool:
    if len(phrase) == 1:
        return True
    if any(other not in at for other in phrase):
        return False
    reach = len(phrase) + _GAP
    return any(
        all(any(abs(there - here) <= reach for there in at[other]) for other in phrase)
        for here in at[stem][:20]
    )
