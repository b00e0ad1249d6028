"""What is likely of a message and its sentences: networks, letters and views, joined."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.brief import KINDS, ROLES, SLOTS, STORY, Span
from whydesk.understanding.cues import cues_of
from whydesk.understanding.embedding import readable
from whydesk.understanding.encoder import Floats, encoder
from whydesk.understanding.network import Batch, Judged, judge
from whydesk.understanding.ngrams import Bag, bags_of_letters
from whydesk.understanding.overall import TOLD_ONCE, by_strongest, by_views, vectors_of, views
from whydesk.understanding.weights import learnt

FLAGS = ("blocking", "irritated", "angry", "furious", "leaving", "public_threat")
PARTS = SLOTS + STORY
_MESSAGES_AT_ONCE = 4
# The groups of outputs, in the order of their columns in the weights of letters.
OF_SENTENCE = (("roles", ROLES), ("sentence_parts", PARTS))
OF_MESSAGE = (("kinds", KINDS), ("flags", FLAGS), ("parts", PARTS), ("ask", SLOTS))


class Cut(NamedTuple):
    """A text with its sentences; a reply is any but the first message of a thread."""

    text: str
    spans: Sequence[Span]
    is_reply: bool = False


@dataclass(frozen=True)
class Likelihood:
    """Kinds and the roles of each sentence as probabilities, all else as logits."""

    kinds: Floats
    flags: Floats
    parts: Floats
    ask: Floats
    roles: Floats
    sentence_parts: Floats


def likelihoods(cut: Sequence[Cut]) -> list[Likelihood]:
    """Weigh texts, each with its sentences; a text needs at least one of them."""
    found: list[Likelihood] = []
    for first in range(0, len(cut), _MESSAGES_AT_ONCE):
        found += _of_batch(cut[first : first + _MESSAGES_AT_ONCE])
    return found


def _of_batch(cut: Sequence[Cut]) -> list[Likelihood]:
    counts = [len(each.spans) for each in cut]
    starts = np.concatenate([[0], np.cumsum(counts[:-1])]).astype(np.int64)
    batch, whole_vector = _batch(cut, starts)
    judged = judge(networks(), first_layers(), batch)
    seen = views(batch.vectors, batch.cues, whole_vector, starts)
    sentences = [span.of(each.text) for each in cut for span in each.spans]
    bags = bags_of_letters([*sentences, *(each.text for each in cut)])
    said, whole = bags[: len(sentences)], bags[len(sentences) :]
    beside = {
        "kinds": [by_views("kinds", seen)],
        "flags": [by_views("flags", seen), _by_strongest(said, batch)],
    }
    joined = {
        **_joined(judged, _by_letters("sentence", said), {}, OF_SENTENCE),
        **_joined(judged, _by_letters("message", whole), beside, OF_MESSAGE),
    }
    joined |= leaning(joined, [each.is_reply for each in cut])
    return list(_taken_apart(joined, starts, counts))


def _batch(cut: Sequence[Cut], starts: NDArray[np.int64]) -> tuple[Batch, Floats]:
    """Return messages as the networks take them, and the vector of each as a whole."""
    said = [readable(span.of(each.text)) for each in cut for span in each.spans]
    read = encoder().read(said)
    cues = [cues_of(each.text, each.spans, is_reply=each.is_reply) for each in cut]
    vectors, whole = vectors_of(read, starts)
    return Batch(read.words, read.starts, vectors, np.concatenate(cues), starts), whole


def _by_strongest(said: Sequence[Bag], batch: Batch) -> Floats:
    """Return logits of flags that one sentence is enough to tell, nought for the others."""
    starts = batch.message_starts
    found = np.zeros((len(starts), len(FLAGS)), dtype=np.float32)
    for name in TOLD_ONCE:
        logits = by_strongest(name, said, batch.vectors, batch.cues, starts)
        found[:, FLAGS.index(name)] = logits
    return found


@cache
def networks() -> list[Mapping[str, Floats]]:
    """Return the layers of each trained network."""
    found: dict[str, dict[str, Floats]] = {}
    for key, layer in learnt("reading").items():
        network, _, name = key.partition(".")
        if network.startswith("net"):
            found.setdefault(network, {})[name] = layer
    return [found[network] for network in sorted(found)]


@cache
def first_layers() -> Floats:
    """Return what all networks do first, side by side."""
    return np.concatenate([layers["Wt"] for layers in networks()], axis=1)


def _by_letters(what: str, bags: Sequence[Bag]) -> Floats:
    weights = learnt("reading")
    table, bias = weights[f"letters.{what}"], weights[f"letters.{what}.bias"]
    rows = [values @ table[places % len(table)] + bias for places, values in bags]
    return np.stack(rows).astype(np.float32)


def _joined(
    judged: Sequence[Judged],
    lettered: Floats,
    beside: Mapping[str, Sequence[Floats]],
    groups: Sequence[tuple[str, Sequence[str]]],
) -> dict[str, Floats]:
    """Return for each group of outputs the weighted sum of what all say."""
    found, column = {}, 0
    for group, names in groups:
        by_networks = np.mean([getattr(each, group) for each in judged], axis=0)
        by_letters = lettered[:, column : column + len(names)]
        said = [by_networks, by_letters, *beside.get(group, ())]
        found[group] = weighed(learnt("reading")[f"share.{group}"], said)
        column += len(names)
    return found


def weighed(shares: Floats, said: Sequence[Floats]) -> Floats:
    """Return the sum of what all say by the share of each; the last row moves the cut."""
    pairs = zip(shares[:-1], said, strict=True)
    found: Floats = sum((share * logits for share, logits in pairs), start=shares[-1])
    return found


def leaning(joined: Mapping[str, Floats], are_replies: Sequence[bool]) -> dict[str, Floats]:
    """Return the logits of kinds and flags, of replies moved to how often each is met there."""
    replies = np.array(are_replies, np.float32)[:, None]
    return {
        group: joined[group] + replies * learnt("reading")[f"replies.{group}"]
        for group in ("kinds", "flags")
    }


def _taken_apart(
    joined: Mapping[str, Floats], starts: NDArray[np.int64], counts: Sequence[int]
) -> Iterator[Likelihood]:
    kinds, roles = softmax(joined["kinds"]), softmax(joined["roles"])
    for place, (start, count) in enumerate(zip(starts, counts, strict=True)):
        said = slice(start, start + count)
        yield Likelihood(
            kinds=kinds[place],
            flags=joined["flags"][place],
            parts=joined["parts"][place],
            ask=joined["ask"][place],
            roles=roles[said],
            sentence_parts=joined["sentence_parts"][said],
        )


def softmax(logits: Floats) -> Floats:
    """Return probabilities that add up to one in each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = powers / powers.sum(axis=1, keepdims=True)
    return found
