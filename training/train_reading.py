"""Make whydesk/understanding/weights/reading.npz from the corpora.

A network is trained without the first fold, another without the second. Both are
shipped, and what each says of the fold that it has not seen tells how far to trust
networks, letters and the heads of train_overall.py, and where to cut. It is kept in
build/ for evaluate_reading.py. Parts of it may be made side by side:
`python -m training.train_reading 0`, and with 1, `overall` and `clauses`, then without.
"""

import sys
from collections.abc import Sequence

import numpy as np

from training.folds import LEFT_OUT, Said, fold_of, kept, trained_on
from training.heads import packed
from training.read_corpus import Message
from training.reading_network import prepare, train_network
from training.train_clauses import train_clauses
from training.train_overall import GROUPS, train_overall
from training.voices import (
    leans_of_replies,
    letters_of,
    said_by_letters,
    said_by_network,
    shares,
    truth_of,
)
from whydesk.understanding.likelihood import FLAGS
from whydesk.understanding.weights import FOLDER


def main() -> None:
    messages = trained_on()
    folds = [train_fold(messages, fold) for fold in LEFT_OUT]
    overall = overall_heads(messages)
    asked, said = out_of_fold(messages, folds, overall)
    weights = {
        key: head.astype(np.float16) for key, head in overall.items() if not key.startswith("said.")
    }
    met = [message for message in messages if not message.is_ours]
    weights |= {**shares(asked, said, met), **clause_layers(messages), **letters_of(messages)}
    weights |= leans_of_replies(asked, said, weights)
    for fold, found in zip(LEFT_OUT, folds, strict=True):
        weights |= {
            key.replace("layer", f"net{fold}"): packed(found[key])
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

    def make() -> Said:
        data = prepare(messages)
        learnt = [each for each in data if fold_of(each.message.scenario) != fold]
        asked = [each for each in data if fold_of(each.message.scenario) == fold]
        # Networks that see alike err alike: every other one sees each word among its neighbours.
        layers = train_network(learnt, seed=fold, sees_neighbours=fold % 2 == 1)
        letters = letters_of([each.message for each in learnt])
        found = {f"layer.{name}": layer for name, layer in layers.items()}
        found |= said_by_network(layers, asked)
        return found | said_by_letters(letters, [each.message for each in asked])

    return kept(f"reading-{fold}", messages, make)


def overall_heads(messages: Sequence[Message]) -> Said:
    """Return the heads beside the networks, and what they say of what they have not seen."""

    def make() -> Said:
        dealt = np.array([fold_of(message.scenario) for message in messages])
        return train_overall(prepare(messages), truth_of(messages)[0], dealt, LEFT_OUT)

    return kept("overall", messages, make)


def clause_layers(messages: Sequence[Message]) -> Said:
    return kept("clauses", messages, lambda: train_clauses(messages))


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


def _train_one(name: str) -> None:
    """Make what is named, or the network without the fold of that number."""
    messages = trained_on()
    if name in _BESIDE:
        _BESIDE[name](messages)
    else:
        train_fold(messages, int(name))


_BESIDE = {"overall": overall_heads, "clauses": clause_layers}


if __name__ == "__main__":
    if sys.argv[1:]:
        _train_one(sys.argv[1])
    else:
        main()
