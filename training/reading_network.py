"""Train the network of whydesk/understanding/network.py: its layers for jax, and the loss.

Messages of a batch are laid end to end and padded to a few sizes only, so that
little is compiled. Everything is seeded: the same corpus gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from training.read_corpus import KINDS, PARTS, ROLES, SLOTS, STORY, Message
from whydesk.understanding.brief import Span
from whydesk.understanding.cues import COUNT, cues_of
from whydesk.understanding.embedding import readable
from whydesk.understanding.encoder import encoder
from whydesk.understanding.network import LIMIT, SHARP, SHARP_LOGITS

HIDDEN = 128
BATCH = 32
DROPPED_WORDS, DROPPED, DROPPED_AMONG = 0.15, 0.35, 0.1
_TOKENS, _SENTENCES = 1024, 256

Tree = dict[str, Any]


@dataclass
class Prepared:
    """A message with everything about it that does not change while training."""

    message: Message
    words: np.ndarray  # (t, 1280) float16
    lengths: list[int]
    vectors: np.ndarray
    cues: np.ndarray


def prepare(messages: Sequence[Message]) -> list[Prepared]:
    """Encode messages by their labelled sentences."""
    return [_prepare_one(message) for message in messages]


def _prepare_one(message: Message) -> Prepared:
    spans, end = [], 0
    for sentence in message.sentences:
        start = message.text.index(sentence.text, end)
        end = start + len(sentence.text)
        spans.append(Span(start, end))
    read = encoder().read([readable(span.of(message.text)) for span in spans])
    return Prepared(
        message,
        read.words.astype(np.float16),
        [int(count) for count in read.counts],
        encoder().vectors(read.sums, read.counts),
        cues_of(message.text, spans),
    )


def first_layers(seed: int, *, sees_neighbours: bool = False) -> Tree:
    rng, width = np.random.default_rng(seed), HIDDEN

    def layer(rows: int, columns: int, scale: float = 1.0) -> Any:
        return jnp.array(
            rng.normal(size=(rows, columns)) * scale / np.sqrt(rows), dtype=jnp.float32
        )

    shapes = {
        "t": (1280, width),
        "s": (3 * width + COUNT + width, width),
        "c": (5 * width, width),
        "m": (14 * width, width),
    }
    if sees_neighbours:
        shapes["n"] = (3 * width, width)
    layers = {f"W{name}": layer(*shape) for name, shape in shapes.items()}
    layers |= {f"b{name}": jnp.zeros(width) for name in shapes}
    layers |= {"Wz": layer(512, width), "att": layer(width, 1)}
    layers |= {"satt": layer(width, 4), "matt": layer(width, 8)}
    for name, rows, columns in (
        ("role", 2 * width, len(ROLES)),
        ("part", 2 * width, len(PARTS)),
        ("kind", width, len(KINDS)),
        ("flag", width, 6),
        ("mp", width, len(PARTS)),
        ("ask", width, len(SLOTS)),
    ):
        layers |= {f"W{name}": layer(rows, columns, 0.3), f"b{name}": jnp.zeros(columns)}
    layers["bpart"] = layers["bpart"] - 1
    layers["bflag"] = layers["bflag"] - 1
    layers |= {"Whot": layer(width, 6, 0.3), "ahot": jnp.full(6, 0.3), "amp": jnp.ones(len(PARTS))}
    # One type for all, so that the first step is not compiled apart from the others.
    return {name: jnp.asarray(layer, jnp.float32) for name, layer in layers.items()}


def _normed(x: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)


def _dense(layers: Tree, name: str, x: Any) -> Any:
    return jax.nn.gelu(_normed(x @ layers[f"W{name}"]) + layers[f"b{name}"])


def _group(groups: Any, count: int) -> Any:
    """Return (groups, rows) of ones and zeros: products are fast here, scattering is not."""
    return (jnp.arange(count)[:, None] == groups[None, :]).astype(jnp.float32)


def _most(x: Any, group: Any, sharp: float) -> Any:
    return jnp.log(group @ jnp.exp(sharp * x) + 1e-9) / sharp


def _mean(x: Any, group: Any) -> Any:
    return group @ x / jnp.maximum(group.sum(1), 1)[:, None]


def _beside(x: Any, groups: Any) -> tuple[Any, Any]:
    """Return for each row the one before and the one after it in its group, else nought."""
    found = []
    for step in (1, -1):
        is_same = jnp.roll(groups, step) == groups
        found.append(jnp.where(is_same[:, None], jnp.roll(x, step, 0), 0))
    return found[0], found[1]


def _attended(x: Any, logits: Any, group: Any) -> Any:
    weights = jnp.exp(jnp.clip(logits, -LIMIT, LIMIT))
    heads = []
    for head in range(weights.shape[1]):
        weight = weights[:, head : head + 1]
        heads.append(group @ (x * weight) / jnp.maximum(group @ weight, 1e-9))
    return jnp.concatenate(heads, 1)


def forward(layers: Tree, batch: Tree, key: Any = None) -> tuple[Any, ...]:
    """Return roles, sentence parts, kinds, flags, parts, ask, as logits."""
    keys = [None] * 6 if key is None else list(jax.random.split(key, 6))

    def dropped(x: Any, rate: float, place: int) -> Any:
        if keys[place] is None:
            return x
        return jnp.where(jax.random.bernoulli(keys[place], 1 - rate, x.shape), x / (1 - rate), 0)

    of_sentence, of_message = batch["of_sentence"], batch["of_message"]
    messages = batch["weight"].shape[0]
    sentence = _group(of_sentence, batch["vectors"].shape[0])
    message = _group(of_message, messages)
    x = batch["words"].astype(jnp.float32)
    if key is not None:
        x = jnp.where(batch["dice"] < 256 * DROPPED_WORDS, 0, x / (1 - DROPPED_WORDS))
    words = _dense(layers, "t", x)
    if "Wn" in layers:
        beside = _beside(words, of_message[of_sentence])
        views = jnp.concatenate([words, *beside], 1)
        words += _dense(layers, "n", dropped(views, DROPPED_AMONG, 0))
    views = [
        _mean(words, sentence),
        _most(words, sentence, SHARP),
        _attended(words, words @ layers["att"], sentence),
        batch["cues"],
        dropped(batch["vectors"], DROPPED_WORDS, 1) * 10 @ layers["Wz"],
    ]
    said = _dense(layers, "s", dropped(jnp.concatenate(views, 1), DROPPED, 2))
    around = message.T @ jnp.concatenate([_mean(said, message), _most(said, message, SHARP)], 1)
    views = [said, *_beside(said, of_message), around]
    told = _dense(layers, "c", dropped(jnp.concatenate(views, 1), DROPPED, 3))
    both = dropped(jnp.concatenate([told, said], 1), DROPPED, 4)
    parts = both @ layers["Wpart"] + layers["bpart"]
    views = [
        _mean(told, message),
        _most(told, message, SHARP),
        _attended(told, told @ layers["satt"], message),
        _attended(words, words @ layers["matt"], message @ sentence),
    ]
    whole = _dense(layers, "m", dropped(jnp.concatenate(views, 1), DROPPED, 5))
    hottest = _most(told @ layers["Whot"], message, SHARP_LOGITS)
    fullest = _most(parts, message, SHARP_LOGITS)
    return (
        both @ layers["Wrole"] + layers["brole"],
        parts,
        whole @ layers["Wkind"] + layers["bkind"],
        whole @ layers["Wflag"] + layers["bflag"] + hottest * layers["ahot"],
        whole @ layers["Wmp"] + layers["bmp"] + layers["amp"] * fullest,
        whole @ layers["Wask"] + layers["bask"],
    )


def _either(logits: Any, truth: Any) -> Any:
    return jnp.maximum(logits, 0) - logits * truth + jnp.log1p(jnp.exp(-jnp.abs(logits)))


def _one_of(logits: Any, truth: Any) -> Any:
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), truth[:, None], 1)[:, 0]


def loss(layers: Tree, batch: Tree, key: Any) -> Any:
    roles, sentence_parts, kinds, flags, parts, ask = forward(layers, batch, key)
    weight = batch["weight"]
    each = weight[:, None]
    total = (_one_of(kinds, batch["kind"]) * weight).sum()
    total += 0.5 * (_either(flags, batch["flags"]) * each).sum()
    total += 0.25 * (_either(parts, batch["parts"]) * batch["has_parts"] * each).sum()
    total += 0.1 * (_either(ask, batch["ask"]) * batch["has_parts"][:, :1] * each).sum()
    total += 0.5 * (_one_of(roles, batch["role"]) * batch["has_role"]).sum()
    told = _either(sentence_parts, batch["sentence_parts"]) * batch["has_sentence_parts"]
    return (total + 0.3 * told.sum()) / weight.sum()


def _padded(rows: np.ndarray, count: int) -> np.ndarray:
    found = np.zeros((count, *rows.shape[1:]), rows.dtype)
    found[: len(rows)] = rows
    return found


def _up_to(count: int, step: int) -> int:
    return -(-(count + 1) // step) * step


def targets(message: Message) -> Tree:
    """Return what is to be learnt of a message, as arrays."""
    is_defect = message.kind in ("bug", "outage")
    has = [is_defect] * len(SLOTS) + [message.kind == "wish"] * len(STORY)
    heat = message.temperature
    flags = [message.blocking, heat >= 1, heat >= 2, heat >= 3]
    return {
        "kind": np.int32(KINDS.index(message.kind)),
        "flags": np.array([*flags, message.leaving, message.public_threat], np.float32),
        "parts": np.array([part in message.parts for part in PARTS], np.float32),
        "has_parts": np.array(has, np.float32),
        "ask": np.array([part in message.ask for part in SLOTS], np.float32),
        "weight": np.float32(1),
    }


def _sentence_targets(message: Message) -> Tree:
    has = targets(message)["has_parts"]
    told = [[part in (each.parts or ()) for part in PARTS] for each in message.sentences]
    known = [has * (each.parts is not None) for each in message.sentences]
    return {
        "role": np.array([ROLES.index(each.role) for each in message.sentences], np.int32),
        "has_role": np.full(len(message.sentences), message.kind != "spam", np.float32),
        "sentence_parts": np.array(told, np.float32),
        "has_sentence_parts": np.array(known, np.float32),
    }


def lay_out(batch: Sequence[Prepared]) -> Tree:
    """Return messages laid end to end and padded."""
    lengths = [length for each in batch for length in each.lengths]
    counts = [len(each.lengths) for each in batch]
    tokens, sentences = _up_to(sum(lengths), _TOKENS), _up_to(len(lengths), _SENTENCES)
    messages = len(batch) + 1
    of_sentence = np.full(tokens, sentences - 1, np.int32)
    of_sentence[: sum(lengths)] = np.repeat(np.arange(len(lengths)), lengths)
    of_message = np.full(sentences, messages - 1, np.int32)
    of_message[: len(lengths)] = np.repeat(np.arange(len(batch)), counts)
    laid: Tree = {
        "words": _padded(np.concatenate([each.words for each in batch]), tokens),
        "vectors": _padded(np.concatenate([each.vectors for each in batch]), sentences),
        "cues": _padded(np.concatenate([each.cues for each in batch]), sentences),
        "of_sentence": of_sentence,
        "of_message": of_message,
    }
    of_each = [targets(each.message) for each in batch]
    laid |= {k: _padded(np.stack([one[k] for one in of_each]), messages) for k in of_each[0]}
    told = [_sentence_targets(each.message) for each in batch]
    laid |= {k: _padded(np.concatenate([one[k] for one in told]), sentences) for k in told[0]}
    return laid


def train_network(
    data: Sequence[Prepared], *, seed: int = 0, sees_neighbours: bool = False, epochs: int = 20
) -> Tree:
    """Return the layers, trained with AdamW under a cosine schedule."""
    layers = first_layers(seed, sees_neighbours=sees_neighbours)
    key = jax.random.PRNGKey(seed)
    rng = np.random.default_rng(seed)
    per_epoch = len(data) // BATCH
    step = _step(epochs * per_epoch)
    first = second = jax.tree.map(jnp.zeros_like, layers)
    done = 0
    for _ in range(epochs):
        order = rng.permutation(len(data))
        for place in range(per_epoch):
            chosen = order[place * BATCH : (place + 1) * BATCH]
            batch = lay_out([data[one] for one in chosen])
            # Thrown here, for jax takes longer over them than over all the rest of a step.
            batch["dice"] = rng.integers(0, 256, batch["words"].shape, dtype=np.uint8)
            spin = jax.random.fold_in(key, done)
            layers, first, second = step(layers, first, second, batch, spin, np.float32(done))
            done += 1
    return {name: np.asarray(layer) for name, layer in layers.items()}


def _step(steps: int, rate: float = 1.5e-3, decay: float = 0.05) -> Any:
    def step(layers: Tree, first: Tree, second: Tree, batch: Tree, key: Any, done: Any) -> Any:
        slope = jax.grad(loss)(layers, batch, key)
        size = jnp.sqrt(sum((each**2).sum() for each in jax.tree.leaves(slope)))
        slope = jax.tree.map(lambda each: each * jnp.minimum(1, 2 / size), slope)
        pace = rate * jnp.minimum(1, (done + 1) / 50)
        pace *= 0.525 + 0.475 * jnp.cos(np.pi * done / steps)
        first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
        second = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, second, slope)
        one, two = 1 - 0.9 ** (done + 1), 1 - 0.99 ** (done + 1)

        def moved(layer: Any, a: Any, b: Any) -> Any:
            shrunk = decay * layer * (layer.ndim > 1)
            return layer - pace * ((a / one) / (jnp.sqrt(b / two) + 1e-8) + shrunk)

        return jax.tree.map(moved, layers, first, second), first, second

    return jax.jit(step)
