"""Train the network of whydesk/understanding/coach_network.py: its layers for jax, and the loss.

Replies of a batch are laid end to end and padded to a few sizes only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from training.learning import (
    Tree,
    dense,
    dense_layers,
    descend,
    dropper,
    either,
    layer,
    padded,
    up_to,
)

HIDDEN = 64
BATCH = 32
DROPPED_WORDS, DROPPED = 0.15, 0.35
_RATE = 2e-3
# Steps of padding.
_TOKENS, _SENTENCES = 2048, 128


@dataclass
class Prepared:
    """A reply with everything about it that does not change while training."""

    words: np.ndarray  # (t, 1280)
    lengths: list[int]
    vectors: np.ndarray  # (s, 512)
    signs: np.ndarray  # (s, signs)
    sentence_labels: np.ndarray  # (s, labels), -1 where it is not known
    labels: np.ndarray  # (labels,)


def first_layers(seed: int, signs: int, labels: int) -> Tree:
    """Return the layers before training."""
    rng, width = np.random.default_rng(seed), HIDDEN

    shapes = {
        "t": (1280, width),
        "s": (4 * width + signs, width),
        "c": (5 * width, width),
        "m": (6 * width, width),
    }
    layers = dense_layers(rng, shapes)
    layers |= {"Wz": layer(rng, 512, width), "att": layer(rng, width, 1)}
    layers |= {"matt": layer(rng, width, 4)}
    layers |= {"Wl": layer(rng, 2 * width, labels, 0.3), "bl": jnp.full(labels, -2.0)}
    layers |= {
        "Wy": layer(rng, width, labels, 0.3),
        "by": jnp.zeros(labels),
        "amp": jnp.ones(labels),
    }
    return layers


def _sum(x: Any, groups: Any, count: int) -> Any:
    return jax.ops.segment_sum(x, groups, count, indices_are_sorted=True)


def _max(x: Any, groups: Any, count: int) -> Any:
    found = jax.ops.segment_max(x, groups, count, indices_are_sorted=True)
    return jnp.where(jnp.isfinite(found), found, 0)


def _mean(x: Any, groups: Any, count: int) -> Any:
    return _sum(x, groups, count) / jnp.maximum(_sum(jnp.ones(len(x)), groups, count), 1)[:, None]


def _attended(x: Any, logits: Any, groups: Any, count: int) -> Any:
    weights = jnp.exp(logits - _max(logits, groups, count)[groups])
    weights = weights / jnp.maximum(_sum(weights, groups, count)[groups], 1e-9)
    heads = [_sum(x * weights[:, k : k + 1], groups, count) for k in range(weights.shape[1])]
    return jnp.concatenate(heads, 1)


def forward(layers: Tree, batch: Tree, key: Any = None) -> tuple[Any, Any]:
    """Return the labels of sentences and of replies, as logits."""
    dropped = dropper(key, 6)
    of_sentence, of_reply = batch["of_sentence"], batch["of_reply"]
    count, replies = batch["vectors"].shape[0], batch["weight"].shape[0]
    words = dropped(dense(layers, "t", batch["words"].astype(jnp.float32)), DROPPED_WORDS, 0)
    views = [
        _mean(words, of_sentence, count),
        _max(words, of_sentence, count),
        _attended(words, words @ layers["att"], of_sentence, count),
        dropped(batch["vectors"], DROPPED_WORDS, 1) * 10 @ layers["Wz"],
        batch["signs"],
    ]
    said = dense(layers, "s", dropped(jnp.concatenate(views, 1), DROPPED, 2))
    before = jnp.where(batch["is_first"][:, None], 0, jnp.roll(said, 1, 0))
    after = jnp.where(batch["is_last"][:, None], 0, jnp.roll(said, -1, 0))
    mean = _mean(said, of_reply, replies)[of_reply]
    most = _max(said, of_reply, replies)[of_reply]
    told = dense(
        layers, "c", dropped(jnp.concatenate([said, before, after, mean, most], 1), DROPPED, 3)
    )
    of_sentences = dropped(jnp.concatenate([told, said], 1), DROPPED, 4) @ layers["Wl"]
    of_sentences = of_sentences + layers["bl"]
    views = [
        _mean(told, of_reply, replies),
        _max(told, of_reply, replies),
        _attended(words, words @ layers["matt"], of_reply[of_sentence], replies),
    ]
    whole = dense(layers, "m", dropped(jnp.concatenate(views, 1), DROPPED, 5))
    fullest = _max(of_sentences + 8, of_reply, replies) - 8
    return of_sentences, whole @ layers["Wy"] + layers["by"] + layers["amp"] * fullest


def loss(layers: Tree, batch: Tree, key: Any) -> Any:
    """Return how far off the labels are, those of sentences where they are known."""
    of_sentences, of_replies = forward(layers, batch, key)
    weight, told = batch["weight"], batch["sentence_labels"]
    total = (either(of_replies, batch["labels"]) * weight[:, None]).sum()
    total += 0.7 * (either(of_sentences, told) * (told >= 0)).sum()
    return total / weight.sum()


def lay_out(batch: Sequence[Prepared]) -> Tree:
    """Return replies laid end to end and padded."""
    lengths = [length for each in batch for length in each.lengths]
    counts = [len(each.lengths) for each in batch]
    tokens, sentences = up_to(sum(lengths), _TOKENS), up_to(len(lengths), _SENTENCES)
    replies = len(batch) + 1
    of_sentence = np.full(tokens, sentences - 1, np.int32)
    of_sentence[: sum(lengths)] = np.repeat(np.arange(len(lengths)), lengths)
    of_reply = np.full(sentences, replies - 1, np.int32)
    of_reply[: len(lengths)] = np.repeat(np.arange(len(batch)), counts)
    change = of_reply[1:] != of_reply[:-1]
    told = np.concatenate([each.sentence_labels for each in batch])
    return {
        "words": padded(np.concatenate([each.words for each in batch]), tokens),
        "vectors": padded(np.concatenate([each.vectors for each in batch]), sentences),
        "signs": padded(np.concatenate([each.signs for each in batch]), sentences),
        "of_sentence": of_sentence,
        "of_reply": of_reply,
        "is_first": np.append(True, change),
        "is_last": np.append(change, True),
        "sentence_labels": padded(told.astype(np.float32), sentences, -1),
        "labels": padded(np.stack([each.labels for each in batch]).astype(np.float32), replies),
        "weight": padded(np.ones(len(batch), np.float32), replies),
    }


def train_network(data: Sequence[Prepared], *, seed: int = 0, epochs: int = 14) -> Tree:
    """Return the layers, trained with AdamW under a cosine schedule."""
    layers = first_layers(seed, data[0].signs.shape[1], len(data[0].labels))
    steps = epochs * (len(data) // BATCH)
    return descend(layers, loss, _batches(data, seed, epochs), steps, seed=seed, rate=_RATE)


def _batches(data: Sequence[Prepared], seed: int, epochs: int) -> Iterator[Tree]:
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(len(data))
        for first in range(0, len(data) - BATCH + 1, BATCH):
            yield lay_out([data[one] for one in order[first : first + BATCH]])
