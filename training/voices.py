"""What the voices that read a message say of it, and how much the word of each weighs.

The voices are the networks, letters and the heads of train_overall.py; what they say
are logits, one row a message or a sentence, in the groups of outputs of
whydesk/understanding/likelihood.py.
"""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from scipy.optimize import minimize

from training.folds import Said
from training.heads import apply_heads, bags, join, packed, settled, train_heads
from training.read_corpus import KINDS, PARTS, ROLES, Message
from training.reading_network import Prepared, forward, lay_out, targets
from whydesk.understanding.likelihood import OF_MESSAGE, OF_SENTENCE, weighed

LETTERS = 1 << 14
# The corpus was written for what is hard to read: it complains more, and asks and wishes less, than
# people do. So far kinds lean to how often each is met; all the way would cost those seldom met.
_AS_OFTEN_AS_MET = 0.5
# So many of the facts and of the requests have to be found, whatever it costs: a lost fact is worse
# than a feeling shown. More of them would show too many feelings as facts.
_FOUND = 0.965
_HELD = 0.01


def said_by_network(layers: dict[str, Any], data: Sequence[Prepared], at_once: int = 48) -> Said:
    """Return what a network says of prepared messages."""
    groups = ("roles", "sentence_parts", "kinds", "flags", "parts", "ask")
    run = jax.jit(forward)
    found: dict[str, list[np.ndarray]] = {group: [] for group in groups}
    for first in range(0, len(data), at_once):
        batch = data[first : first + at_once]
        sentences = sum(len(each.lengths) for each in batch)
        for place, (group, rows) in enumerate(
            zip(groups, run(layers, lay_out(batch)), strict=True)
        ):
            found[group].append(np.asarray(rows)[: sentences if place < 2 else len(batch)])
    return {f"net.{group}": np.concatenate(rows) for group, rows in found.items()}


def letters_of(messages: Sequence[Message]) -> Said:
    """Return the heads on letters of sentences and of messages."""
    truth, known = truth_of(messages)
    weights = {}
    for what, groups in (("sentence", OF_SENTENCE), ("message", OF_MESSAGE)):
        rows = bags(_texts_of(messages, what), LETTERS)
        all_true = np.concatenate([truth[group] for group, _ in groups], axis=1)
        all_known = np.concatenate([known[group] for group, _ in groups], axis=1)
        heads = train_heads(rows, all_true, all_known)
        weights[f"letters.{what}"] = packed(heads[:-1])
        weights[f"letters.{what}.bias"] = heads[-1].astype(np.float32)
    return weights


def said_by_letters(letters: Said, messages: Sequence[Message]) -> Said:
    said = {}
    for what, groups in (("sentence", OF_SENTENCE), ("message", OF_MESSAGE)):
        table = np.vstack([letters[f"letters.{what}"], letters[f"letters.{what}.bias"]])
        columns = apply_heads(bags(_texts_of(messages, what), LETTERS), table.astype(np.float32))
        for group, names in groups:
            said[f"letters.{group}"], columns = columns[:, : len(names)], columns[:, len(names) :]
    return said


def _texts_of(messages: Sequence[Message], what: str) -> list[str]:
    if what == "message":
        return [message.text for message in messages]
    return [sentence.text for message in messages for sentence in message.sentences]


def truth_of(messages: Sequence[Message]) -> tuple[Said, Said]:
    """Return for each group of outputs what is true, and where that is known."""
    each = [targets(message) for message in messages]
    truth = {
        key: np.stack([one[key] for one in each]) for key in ("kinds", "flags", "parts", "ask")
    }
    has_parts = np.stack([one["has_parts"] for one in each])
    known = {group: np.ones_like(truth[group]) for group in ("kinds", "flags")}
    known |= {"parts": has_parts, "ask": np.repeat(has_parts[:, :1], 7, axis=1)}
    said = [(message, one) for message in messages for one in message.sentences]
    truth["roles"] = np.eye(len(ROLES))[[ROLES.index(one.role) for _, one in said]]
    is_spam = np.array([message.kind == "spam" for message, _ in said])
    known["roles"] = np.repeat(~is_spam[:, None], len(ROLES), axis=1)
    truth["sentence_parts"] = np.array([[p in (o.parts or ()) for p in PARTS] for _, o in said])
    has = np.repeat(has_parts, [len(message.sentences) for message in messages], axis=0)
    told = np.array([one.parts is not None for _, one in said])
    known["sentence_parts"] = has * told[:, None]
    return truth, known


