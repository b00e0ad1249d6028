"""The network that reads a reply: its words in their context, its sentences, the whole.

Trained by training/coach_network.py, which has the same layers for jax. The
replies of a batch are laid end to end; starts say where each one begins.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.coach_features import Seen
from whydesk.understanding.encoder import Floats
from whydesk.understanding.layers import Layers, dense

Starts = NDArray[np.int64]

_Z_SCALE = np.float32(10)


def read_replies(layers: Layers, seen: Seen, starts: Starts) -> tuple[Floats, Floats]:
    """Return the logits of sentences and of replies; starts are those of each reply."""
    words = dense(layers, "t", seen.words)
    said = _sentences(layers, words, seen)
    told = _in_context(layers, said, starts)
    of_sentences = np.concatenate([told, said], axis=1) @ layers["Wl"] + layers["bl"]
    views = [
        _mean(told, starts),
        np.maximum.reduceat(told, starts),
        _attended(words, words @ layers["matt"], seen.starts[starts]),
    ]
    whole = dense(layers, "m", np.concatenate(views, axis=1))
    fullest = np.maximum.reduceat(of_sentences, starts)
    return of_sentences, whole @ layers["Wy"] + layers["by"] + layers["amp"] * fullest


def _sentences(layers: Layers, words: Floats, seen: Seen) -> Floats:
    views = [
        _mean(words, seen.starts),
        np.maximum.reduceat(words, seen.starts),
        _attended(words, words @ layers["att"], seen.starts),
        seen.vectors * _Z_SCALE @ layers["Wz"],
        seen.signs,
    ]
    return dense(layers, "s", np.concatenate(views, axis=1))


def _in_context(layers: Layers, said: Floats, starts: Starts) -> Floats:
    """Set each sentence beside the one before, the one after, and the whole."""
    before, after = np.zeros_like(said), np.zeros_like(said)
    before[1:], after[:-1] = said[:-1], said[1:]
    before[starts] = 0
    after[np.append(starts[1:], len(said)) - 1] = 0
    counts = _counts(starts, len(said))
    mean = np.repeat(_mean(said, starts), counts, axis=0)
    most = np.repeat(np.maximum.reduceat(said, starts), counts, axis=0)
    return dense(layers, "c", np.concatenate([said, before, after, mean, most], axis=1))


def _attended(rows: Floats, logits: Floats, starts: Starts) -> Floats:
    """Return the rows of each group summed by attention, one sum beside the other."""
    counts = _counts(starts, len(rows))
    logits = logits - np.repeat(np.maximum.reduceat(logits, starts), counts, axis=0)
    weights = np.exp(logits)
    weights = weights / np.repeat(np.add.reduceat(weights, starts), counts, axis=0)
    columns = range(weights.shape[1])
    heads = [np.add.reduceat(rows * weights[:, one : one + 1], starts) for one in columns]
    return np.concatenate(heads, axis=1)


def _mean(rows: Floats, starts: Starts) -> Floats:
    return _floats(np.add.reduceat(rows, starts) / _counts(starts, len(rows))[:, None])


def _counts(starts: Starts, total: int) -> NDArray[np.int64]:
    return np.diff(np.append(starts, total))


def _floats(rows: NDArray[Any]) -> Floats:
    return rows.astype(np.float32, copy=False)
