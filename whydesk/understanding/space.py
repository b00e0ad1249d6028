"""The space of matching: texts that mean the same lie near each other in it.

It is learnt from needs told in many ways (training/learn_space.py) and stands on
the same token sums as `embedding`, so that a text already read costs nothing.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.embedding import token_sums
from whydesk.understanding.encoder import Floats, encoder
from whydesk.understanding.weights import learnt

_WORDS_AT_ONCE = 512
_KEPT_WORDS = 30_000


class Space:
    """The layers that turn summed tokens into a point."""

    def __init__(self, weights: Mapping[str, Floats]):
        self._w = weights

    def place(self, sums: Floats, counts: Floats) -> Floats:
        """Return the unit vectors (n, d) of texts given as summed tokens."""
        return self.unit((sums / np.sqrt(counts)[:, None]).astype(np.float32))

    def unit(self, pooled: Floats) -> Floats:
        """Return the unit vectors (n, d) of pooled tokens."""
        w = self._w
        first = np.maximum(pooled @ w["d0"], 0)
        hidden = np.maximum(pooled @ w["p1"] + first @ w["d1"], 0)
        second = np.maximum(hidden @ w["d2"], 0)
        found = np.tanh(hidden @ w["p3"] + second @ w["d3"])
        if "turn" in w:
            found = found @ w["turn"]
        unit: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


class Terms:
    """Single words as points, learnt from a thesaurus: synonyms and translations lie near."""

    def __init__(self, place: Space):
        self._space = place
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def place(self, words: Sequence[str]) -> Floats:
        """Return a unit vector for each word; those met lately cost nothing."""
        with self._lock:
            new = sorted(set(words) - self._known.keys())
            for start in range(0, len(new), _WORDS_AT_ONCE):
                portion = new[start : start + _WORDS_AT_ONCE]
                points = self._space.place(*encoder().sums(portion))
                self._known.update(zip(portion, points.astype(np.float16), strict=True))
            found = [self._known[word] for word in words]
            for word in words:
                self._known.move_to_end(word)
            while len(self._known) > _KEPT_WORDS:
                self._known.popitem(last=False)
        return np.array(found, dtype=np.float32).reshape(len(words), -1)


@cache
def terms() -> Terms:
    """Return the words as this version places them."""
    return Terms(Space(_of("term_")))


def _of(prefix: str) -> dict[str, Floats]:
    arrays = learnt("matching")
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }


@cache
def space() -> Space:
    """Return the space that this version ships."""
    return Space(_of("space_"))


def space_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector for each text, as an array (n, 256), for an index of vectors.

    Their inner product finds candidates; `Catalogue.match` or `rerank` judges them.
    """
    return space().place(*token_sums(texts))
