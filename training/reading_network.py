"""Train the network of whydesk/understanding/network.py: its layers for jax, and the loss.

Messages of a batch are laid end to end and padded to a few sizes only, so that
little is compiled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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
    one_of,
    padded,
    up_to,
)
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
# Quiet mail is most of what a desk gets, and little of the corpus.
_QUIET_COUNTS = 3


@dataclass
class Prepared:
    """A message with everything about it that does not change while training."""

    message: Message
    words: np.ndarray  # (t, 1280) float16
    lengths: list[int]
    vectors: np.ndarray
    cues: np.ndarray
    message_targets: Tree  # what is to be learnt of it
    sentence_targets: Tree


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
        cues_of(message.text, spans, is_reply=message.is_reply),
        targets(message),
        _sentence_targets(message),
    )


def first_layers(seed: int, *, sees_neighbours: bool = False) -> Tree:
    rng, width = np.random.default_rng(seed), HIDDEN

    shapes = {
        "t": (1280, width),
        "s": (3 * width + COUNT + width, width),
        "c": (5 * width, width),
        "m": (14 * width, width),
    }
    if sees_neighbours:
        shapes["n"] = (3 * width, width)
    layers = dense_layers(rng, shapes)
    layers |= {"Wz": layer(rng, 512, width), "att": layer(rng, width, 1)}
    layers |= {"satt": layer(rng, width, 4), "matt": layer(rng, width, 8)}
    for name, rows, columns in (
        ("role", 2 * width, len(ROLES)),
        ("part", 2 * width, len(PARTS)),
        ("kind", width, len(KINDS)),
        ("flag", width, 6),
        ("mp", width, len(PARTS)),
        ("ask", width, len(SLOTS)),
    ):
        layers |= {f"W{name}": layer(rng, rows, columns, 0.3), f"b{name}": jnp.zeros(columns)}
    layers["bpart"] = layers["bpart"] - 1
    layers["bflag"] = layers["bflag"] - 1
    layers |= {
        "Whot": layer(rng, width, 6, 0.3),
        "ahot": jnp.full(6, 0.3),
        "amp": jnp.ones(len(PARTS)),
    }
    # One type for all, so that the first step is not compiled apart from the others.
    return {name: jnp.asarray(each, jnp.float32) for name, each in layers.items()}


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
    dropped = dropper(key, 6)
    of_sentence, of_message = batch["of_sentence"], batch["of_message"]
    messages = batch["weight"].shape[0]
    sentence = _group(of_sentence, batch["vectors"].shape[0])
    message = _group(of_message, messages)
    x = batch["words"].astype(jnp.float32)
    if key is not None:
        x = jnp.where(batch["dice"] < 256 * DROPPED_WORDS, 0, x / (1 - DROPPED_WORDS))
    words = dense(layers, "t", x)
    if "Wn" in layers:
        beside = _beside(words, of_message[of_sentence])
        views = jnp.concatenate([words, *beside], 1)
        words += dense(layers, "n", dropped(views, DROPPED_AMONG, 0))
    views = [
        _mean(words, sentence),
        _most(words, sentence, SHARP),
        _attended(words, words @ layers["att"], sentence),
        batch["cues"],
        dropped(batch["vectors"], DROPPED_WORDS, 1) * 10 @ layers["Wz"],
    ]
    said = dense(layers, "s", dropped(jnp.concatenate(views, 1), DROPPED, 2))
    around = message.T @ jnp.concatenate([_mean(said, message), _most(said, message, SHARP)], 1)
    views = [said, *_beside(said, of_message), around]
    told = dense(layers, "c", dropped(jnp.concatenate(views, 1), DROPPED, 3))
    both = dropped(jnp.concatenate([told, said], 1), DROPPED, 4)
    parts = both @ layers["Wpart"] + layers["bpart"]
    views = [
        _mean(told, message),
        _most(told, message, SHARP),
        _attended(told, told @ layers["satt"], message),
        _attended(words, words @ layers["matt"], message @ sentence),
    ]
    whole = dense(layers, "m", dropped(jnp.concatenate(views, 1), DROPPED, 5))
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


def loss(layers: Tree, batch: Tree, key: Any) -> Any:
    roles, sentence_parts, kinds, flags, parts, ask = forward(layers, batch, key)
    weight = batch["weight"]
    each = weight[:, None]
    total = (one_of(kinds, batch["kinds"]) * weight).sum()
    total += 0.5 * (either(flags, batch["flags"]) * each).sum()
    total += 0.25 * (either(parts, batch["parts"]) * batch["has_parts"] * each).sum()
    total += 0.1 * (either(ask, batch["ask"]) * batch["has_parts"][:, :1] * each).sum()
    total += 0.5 * (one_of(roles, batch["roles"]) * batch["has_role"]).sum()
    told = either(sentence_parts, batch["sentence_parts"]) * batch["has_sentence_parts"]
    return (total + 0.3 * told.sum()) / weight.sum()


def targets(message: Message) -> Tree:
    """Return what is to be learnt of a message, as arrays."""
    is_defect = message.kind in ("bug", "outage")
    has = [is_defect] * len(SLOTS) + [message.kind == "wish"] * len(STORY)
    heat = message.temperature
    flags = [message.blocking, heat >= 1, heat >= 2, heat >= 3]
    return {
        "kinds": np.array([kind == message.kind for kind in KINDS], np.float32),
        "flags": np.array([*flags, message.leaving, message.public_threat], np.float32),
        "parts": np.array([part in message.parts for part in PARTS], np.float32),
        "has_parts": np.array(has, np.float32),
        "ask": np.array([part in message.ask for part in SLOTS], np.float32),
        "weight": np.float32(_QUIET_COUNTS if message.is_quiet else 1),
    }


def _sentence_targets(message: Message) -> Tree:
    has = targets(message)["has_parts"]
    told = [[part in (each.parts or ()) for part in PARTS] for each in message.sentences]
    known = [has * (each.parts is not None) for each in message.sentences]
    return {
        "roles": np.array(
            [[role == said.role for role in ROLES] for said in message.sentences], np.float32
        ),
        "has_role": np.full(len(message.sentences), message.kind != "spam", np.float32),
        "sentence_parts": np.array(told, np.float32),
        "has_sentence_parts": np.array(known, np.float32),
    }


def lay_out(batch: Sequence[Prepared]) -> Tree:
    """Return messages laid end to end and padded."""
    lengths = [length for each in batch for length in each.lengths]
    counts = [len(each.lengths) for each in batch]
    tokens, sentences = up_to(sum(lengths), _TOKENS), up_to(len(lengths), _SENTENCES)
    messages = len(batch) + 1
    of_sentence = np.full(tokens, sentences - 1, np.int32)
    of_sentence[: sum(lengths)] = np.repeat(np.arange(len(lengths)), lengths)
    of_message = np.full(sentences, messages - 1, np.int32)
    of_message[: len(lengths)] = np.repeat(np.arange(len(batch)), counts)
    laid: Tree = {
        "words": padded(np.concatenate([each.words for each in batch]), tokens),
        "vectors": padded(np.concatenate([each.vectors for each in batch]), sentences),
        "cues": padded(np.concatenate([each.cues for each in batch]), sentences),
        "of_sentence": of_sentence,
        "of_message": of_message,
    }
    for key in batch[0].message_targets:
        laid[key] = padded(np.stack([each.message_targets[key] for each in batch]), messages)
    for key in batch[0].sentence_targets:
        rows = np.concatenate([each.sentence_targets[key] for each in batch])
        laid[key] = padded(rows, sentences)
    return laid


def train_network(
    data: Sequence[Prepared], *, seed: int = 0, sees_neighbours: bool = False, epochs: int = 20
) -> Tree:
    """Return the layers, trained with AdamW under a cosine schedule."""
    layers = first_layers(seed, sees_neighbours=sees_neighbours)
    steps = epochs * (len(data) // BATCH)
    return descend(layers, loss, _batches(data, seed, epochs), steps, seed=seed)


def _batches(data: Sequence[Prepared], seed: int, epochs: int) -> Iterator[Tree]:
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(len(data))
        for first in range(0, len(data) - BATCH + 1, BATCH):
            batch = lay_out([data[one] for one in order[first : first + BATCH]])
            # Thrown here, for jax takes longer over them than over all the rest of a step.
            batch["dice"] = rng.integers(0, 256, batch["words"].shape, dtype=np.uint8)
            yield batch
