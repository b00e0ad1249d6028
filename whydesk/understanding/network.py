"""The network that judges sentences and messages: words in their context, sentence, message.

Trained by training/reading_network.py, which has the same layers for jax. Each
function takes the arrays of all messages of a batch laid end to end; `starts`
say where a sentence (among the words) or a message (among the sentences) begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.encoder import Floats

Starts = NDArray[np.int64]
Layers = Mapping[str, Floats]

_SCALE = np.float32(10)
# A plain number: one of numpy's own would make doubles of all that it meets.
_SLOPE = float(np.sqrt(2 / np.pi))
# How near the smooth maximum of a group comes to the true one: of layers, and of logits.
SHARP, SHARP_LOGITS = 4.0, 2.0
# Attention beyond this is as good as all or nothing.
LIMIT = 15.0


@dataclass(frozen=True)
class Batch:
    """Messages as the network takes them."""

    words: Floats  # (t, 1280)
    sentence_starts: Starts
    vectors: Floats  # (s, 512)
    cues: Floats  # (s, cues)
    message_starts: Starts


@dataclass(frozen=True)
class Judged:
    """Logits: of each sentence its role and parts, of each message all the rest."""

    roles: Floats
    sentence_parts: Floats
    kinds: Floats
    flags: Floats
    parts: Floats
    ask: Floats


def judge(layers: Layers, batch: Batch) -> Judged:
    """Return what the network makes of a batch of messages."""
    words = _gelu(_normed(batch.words @ layers["Wt"]) + layers["bt"])
    sentences = _sentences(layers, words, batch)
    in_context = _in_context(layers, sentences, batch.message_starts)
    both = np.concatenate([in_context, sentences], axis=1)
    sentence_parts = both @ layers["Wpart"] + layers["bpart"]
    message = _message(layers, words, in_context, batch)
    hottest = _most(in_context @ layers["Whot"], batch.message_starts, SHARP_LOGITS)
    fullest = _most(sentence_parts, batch.message_starts, SHARP_LOGITS)
    return Judged(
        roles=both @ layers["Wrole"] + layers["brole"],
        sentence_parts=sentence_parts,
        kinds=message @ layers["Wkind"] + layers["bkind"],
        flags=_floats(message @ layers["Wflag"] + layers["bflag"] + hottest * layers["ahot"]),
        parts=_floats(message @ layers["Wmp"] + layers["bmp"] + layers["amp"] * fullest),
        ask=message @ layers["Wask"] + layers["bask"],
    )


def _sentences(layers: Layers, words: Floats, batch: Batch) -> Floats:
    starts = batch.sentence_starts
    views = [
        _mean(words, starts),
        _most(words, starts, SHARP),
        _attended(words, words @ layers["att"], starts),
        batch.cues,
        _floats(batch.vectors * _SCALE @ layers["Wz"]),
    ]
    return _gelu(_normed(np.concatenate(views, axis=1) @ layers["Ws"]) + layers["bs"])


def _in_context(layers: Layers, sentences: Floats, starts: Starts) -> Floats:
    """Set each sentence beside the one before, the one after, and the whole."""
    before, after = np.zeros_like(sentences), np.zeros_like(sentences)
    before[1:], after[:-1] = sentences[:-1], sentences[1:]
    before[starts] = 0
    after[np.append(starts[1:], len(sentences)) - 1] = 0
    counts = _counts(starts, len(sentences))
    mean = np.repeat(_mean(sentences, starts), counts, axis=0)
    most = np.repeat(_most(sentences, starts, SHARP), counts, axis=0)
    views = np.concatenate([sentences, before, after, mean, most], axis=1)
    return _gelu(_normed(views @ layers["Wc"]) + layers["bc"])


def _message(layers: Layers, words: Floats, sentences: Floats, batch: Batch) -> Floats:
    starts = batch.message_starts
    views = [
        _mean(sentences, starts),
        _most(sentences, starts, SHARP),
        _attended(sentences, sentences @ layers["satt"], starts),
        _attended(words, words @ layers["matt"], batch.sentence_starts[starts]),
    ]
    return _gelu(_normed(np.concatenate(views, axis=1) @ layers["Wm"]) + layers["bm"])


def _attended(rows: Floats, logits: Floats, starts: Starts) -> Floats:
    """Return the rows of each group summed by attention, one sum beside the other."""
    weights = np.exp(np.clip(logits, -LIMIT, LIMIT))
    weights = weights / np.repeat(
        np.add.reduceat(weights, starts), _counts(starts, len(rows)), axis=0
    )
    heads = [
        np.add.reduceat(rows * weights[:, head : head + 1], starts)
        for head in range(weights.shape[1])
    ]
    return np.concatenate(heads, axis=1)


def _most(rows: Floats, starts: Starts, sharp: float) -> Floats:
    """Return the smooth maximum of each group: the logarithm of a sum of powers."""
    return _floats(np.log(np.add.reduceat(np.exp(sharp * rows), starts) + 1e-9) / sharp)


def _mean(rows: Floats, starts: Starts) -> Floats:
    return _floats(np.add.reduceat(rows, starts) / _floats(_counts(starts, len(rows)))[:, None])


def _counts(starts: Starts, total: int) -> NDArray[np.int64]:
    return np.diff(np.append(starts, total))


def _normed(rows: Floats) -> Floats:
    centred = rows - rows.mean(axis=1, keepdims=True)
    return _floats(centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5))


def _gelu(rows: Floats) -> Floats:
    """Return the usual approximation of rows times the normal distribution of rows."""
    inner = rows * rows
    inner *= 0.044715 * _SLOPE
    inner += _SLOPE
    inner *= rows
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= 0.5
    return inner


def _floats(rows: NDArray[Any]) -> Floats:
    return rows.astype(np.float32, copy=False)
