"""Train the network of whydesk/understanding/coach_network.py: its layers for jax, and the loss.

Replies of a batch are laid end to end and padded to a few sizes only. Everything
is seeded: the same corpus gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

HIDDEN = 64
BATCH = 32
DROPPED_WORDS, DROPPED = 0.15, 0.35
# Steps of padding: each size that comes up is compiled once.
_TOKENS, _SENTENCES = 2048, 128

Tree = dict[str, Any]


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

    def layer(rows: int, columns: int, scale: float = 1.0) -> Any:
        return jnp.array(
            rng.normal(size=(rows, columns)) * scale / np.sqrt(rows), dtype=jnp.float32
        )

    shapes = {
        "t": (1280, width),
        "s": (4 * width + signs, width),
        "c": (5 * width, width),
        "m": (6 * width, width),
    }
    layers = {f"W{name}": layer(*shape) for name, shape in shapes.items()}
    layers |= {f"b{name}": jnp.zeros(width) for name in shapes}
    layers |= {"Wz": layer(512, width), "att": layer(width, 1), "matt": layer(width, 4)}
    layers |= {"Wl": layer(2 * width, labels, 0.3), "bl": jnp.full(labels, -2.0)}
    layers |= {"Wy": layer(width, labels, 0.3), "by": jnp.zeros(labels), "amp": jnp.ones(labels)}
    return layers


def _normed(x: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)


def _dense(layers: Tree, name: str, x: Any) -> Any:
    return jax.nn.gelu(_normed(x @ layers[f"W{name}"]) + layers[f"b{name}"])


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
    keys = [None] * 6 if key is None else list(jax.random.split(key, 6))

    def dropped(x: Any, rate: float, place: int) -> Any:
        if keys[place] is None:
            return x
        return jnp.where(jax.random.bernoulli(keys[place], 1 - rate, x.shape), x / (1 - rate), 0)

    of_sentence, of_reply = batch["of_sentence"], batch["of_reply"]
    count, replies = batch["vectors"].shape[0], batch["weight"].shape[0]
    words = dropped(_dense(layers, "t", batch["words"].astype(jnp.float32)), DROPPED_WORDS, 0)
    views = [
        _mean(words, of_sentence, count),
        _max(words, of_sentence, count),
        _attended(words, words @ layers["att"], of_sentence, count),
        dropped(batch["vectors"], DROPPED_WORDS, 1) * 10 @ layers["Wz"],
        batch["signs"],
    ]
    said = _dense(layers, "s", dropped(jnp.concatenate(views, 1), DROPPED, 2))
    before = jnp.where(batch["is_first"][:, None], 0, jnp.roll(said, 1, 0))
    after = jnp.where(batch["is_last"][:, None], 0, jnp.roll(said, -1, 0))
    mean = _mean(said, of_reply, replies)[of_reply]
    most = _max(said, of_reply, replies)[of_reply]
    told = _dense(
        layers, "c", dropped(jnp.concatenate([said, before, after, mean, most], 1), DROPPED, 3)
    )
    of_sentences = dropped(jnp.concatenate([told, said], 1), DROPPED, 4) @ layers["Wl"]
    of_sentences = of_sentences + layers["bl"]
    views = [
        _mean(told, of_reply, replies),
        _max(told, of_reply, replies),
        _attended(words, words @ layers["matt"], of_reply[of_sentence], replies),
    ]
    whole = _dense(layers, "m", dropped(jnp.concatenate(views, 1), DROPPED, 5))
    fullest = _max(of_sentences + 8, of_reply, replies) - 8
    return of_sentences, whole @ layers["Wy"] + layers["by"] + layers["amp"] * fullest


def _either(logits: Any, truth: Any) -> Any:
    return jnp.maximum(logits, 0) - logits * truth + jnp.log1p(jnp.exp(-jnp.abs(logits)))


def loss(layers: Tree, batch: Tree, key: Any) -> Any:
    """Return how far off the labels are, those of sentences where they are known."""
    of_sentences, of_replies = forward(layers, batch, key)
    weight, told = batch["weight"], batch["sentence_labels"]
    total = (_either(of_replies, batch["labels"]) * weight[:, None]).sum()
    total += 0.7 * (_either(of_sentences, told) * (told >= 0)).sum()
    return total / weight.sum()


def _padded(rows: np.ndarray, count: int, filled: float = 0) -> np.ndarray:
    found = np.full((count, *rows.shape[1:]), filled, rows.dtype)
    found[: len(rows)] = rows
    return found


def _up_to(count: int, step: int) -> int:
    return -(-(count + 1) // step) * step


def lay_out(batch: Sequence[Prepared]) -> Tree:
    """Return replies laid end to end and padded."""
    lengths = [length for each in batch for length in each.lengths]
    counts = [len(each.lengths) for each in batch]
    tokens, sentences = _up_to(sum(lengths), _TOKENS), _up_to(len(lengths), _SENTENCES)
    replies = len(batch) + 1
    of_sentence = np.full(tokens, sentences - 1, np.int32)
    of_sentence[: sum(lengths)] = np.repeat(np.arange(len(lengths)), lengths)
    of_reply = np.full(sentences, replies - 1, np.int32)
    of_reply[: len(lengths)] = np.repeat(np.arange(len(batch)), counts)
    change = of_reply[1:] != of_reply[:-1]
    told = np.concatenate([each.sentence_labels for each in batch])
    return {
        "words": _padded(np.concatenate([each.words for each in batch]), tokens),
        "vectors": _padded(np.concatenate([each.vectors for each in batch]), sentences),
        "signs": _padded(np.concatenate([each.signs for each in batch]), sentences),
        "of_sentence": of_sentence,
        "of_reply": of_reply,
        "is_first": np.append(True, change),
        "is_last": np.append(change, True),
        "sentence_labels": _padded(told.astype(np.float32), sentences, -1),
        "labels": _padded(np.stack([each.labels for each in batch]).astype(np.float32), replies),
        "weight": _padded(np.ones(len(batch), np.float32), replies),
    }


def train_network(data: Sequence[Prepared], *, seed: int = 0, epochs: int = 14) -> Tree:
    """Return the layers, trained with AdamW under a cosine schedule."""
    layers = first_layers(seed, data[0].signs.shape[1], len(data[0].labels))
    key, rng = jax.random.PRNGKey(seed), np.random.default_rng(seed)
    per_epoch = len(data) // BATCH
    step, steps = _step(), epochs * per_epoch
    first = second = jax.tree.map(jnp.zeros_like, layers)
    done = 0
    for _ in range(epochs):
        order = rng.permutation(len(data))
        for place in range(per_epoch):
            chosen = order[place * BATCH : (place + 1) * BATCH]
            batch = lay_out([data[one] for one in chosen])
            dice = jax.random.fold_in(key, done)
            layers, first, second = step(layers, first, second, batch, dice, done / steps, done)
            done += 1
    return {name: np.asarray(layer) for name, layer in layers.items()}


@cache
def _step(rate: float = 2e-3, decay: float = 0.05) -> Any:
    def step(
        layers: Tree, first: Tree, second: Tree, batch: Tree, key: Any, part: Any, done: Any
    ) -> Any:
        slope = jax.grad(loss)(layers, batch, key)
        size = jnp.sqrt(sum((each**2).sum() for each in jax.tree.leaves(slope)))
        slope = jax.tree.map(lambda each: each * jnp.minimum(1, 2 / size), slope)
        pace = rate * jnp.minimum(1, (done + 1) / 50)
        pace *= 0.525 + 0.475 * jnp.cos(np.pi * part)
        first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
        second = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, second, slope)
        one, two = 1 - 0.9 ** (done + 1), 1 - 0.99 ** (done + 1)

        def moved(layer: Any, a: Any, b: Any) -> Any:
            shrunk = decay * layer * (layer.ndim > 1)
            return layer - pace * ((a / one) / (jnp.sqrt(b / two) + 1e-8) + shrunk)

        return jax.tree.map(moved, layers, first, second), first, second

    return jax.jit(step)
