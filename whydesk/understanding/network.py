"""The network that judges sentences and messages: words in their context, sentence, message.

Trained by training/reading_network.py, which has the same layers for jax. Each
function takes the arrays of all messages of a batch laid end to end; `starts`
say where a sentence (among the words) or a message (among the sentences) begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.encoder import Floats, groups_of
from whydesk.understanding.layers import Layers, dense, gelu, normed

Starts = NDArray[np.int64]

_SCALE = np.float32(10)
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


@dataclass(frozen=True)
class _Groups:
    """Rows that belong together: summing them is a product with a matrix of ones and noughts."""

    starts: Starts
    counts: NDArray[np.int64]
    ones: Floats  # (groups, rows)

    @classmethod
    def of(cls, starts: Starts, total: int) -> "_Groups":
        return cls(starts, np.diff(np.append(starts, total)), groups_of(starts, total))

    def mean(self, rows: Floats) -> Floats:
        return _floats(self.ones @ rows / _floats(self.counts)[:, None])

    def most(self, rows: Floats, sharp: float) -> Floats:
        """Return the smooth maximum of each group: the logarithm of a sum of powers."""
        return _floats(np.log(self.ones @ np.exp(sharp * rows) + 1e-9) / sharp)

    def attended(self, rows: Floats, logits: Floats) -> Floats:
        """Return the rows of each group summed by attention, one sum beside the other."""
        weights = np.exp(np.clip(logits, -LIMIT, LIMIT))
        shares = weights.T[:, None, :] * self.ones
        shares /= shares.sum(axis=2, keepdims=True)
        found = np.matmul(shares, rows)
        summed: Floats = found.transpose(1, 0, 2).reshape(len(self.starts), -1)
        return summed

    def spread(self, of_groups: Floats) -> Floats:
        """Return for each row what is said of its group."""
        found: Floats = np.repeat(of_groups, self.counts, axis=0)
        return found


@dataclass(frozen=True)
class _Laid:
    """A batch with its groups; made once for all networks."""

    batch: Batch
    sentences: _Groups
    messages: _Groups
    words_of_messages: _Groups

    @classmethod
    def out(cls, batch: Batch) -> "_Laid":
        words, sentences = len(batch.words), len(batch.vectors)
        return cls(
            batch,
            _Groups.of(batch.sentence_starts, words),
            _Groups.of(batch.message_starts, sentences),
            _Groups.of(batch.sentence_starts[batch.message_starts], words),
        )


def judge(networks: Sequence[Layers], first: Floats, batch: Batch) -> list[Judged]:
    """Return what each network makes of a batch of messages.

    `first` are the first layers of all, side by side: one product is quicker
    than one for each.
    """
    laid = _Laid.out(batch)
    each = np.split(batch.words @ first, len(networks), axis=1)
    return [_judge(layers, words, laid) for layers, words in zip(networks, each, strict=True)]


def _judge(layers: Layers, words: Floats, laid: "_Laid") -> Judged:
    words = gelu(normed(words) + layers["bt"])
    if "Wn" in layers:
        words = words + _among_neighbours(layers, words, laid.words_of_messages)
    sentences = _sentences(layers, words, laid)
    in_context = _in_context(layers, sentences, laid.messages)
    both = np.concatenate([in_context, sentences], axis=1)
    sentence_parts = both @ layers["Wpart"] + layers["bpart"]
    message = _message(layers, words, in_context, laid)
    hottest = laid.messages.most(in_context @ layers["Whot"], SHARP_LOGITS)
    fullest = laid.messages.most(sentence_parts, SHARP_LOGITS)
    return Judged(
        roles=both @ layers["Wrole"] + layers["brole"],
        sentence_parts=sentence_parts,
        kinds=message @ layers["Wkind"] + layers["bkind"],
        flags=_floats(message @ layers["Wflag"] + layers["bflag"] + hottest * layers["ahot"]),
        parts=_floats(message @ layers["Wmp"] + layers["bmp"] + layers["amp"] * fullest),
        ask=message @ layers["Wask"] + layers["bask"],
    )


def _among_neighbours(layers: Layers, words: Floats, messages: _Groups) -> Floats:
    """Return what words add to one another; of the networks only some look there."""
    views = np.concatenate([words, *_beside(words, messages)], axis=1)
    return dense(layers, "n", views)


def _sentences(layers: Layers, words: Floats, laid: _Laid) -> Floats:
    views = [
        laid.sentences.mean(words),
        laid.sentences.most(words, SHARP),
        laid.sentences.attended(words, words @ layers["att"]),
        laid.batch.cues,
        _floats(laid.batch.vectors * _SCALE @ layers["Wz"]),
    ]
    return dense(layers, "s", np.concatenate(views, axis=1))


def _in_context(layers: Layers, sentences: Floats, messages: _Groups) -> Floats:
    """Set each sentence beside the one before, the one after, and the whole."""
    before, after = _beside(sentences, messages)
    mean = messages.spread(messages.mean(sentences))
    most = messages.spread(messages.most(sentences, SHARP))
    views = np.concatenate([sentences, before, after, mean, most], axis=1)
    return dense(layers, "c", views)


def _beside(rows: Floats, groups: _Groups) -> tuple[Floats, Floats]:
    """Return for each row the one before and the one after it in its group, else nought."""
    before, after = np.zeros_like(rows), np.zeros_like(rows)
    before[1:], after[:-1] = rows[:-1], rows[1:]
    before[groups.starts] = 0
    after[groups.starts + groups.counts - 1] = 0
    return before, after


def _message(layers: Layers, words: Floats, sentences: Floats, laid: _Laid) -> Floats:
    views = [
        laid.messages.mean(sentences),
        laid.messages.most(sentences, SHARP),
        laid.messages.attended(sentences, sentences @ layers["satt"]),
        laid.words_of_messages.attended(words, words @ layers["matt"]),
    ]
    return dense(layers, "m", np.concatenate(views, axis=1))


def _floats(rows: NDArray[Any]) -> Floats:
    return rows.astype(np.float32, copy=False)
