"""How alike a request and the entries of a catalogue are, seen from several sides."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from whydesk.understanding.embedding import token_sums
from whydesk.understanding.encoder import Floats, encoder
from whydesk.understanding.lexicon import PLACES, VIEWS, Lexicon, View
from whydesk.understanding.space import Space, Terms

# What is read of one text; a request stands within its first sentences.
LONGEST_TEXT = 6_000
MOST_SENTENCES = 24
# By the marks alone: the reading's own sentences are learnt, and would change what was learnt here.
_BREAK = re.compile(r"(?<=[.!?…;])\s+|\n+")

FEATURES = (
    "whole",
    "best sentence of the request",
    "best sentence of the entry",
    "best pair of sentences",
    "plain",
    "stands out for the request",
    "stands out for the entry",
    *VIEWS,
    "words of the request that the entry has",
    "words of the entry that the request has",
    "all words together",
)
# So many of the nearest strangers tell how near a stranger comes.
_STRANGERS = 40


@dataclass(frozen=True)
class Reading:
    """A text as matching sees it."""

    sentences: tuple[str, ...]
    whole: Floats
    parts: Floats
    plain: Floats
    words: tuple[View, ...]
    terms: "Weighed"

    def told(self) -> Floats:
        """Return how much there is of a request, and whether it asks."""
        letters = sum(map(len, self.sentences))
        asks = any("?" in sentence for sentence in self.sentences)
        return np.array([math.log1p(letters), asks], dtype=np.float32)


@dataclass(frozen=True)
class Weighed:
    """Points of single words (n, d), and how much each tells, together one (n,).

    Of a text in which no word tells anything one point stands for all.
    """

    points: Floats
    weights: Floats
    tells: bool

    def together(self) -> Floats:
        """Return the one point that the words come to."""
        summed = self.weights @ self.points
        unit: Floats = summed / max(float(np.linalg.norm(summed)), 1e-6)
        return unit


@dataclass(frozen=True)
class Strangers:
    """Needs of other people's products, as entries and as requests: (n, d) each."""

    entries: Floats
    requests: Floats


@dataclass(frozen=True)
class Eye:
    """What is needed to see: the space, the words, and whom nothing here is meant for."""

    space: Space
    lexicon: Lexicon
    terms: Terms
    strangers: Strangers

    def read(self, texts: Sequence[str], langs: Sequence[str] = ()) -> list[Reading]:
        """Return the readings of many texts at once."""
        if not texts:
            return []
        pieces = [sentences_of(text) for text in texts]
        known = langs or [""] * len(texts)
        words = [
            read_words(text, lang, self.lexicon, self.terms)
            for text, lang in zip(texts, known, strict=True)
        ]
        return self.place(pieces, words, *token_sums(list(chain.from_iterable(pieces))))

    def place(
        self,
        pieces: Sequence[tuple[str, ...]],
        words: Sequence[tuple[tuple[View, ...], Weighed]],
        sums: Floats,
        counts: Floats,
    ) -> list[Reading]:
        """Return the readings of texts whose sentences are already summed."""
        starts = np.cumsum([0, *(len(each) for each in pieces)])
        parts = self.space.place(sums, counts)
        whole = (np.add.reduceat(sums, starts[:-1]), np.add.reduceat(counts, starts[:-1]))
        wholes, plain = self.space.place(*whole), encoder().vectors(*whole)
        return [
            Reading(
                pieces[row],
                wholes[row],
                parts[starts[row] : starts[row + 1]],
                plain[row],
                *words[row],
            )
            for row in range(len(pieces))
        ]


def read_words(
    text: str, lang: str, lexicon: Lexicon, terms: Terms
) -> tuple[tuple[View, ...], Weighed]:
    """Return the views of a text's words, and the points of those that tell."""
    text = text[:LONGEST_TEXT]
    telling = lexicon.telling_words(text, lang)
    told = telling or {"?": 1.0}
    weights = np.array(list(told.values()), dtype=np.float32)
    weighed = Weighed(terms.place(list(told)), weights / weights.sum(), tells=bool(telling))
    return lexicon.read(text, lang), weighed


