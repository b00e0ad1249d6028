"""What the coach looks at in a reply: each sentence, and the reply as a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.brief import Span
from whydesk.understanding.coach_cues import LANGUAGES, sign_names, tables
from whydesk.understanding.embedding import readable
from whydesk.understanding.encoder import Floats, Read, encoder
from whydesk.understanding.language import detect_language
from whydesk.understanding.ngrams import Bag, bag_of_letters
from whydesk.understanding.sentences import plain_sentences

SITUATIONS = ("normal", "wish", "incident", "refusal")
PLACES = 1 << 14
# What is read of a reply; no customer reads further either.
MOST_SENTENCES = 60
LONGEST_READ = 6_000

_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_FIGURE = re.compile(r"\d")
_MANY = 2


@dataclass(frozen=True)
class Seen:
    """Texts as the heads take them: a row of each for every text, and their words."""

    words: Floats  # (t, 1280), none for whole replies
    starts: NDArray[np.int64]  # where the words of each text begin
    tokens: tuple[Floats, Floats]  # summed (n, 512), and how many (n,)
    vectors: Floats  # (n, 512)
    signs: Floats
    letters: tuple[Bag, ...]


@dataclass(frozen=True)
class Reply:
    """A reply before it is sent, with what is known about the ticket."""

    text: str
    customer: str = ""
    situation: str = "normal"
    language: str | None = None


def sentences_of(text: str) -> list[Span]:
    """Return the sentences of a reply that are read."""
    found = plain_sentences(text)[:MOST_SENTENCES]
    return [
        Span(each.start, min(each.end, LONGEST_READ)) for each in found if each.start < LONGEST_READ
    ]


@lru_cache(maxsize=256)
def table_language(reply: Reply) -> str:
    """Return which table of signs a reply is held against."""
    known = (reply.language or "")[:2].lower()
    if known in LANGUAGES:
        return known
    return detect_language(reply.text)[:2] or detect_language(reply.customer)[:2] or LANGUAGES[0]


def see_sentences(replies: Sequence[Reply], said: Sequence[Sequence[str]]) -> Seen:
    """Return the sentences of all replies, one after the other."""
    signs = [
        _signs(text, reply, language, place, len(texts))
        for reply, texts in zip(replies, said, strict=True)
        for language in [table_language(reply)]
        for place, text in enumerate(texts)
    ]
    texts = [text for texts in said for text in texts]
    return _seen(texts, signs, encoder().read([readable(text) for text in texts]))


def see_wholes(replies: Sequence[Reply], sentences: Seen, counts: Sequence[int]) -> Seen:
    """Return each reply as one text; its words are those of its sentences, read already."""
    signs = [_signs(reply.text, reply, table_language(reply), 0, 1) for reply in replies]
    sums, words = (np.add.reduceat(each, starts_of(counts), axis=0) for each in sentences.tokens)
    read = Read(sentences.words[:0], starts_of(counts), sums, words)
    return _seen([reply.text[:LONGEST_READ] for reply in replies], signs, read)


def starts_of(counts: Sequence[int]) -> NDArray[np.int64]:
    """Return where each of many groups begins."""
    return np.concatenate([[0], np.cumsum(counts[:-1])]).astype(np.int64)


def _seen(texts: list[str], signs: list[list[float]], read: Read) -> Seen:
    bags = ((places % PLACES, weights) for places, weights in map(bag_of_letters, texts))
    return Seen(
        words=read.words,
        starts=read.starts,
        tokens=(read.sums, read.counts),
        vectors=encoder().vectors(read.sums, read.counts),
        signs=np.array(signs, dtype=np.float32),
        letters=tuple(bags),
    )


def sign_count() -> int:
    """Return how many signs a text is read for."""
    return len(sign_names()) + _SHAPES + len(SITUATIONS)


_SHAPES = 9


def _signs(text: str, reply: Reply, language: str, place: int, count: int) -> list[float]:
    found = tables()[language].signs_of(text)
    return [
        *(min(found.get(name, 0), _MANY) for name in sign_names()),
        *_shape(text[:LONGEST_READ], place, count),
        *(reply.situation == situation for situation in SITUATIONS),
    ]


def _shape(text: str, place: int, count: int) -> list[float]:
    words = len(text.split())
    return [
        place == 0,
        place == count - 1,
        count == 1,
        "?" in text,
        "!" in text,
        bool(_FIGURE.search(text)),
        min(words, 30) / 30,
        words < 5,
        bool(_EMOJI.search(text)),
    ]
