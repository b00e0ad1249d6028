"""The space of matching: texts that mean the same lie near each other in it.

It is learnt from needs told in many ways (training/learn_space.py) and stands on
the same token sums as `embedding`, so that a text already read costs nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.embedding import token_sums
from whydesk.understanding.encoder import Floats
from whydesk.understanding.weights import learnt


class Space:
    """The layers that turn summed tokens into a point."""

    def __init__(self, weights: Mapping[str, Floats]):
        self._w = weights

    def place(self, sums: Floats, counts: Floats) -> Floats:
        """Return the unit vectors (n, d) of texts given as summed tokens."""
        w = self._w
        pooled = sums / np.sqrt(counts)[:, None]
        first = np.maximum(pooled @ w["d0"], 0)
        hidden = np.maximum(pooled @ w["p1"] + first @ w["d1"], 0)
        second = np.maximum(hidden @ w["d2"], 0)
        found = np.tanh(hidden @ w["p3"] + second @ w["d3"])
        if "turn" in w:
            found = found @ w["turn"]
        unit: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


@cache
def space() -> Space:
    """Return the space that this version ships."""
    return Space(learnt("matching"))


def space_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector for each text, as an array (n, 256), for an index of vectors.

    Their inner product finds candidates; `Catalogue.match` or `rerank` judges them.
    """
    return space().place(*token_sums(texts))
