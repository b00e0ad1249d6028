"""Make whydesk/understanding/weights/reading.npz from the corpora.

The scenarios are dealt into six folds. A network is trained without the first
fold, another without the second: both are shipped, and what each says of the
fold that it has not seen tells how far to trust networks, letters and the heads
of train_overall.py, and where to cut. It is kept in build/ for
evaluate_reading.py. The folds may be trained side by side:
`python -m training.train_reading 0`, then 1, then without.
"""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
from scipy.optimize import minimize

from training.heads import apply_heads, bags, join, packed, settled, train_heads
from training.read_corpus import KINDS, PARTS, ROLES, Message, is_held_back, read_messages
from training.reading_network import (
    Prepared,
    forward,
    lay_out,
    prepare,
    targets,
    train_network,
)
from training.train_clauses import train_clauses
from training.train_overall import GROUPS, train_overall
from whydesk.understanding.likelihood import FLAGS, OF_MESSAGE, OF_SENTENCE, weighed
from whydesk.understanding.weights import FOLDER

FOLDS = 6
LEFT_OUT = (0, 1)
LETTERS = 1 << 14
KEPT = Path("build")
# How much a found fact or request is worth beside the mean F1 of the roles.
_WORTH_OF_RECALL = 1.0

Said = dict[str, np.ndarray]


def fold_of(scenario: str) -> int:
    return int(hashlib.md5(scenario.encode()).hexdigest(), 16) % FOLDS


def trained_on() -> list[Message]:
    """Return the messages that may be learnt from."""
    return [message for message in read_messages() if not is_held_back(message.scenario)]


def main() -> None:
    messages = trained_on()
    folds = [train_fold(messages, fold) for fold in LEFT_OUT]
    overall = overall_heads(messages)
    asked, said = out_of_fold(messages, folds, overall)
    weights = {
        key: head.astype(np.float16) for key, head in overall.items() if not key.startswith("said.")
    }
    weights |= {**shares(asked, said), **train_clauses(messages), **_letters(messages)}
    for fold, found in zip(LEFT_OUT, folds, strict=True):
        weights |= {
            key.replace("layer", f"net{fold}"): found[key].astype(np.float16)
            for key in found
            if key.startswith("layer.")
        }
    save(weights)


def save(weights: Said) -> None:
    """Write the weights so that the same weights are the same bytes."""
    FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(FOLDER / "reading.npz", **dict(sorted(weights.items())))


def train_fold(messages: Sequence[Message], fold: int) -> Said:
    """Return a network trained without a fold, and what it and the letters say of that fold."""
    path = KEPT / f"reading-{fold}-{fingerprint(messages)}.npz"
    if not path.exists():
        data = prepare(messages)
        learnt = [each for each in data if fold_of(each.message.scenario) != fold]
        asked = [each for each in data if fold_of(each.message.scenario) == fold]
        # Networks that see alike err alike: every other one sees each word among its neighbours.
        layers = train_network(learnt, seed=fold, sees_neighbours=fold % 2 == 1)
        found = {f"layer.{name}": layer for name, layer in layers.items()}
        found |= say(layers, asked) | _say_letters(learnt, asked)
        KEPT.mkdir(exist_ok=True)
        np.savez(path, **found)
    kept = np.load(path)
    return {key: kept[key] for key in kept.files}


def overall_heads(messages: Sequence[Message]) -> Said:
    """Return the heads beside the networks, and what they say of what they have not seen."""
    path = KEPT / f"overall-{fingerprint(messages)}.npz"
    if not path.exists():
        dealt = np.array([fold_of(message.scenario) for message in messages])
        KEPT.mkdir(exist_ok=True)
        heads = train_overall(prepare(messages), truth_of(messages)[0], dealt, LEFT_OUT)
        np.savez(path, **heads)
    kept = np.load(path)
    return {key: kept[key] for key in kept.files}


