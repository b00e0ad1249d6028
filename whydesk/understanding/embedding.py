"""Sentence embeddings: texts of all the desk's languages as points of one space."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.encoder import WIDTH as DIMENSIONS
from whydesk.understanding.encoder import Floats, encoder

# What goes into the encoder of one text; more says nothing new and costs time by the letter.
LONGEST_TEXT = 2_000
_LONGEST_WORD = 60
_KEPT_TEXTS = 2_048

_LONG_WORD = re.compile(rf"(\S{{{_LONGEST_WORD}}})\S+")
# An abbreviation has so many capitals and is no shouting; of a shout most letters are capitals.
_MOST_OF_A_NAME, _SHOUTED = 6, 0.6
_CAPITALS = re.compile("[A-ZА-ЯЁÀ-ÖØ-Þ]")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector of 512 numbers for each text, as an array (n, 512).

    Only the first 2,000 characters of a text and the first 60 of a word are
    read. What was read of the latest texts is kept, so that a sentence that
    comes again costs nothing.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return encoder().vectors(*token_sums(texts))


def token_sums(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the summed tokens of each text (n, 512) and how many they are (n,).

    Sums of sentences can be added up to that of the whole message:
    `encoder().vectors` makes a unit vector of either.
    """
    kept = _kept().read([readable(text) for text in texts])
    return np.stack([total for total, _ in kept]), np.array(
        [count for _, count in kept], dtype=np.float32
    )


def readable(text: str) -> str:
    """Return what goes into the encoder of a text; what is shouted is said."""
    cut = _LONG_WORD.sub(r"\1", _UNREADABLE.sub(" ", text[:LONGEST_TEXT]))
    return cut.lower() if is_shouted(cut) else cut


def is_shouted(text: str) -> bool:
    """Tell words in capitals, of which the encoder makes little: it spells them by letters."""
    if len(_CAPITALS.findall(text)) <= _MOST_OF_A_NAME:
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) > _SHOUTED * len(letters)


class _Kept:
    """What the encoder said of the latest texts; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Floats, float]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, texts: Sequence[str]) -> list[tuple[Floats, float]]:
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
            new = sorted(set(texts) - known.keys())
            if new:
                sums, counts = encoder().sums(new)
                # Copies, so that one kept row does not hold the whole batch.
                known |= {
                    text: (sums[row].copy(), float(counts[row])) for row, text in enumerate(new)
                }
            self._keep(known)
        return [known[text] for text in texts]

    def _keep(self, found: dict[str, tuple[Floats, float]]) -> None:
        for text, what in found.items():
            self._kept[text] = what
            self._kept.move_to_end(text)
        while len(self._kept) > _KEPT_TEXTS:
            self._kept.popitem(last=False)


@cache
def _kept() -> _Kept:
    return _Kept()
