"""Linear heads beside the networks: on views of the whole message, and on its strongest sentence.

Trained by training/train_overall.py on what these functions return.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.encoder import Floats, Read, encoder
from whydesk.understanding.ngrams import Bag
from whydesk.understanding.weights import learnt

# What one sentence is enough to say.
TOLD_ONCE = ("leaving",)
LETTERS = 1 << 14
_CUES = np.float32(0.3)


def vectors_of(read: Read, starts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the vector of each sentence and of each message, had from the same words."""
    sums = np.concatenate([read.sums, np.add.reduceat(read.sums, starts)])
    counts = np.concatenate([read.counts, np.add.reduceat(read.counts, starts)])
    found = encoder().vectors(sums, counts)
    return found[: len(read.sums)], found[len(read.sums) :]


def views(vectors: Floats, cues: Floats, whole: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return what the sentences of each message come to: means and extremes, and the whole."""
    counts = np.diff(np.append(starts, len(vectors))).astype(np.float32)[:, None]
    found = [
        np.add.reduceat(vectors, starts) / counts,
        np.maximum.reduceat(vectors, starts),
        np.minimum.reduceat(vectors, starts),
        whole,
        _CUES * np.maximum.reduceat(cues, starts),
        _CUES * np.add.reduceat(cues, starts) / counts,
    ]
    return np.concatenate(found, axis=1).astype(np.float32, copy=False)


def by_views(group: str, seen: Floats) -> Floats:
    """Return the logits of a group of outputs by the views of each message."""
    table = learnt("reading")[f"views.{group}"]
    found: Floats = seen @ table[:-1] + table[-1]
    return found


def by_strongest(
    name: str, said: Sequence[Bag], vectors: Floats, cues: Floats, starts: NDArray[np.int64]
) -> Floats:
    """Return for each message the logit of the sentence that speaks most for an output."""
    head = learnt("reading")[f"strongest.{name}"]
    letters, meaning = head[:LETTERS], head[LETTERS:-1]
    spelt = np.array([values @ letters[places % LETTERS] for places, values in said], np.float32)
    logits = spelt + np.concatenate([vectors, _CUES * cues], axis=1) @ meaning + head[-1]
    found: Floats = np.maximum.reduceat(logits, starts).astype(np.float32)
    return found