def out_of_fold(
    messages: Sequence[Message], folds: Sequence[Said], overall: Said
) -> tuple[list[Message], Said]:
    """Return the messages that were left out, and what was said of them, in the same order."""
    asked = [
        message for fold in LEFT_OUT for message in messages if fold_of(message.scenario) == fold
    ]
    keys = [key for key in folds[0] if not key.startswith("layer.")]
    found = {key: np.concatenate([fold[key] for fold in folds]) for key in keys}
    dealt = np.array([fold_of(message.scenario) for message in messages])
    places = np.concatenate([np.flatnonzero(dealt == fold) for fold in LEFT_OUT])
    strongest = np.zeros((len(places), len(FLAGS)), np.float32)
    for key in overall:
        if key.startswith("said.strongest."):
            strongest[:, FLAGS.index(key.split(".")[-1])] = overall[key][places]
    found |= {f"views.{group}": overall[f"said.views.{group}"][places] for group in GROUPS}
    return asked, found | {"strongest.flags": strongest}


def opinions(said: Said, group: str) -> list[np.ndarray]:
    """Return what all say of a group of outputs, in the order of their shares."""
    named = [f"{who}.{group}" for who in ("net", "letters", "views", "strongest")]
    return [said[name] for name in named if name in said]


def fingerprint(messages: Sequence[Message]) -> str:
    """Return a name for what is learnt from: another text or another label is another name."""
    told = [
        (
            *(each.text, each.kind, each.blocking, each.temperature, each.leaving),
            *(each.public_threat, sorted(each.parts), each.ask),
            [(one.text, one.role, sorted(one.parts or ())) for one in each.sentences],
        )
        for each in messages
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def _say_letters(learnt: Sequence[Prepared], asked: Sequence[Prepared]) -> Said:
    letters, said = _letters([each.message for each in learnt]), {}
    for what, groups in (("sentence", OF_SENTENCE), ("message", OF_MESSAGE)):
        table = np.vstack([letters[f"letters.{what}"], letters[f"letters.{what}.bias"]])
        texts = texts_of([each.message for each in asked], what)
        columns = apply_heads(bags(texts, LETTERS), table.astype(np.float32))
        for group, names in groups:
            said[f"letters.{group}"], columns = columns[:, : len(names)], columns[:, len(names) :]
    return said


def say(layers: dict[str, Any], data: Sequence[Prepared], at_once: int = 48) -> Said:
    """Return what a network says of prepared messages, as logits."""
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


def texts_of(messages: Sequence[Message], what: str) -> list[str]:
    if what == "message":
        return [message.text for message in messages]
    return [sentence.text for message in messages for sentence in message.sentences]


def truth_of(messages: Sequence[Message]) -> tuple[Said, Said]:
    """Return for each group of outputs what is true, and where that is known."""
    each = [targets(message) for message in messages]
    truth = {
        "kinds": np.eye(len(KINDS))[[one["kind"] for one in each]],
        **{key: np.stack([one[key] for one in each]) for key in ("flags", "parts", "ask")},
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


def _letters(messages: Sequence[Message]) -> Said:
    truth, known = truth_of(messages)
    weights = {}
    for what, groups in (("sentence", OF_SENTENCE), ("message", OF_MESSAGE)):
        rows = bags(texts_of(messages, what), LETTERS)
        all_true = np.concatenate([truth[group] for group, _ in groups], axis=1)
        all_known = np.concatenate([known[group] for group, _ in groups], axis=1)
        heads = train_heads(rows, all_true, all_known)
        weights[f"letters.{what}"] = packed(heads[:-1])
        weights[f"letters.{what}.bias"] = heads[-1].astype(np.float32)
    return weights


def shares(messages: Sequence[Message], said: Said) -> Said:
    """Return how much the word of each weighs, and where each output is cut."""
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
        logits = logits + values[voices:]
        logits = logits - logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        moved = 0.002 * (values[voices:] ** 2).sum()
        return float(-(logits * truth).sum() / len(truth) + moved)

    start = np.concatenate([np.full(voices, 0.5), np.zeros(count)])
    bounds = [(0, 5)] * voices + [(-2, 2)] * count
    best = minimize(surprise, start, method="L-BFGS-B", bounds=bounds)
    return np.stack([*(np.full(count, one) for one in best.x[:voices]), best.x[voices:]])


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
    return float(np.mean(f1s) + _WORTH_OF_RECALL * (recalls[0] + recalls[2]) / 2)


if __name__ == "__main__":
    if sys.argv[1:]:
        train_fold(trained_on(), int(sys.argv[1]))
    else:
        main()