def sentences_of(text: str) -> tuple[str, ...]:
    """Return what is read of a text, sentence by sentence; never nothing."""
    text = text[:LONGEST_TEXT]
    found = [each.strip() for each in _BREAK.split(text)]
    return tuple(each for each in found if each)[:MOST_SENTENCES] or (" ",)


class Rows:
    """Readings of entries laid side by side, so that a request meets all of them at once."""

    def __init__(self, readings: Sequence[Reading], strangers: Strangers):
        self._strangers = strangers
        self._whole = np.stack([each.whole for each in readings])
        self._plain = np.stack([each.plain for each in readings])
        self._parts = np.concatenate([each.parts for each in readings])
        self._first_part = np.cumsum([0, *(len(each.parts) for each in readings)])[:-1]
        self._words = [_Bags([each.words[view] for each in readings]) for view in range(len(VIEWS))]
        self._terms = _Terms([each.terms for each in readings])
        self._usual = _nearness(self._whole, strangers.requests)

    def features(self, request: Reading) -> Floats:
        """Return the FEATURES of each entry for one request, (n, 14)."""
        whole = self._whole @ request.whole
        by_request = (self._whole @ request.parts.T).max(axis=1)
        pairs = np.maximum.reduceat(
            self._parts @ np.column_stack([request.whole, request.parts.T]), self._first_part
        )
        usual, spread = _nearness(request.whole[None], self._strangers.entries)
        columns = [
            whole,
            by_request,
            pairs[:, 0],
            pairs[:, 1:].max(axis=1),
            self._plain @ request.plain,
            (whole - usual) / spread,
            (whole - self._usual[0]) / self._usual[1],
            *(bags.likeness(view) for bags, view in zip(self._words, request.words, strict=True)),
            *self._terms.likeness(request.terms),
        ]
        return np.column_stack(columns).astype(np.float32)

    def meeting(self, row: int, request: Reading) -> tuple[int, int]:
        """Return which sentence of the request and which of the entry lie nearest."""
        ends = [*self._first_part[1:], len(self._parts)]
        likeness = request.parts @ self._parts[self._first_part[row] : ends[row]].T
        at_request, at_entry = np.unravel_index(int(likeness.argmax()), likeness.shape)
        return int(at_request), int(at_entry)


class _Bags:
    """Words of many texts, for the cosine of one bag with each."""

    def __init__(self, views: Sequence[View]):
        self._places = np.concatenate([places for places, _ in views])
        self._weights = np.concatenate([weights for _, weights in views])
        self._of_text = np.repeat(np.arange(len(views)), [len(places) for places, _ in views])
        self._count = len(views)

    def likeness(self, view: View) -> Floats:
        seen = np.zeros(PLACES, dtype=np.float32)
        seen[view[0]] = view[1]
        shared = seen[self._places] * self._weights
        return np.bincount(self._of_text, shared, self._count).astype(np.float32)


class _Terms:
    """Points of the words of many texts, for those of one to look for their likes."""

    def __init__(self, of_texts: Sequence[Weighed]):
        self._points = np.concatenate([each.points for each in of_texts])
        self._weights = np.concatenate([each.weights for each in of_texts])
        self._starts = np.cumsum([0, *(len(each.weights) for each in of_texts)])[:-1]
        self._together = np.stack([each.together() for each in of_texts])

    def likeness(self, request: Weighed) -> tuple[Floats, Floats, Floats]:
        """Return the shares of the request in each text, of each text in it, and all in all."""
        near = np.maximum(request.points @ self._points.T, 0)
        of_request = request.weights @ np.maximum.reduceat(near, self._starts, axis=1)
        of_texts = np.add.reduceat(near.max(axis=0) * self._weights, self._starts)
        return of_request, of_texts, self._together @ request.together()


def _nearness(vectors: Floats, strangers: Floats) -> tuple[Floats, Floats]:
    """Return how near the nearest strangers come to each vector: mean and spread."""
    likeness = np.partition(vectors @ strangers.T, -_STRANGERS, axis=1)[:, -_STRANGERS:]
    return likeness.mean(axis=1), likeness.std(axis=1) + np.float32(0.01)