def opinions(said: Said, group: str) -> list[np.ndarray]:
    """Return what all say of a group of outputs, in the order of their shares."""
    named = [f"{who}.{group}" for who in ("net", "letters", "views", "strongest")]
    return [said[name] for name in named if name in said]


def shares(messages: Sequence[Message], said: Said, met: Sequence[Message]) -> Said:
    """Return how much the word of each weighs, and where each output is cut.

    `met` are messages whose kinds are as often as they are met.
    """
    truth, known = truth_of(messages)
    found = {}
    for group, names in (*OF_SENTENCE, *OF_MESSAGE):
        told = opinions(said, group)
        if group in ("kinds", "roles"):
            where = known[group][:, 0] > 0
            there = [each[where] for each in told]
            table = _share_of_classes(there, truth[group][where])
            if group == "roles":
                table[-1] += _lean(weighed(table, there), truth[group][where])
            else:
                table[-1] += _AS_OFTEN_AS_MET * np.log(_often(met) / _often(messages))
        else:
            columns = []
            for one in range(len(names)):
                where = known[group][:, one] > 0
                columns.append(join([each[where, one] for each in told], truth[group][where, one]))
            table = np.stack(columns, axis=1)
        found[f"share.{group}"] = settled(table)
    return found


def _share_of_classes(said: Sequence[np.ndarray], truth: np.ndarray) -> np.ndarray:
    """Fit all shares and an offset a class, so that probabilities are as often right."""
    count, voices = truth.shape[1], len(said)

    def surprise(values: np.ndarray) -> float:
        logits = sum(share * each for share, each in zip(values, said, strict=False))
        moved = 0.002 * (values[voices:] ** 2).sum()
        return _surprise_of_classes(logits + values[voices:], truth) + float(moved)

    start = np.concatenate([np.full(voices, 0.5), np.zeros(count)])
    bounds = [(0, 5)] * voices + [(-2, 2)] * count
    best = minimize(surprise, start, method="L-BFGS-B", bounds=bounds)
    return np.stack([*(np.full(count, one) for one in best.x[:voices]), best.x[voices:]])


def leans_of_replies(messages: Sequence[Message], said: Said, weights: Said) -> Said:
    """Return how far kinds (8,) and flags (6,) of replies lean, held in check: few are seen."""
    rows = [place for place, message in enumerate(messages) if message.is_reply]
    truth, _ = truth_of([messages[row] for row in rows])

    def lean(group: str, surprise: Callable[[np.ndarray, np.ndarray], float]) -> np.ndarray:
        logits = weighed(weights[f"share.{group}"], opinions(said, group))[rows]

        def surprise_of(moved: np.ndarray) -> float:
            return surprise(logits + moved, truth[group]) + _HELD * float((moved**2).sum())

        start = np.zeros(logits.shape[1])
        return settled(minimize(surprise_of, start, method="L-BFGS-B").x)

    return {
        "replies.kinds": lean("kinds", _surprise_of_classes),
        "replies.flags": lean("flags", _surprise_of_each),
    }


def _surprise_of_classes(logits: np.ndarray, truth: np.ndarray) -> float:
    logits = logits - logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return float(-(logits * truth).sum() / len(truth))


def _surprise_of_each(logits: np.ndarray, truth: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(truth > 0, -logits, logits)).sum() / len(truth))


def _often(messages: Sequence[Message]) -> np.ndarray:
    """Return which share of messages each kind has; one seen never is rare, not impossible."""
    kinds = [message.kind for message in messages]
    return np.array([1 + kinds.count(kind) for kind in KINDS]) / len(kinds)


def _lean(logits: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return how far to lean to fact and request: losing one is worse than a feeling shown."""
    roles = truth.argmax(axis=1)
    best, lean = -1.0, np.zeros(len(ROLES))
    for fact in np.arange(0, 1.3, 0.1):
        for request in np.arange(0, 1.6, 0.1):
            moved = np.array([fact, 0, request, 0])
            score = _worth((logits + moved).argmax(axis=1), roles)
            if score > best:
                best, lean = score, moved
    return lean


def _worth(said: np.ndarray, roles: np.ndarray) -> float:
    f1s, recalls = [], []
    for role in range(len(ROLES)):
        hits = ((said == role) & (roles == role)).sum()
        f1s.append(2 * hits / max(1, (said == role).sum() + (roles == role).sum()))
        recalls.append(hits / max(1, (roles == role).sum()))
    return float(np.mean(f1s) + min(recalls[0], _FOUND) + min(recalls[2], _FOUND))
