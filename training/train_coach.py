"""Train what whydesk/understanding/coach.py reads: weights/coach.npz.

Two kinds of logistic heads, by meaning and by letters, judge each sentence and
the reply as a whole. Which sentence of a shared reply carries a label is not
known: the heads trained on ours point it out. A last logistic joins all of them,
trained on what they say of replies that they were not trained on. A small
network (coach_network.py) reads the words in their context and is joined too.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from training.coach_network import Prepared, train_network
from training.heads import best_cut
from training.read_corpus import REPLY_LABELS, Reply, is_held_back, read_replies
from whydesk.understanding import coach
from whydesk.understanding.coach_features import PLACES, Seen, sentences_of
from whydesk.understanding.coach_features import Reply as Sent
from whydesk.understanding.weights import FOLDER

KEPT = Path("build")
FOLDS = 5
# One more costs 0.35 MB.
NETWORKS = 2
_MEANT, _SIGNED = 3.0, 0.7
_LETTERED, _NOTED = 3.0, 0.5
_OWN_HEADS, _OTHER_HEADS = 0.5, 0.05
_COLD = REPLY_LABELS.index("cold")

Arrays = dict[str, np.ndarray]


@dataclass
class Corpus:
    """Replies with all that is seen of them; sentence_labels is -1 where it is not known."""

    replies: list[Reply]
    sent: list[Sent]
    views: coach.Views
    labels: np.ndarray
    sentence_labels: np.ndarray

    @property
    def of_reply(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.replies)), self.views.counts)


def read_corpus(keep: Callable[[Reply], bool]) -> Corpus:
    """Return the replies to be trained on, or others, seen as the coach sees them."""
    replies = [reply for reply in read_replies() if keep(reply)]
    sent = [Sent(each.text, each.customer, each.situation, each.lang) for each in replies]
    said = [[span.of(each.text) for span in sentences_of(each.text)] for each in replies]
    labels = np.array([[name in each.labels for name in REPLY_LABELS] for each in replies])
    told = [_sentence_labels(*each) for each in zip(replies, said, labels, strict=True)]
    return Corpus(replies, sent, coach.look_at(sent, said), labels, np.concatenate(told))


def _sentence_labels(reply: Reply, said: Sequence[str], labels: np.ndarray) -> np.ndarray:
    """Return what each sentence carries: 1, 0, or -1 where only the reply's labels are known."""
    told = np.where(labels, -1, 0)[None].repeat(len(said), axis=0)
    if len(said) == 1:
        told[0] = labels
    elif [each.text for each in reply.sentences] == list(said):
        own = [[name in (each.parts or ()) for name in REPLY_LABELS] for each in reply.sentences]
        told = np.where(np.any(own, axis=0) >= labels, own, told)
    told[:, _COLD] = labels[_COLD]
    return told


def fold_of(reply: Reply) -> int:
    """Return which part of the cross-validation a scenario belongs to."""
    return hashlib.md5(reply.scenario.encode()).digest()[0] % FOLDS


def train_heads(corpus: Corpus, chosen: np.ndarray) -> Arrays:
    """Return the heads of sentences and wholes, trained on the chosen replies."""
    rows = np.isin(corpus.of_reply, chosen)
    seen, told = corpus.views.sentences, corpus.sentence_labels.copy()
    heads = _train_some(seen, told, rows, "sentence")
    said = sum(coach.score(_single(heads), "sentence", seen))
    _point_out(told, said, corpus.of_reply, rows)
    heads = _train_some(seen, told, rows, "sentence")
    picked = np.isin(np.arange(len(corpus.replies)), chosen)
    return heads | _train_some(corpus.views.wholes, corpus.labels.astype(int), picked, "whole")


def _point_out(told: np.ndarray, said: np.ndarray, of_reply: np.ndarray, rows: np.ndarray) -> None:
    """Fill in what is not known: a label is carried where the heads say so, once at least."""
    for label in range(told.shape[1]):
        unknown = np.flatnonzero(rows & (told[:, label] < 0))
        told[unknown, label] = said[unknown, label] > 0
        for reply in np.unique(of_reply[unknown]):
            those = unknown[of_reply[unknown] == reply]
            told[those[said[those, label].argmax()], label] = 1


def _train_some(seen: Seen, told: np.ndarray, rows: np.ndarray, name: str) -> Arrays:
    meant = np.hstack([seen.vectors * _MEANT, seen.signs * _SIGNED])
    lettered = hstack([_bags(seen) * _LETTERED, csr_matrix(seen.signs * _NOTED)]).tocsr()
    by_meaning, by_letters = [], []
    for label in range(told.shape[1]):
        known = rows & (told[:, label] >= 0)
        truth = told[known, label]
        strength = 0.5 if name == "sentence" else 0.3
        by_meaning.append(_logistic(meant[known], truth, strength, "lbfgs"))
        by_letters.append(_logistic(lettered[known], truth, 3.0, "liblinear"))
    width, signs = seen.vectors.shape[1], seen.signs.shape[1]
    meaning, letters = np.stack(by_meaning, axis=1), np.stack(by_letters, axis=1)
    scale = np.concatenate([np.full(width, _MEANT), np.full(signs, _SIGNED), [1]])
    return {
        f"{name}.meaning": meaning * scale[:, None],
        f"{name}.letters": letters[:PLACES] * _LETTERED,
        f"{name}.signs": letters[PLACES:] * np.append(np.full(signs, _NOTED), 1)[:, None],
    }


def _logistic(rows: np.ndarray, truth: np.ndarray, strength: float, solver: str) -> np.ndarray:
    if len(np.unique(truth)) < 2:
        return np.append(np.zeros(rows.shape[1]), 3.0 if truth[0] else -3.0)
    head = LogisticRegression(C=strength, solver=solver, max_iter=300, random_state=0)
    head.fit(rows, truth)
    return np.append(head.coef_[0], head.intercept_[0])


def train_networks(corpus: Corpus, chosen: np.ndarray, count: int) -> Arrays:
    """Return the layers of some networks, trained on the chosen replies."""
    prepared = [_prepared(corpus, one) for one in chosen.tolist()]
    arrays: Arrays = {"networks": np.array(count)}
    for number in range(count):
        layers = train_network(prepared, seed=number)
        arrays |= {f"network{number}.{name}": each for name, each in layers.items()}
    return arrays


def _prepared(corpus: Corpus, one: int) -> Prepared:
    seen, first = corpus.views.sentences, int(corpus.views.starts[one])
    last = first + corpus.views.counts[one]
    ends = np.append(seen.starts[1:], len(seen.words))
    return Prepared(
        words=seen.words[seen.starts[first] : ends[last - 1]],
        lengths=(ends - seen.starts)[first:last].tolist(),
        vectors=seen.vectors[first:last],
        signs=seen.signs[first:last],
        sentence_labels=corpus.sentence_labels[first:last],
        labels=corpus.labels[one],
    )


def _bags(seen: Seen) -> csr_matrix:
    ends = np.cumsum([0, *(len(places) for places, _ in seen.letters)])
    columns = np.concatenate([places for places, _ in seen.letters])
    values = np.concatenate([weights for _, weights in seen.letters])
    return csr_matrix((values, columns, ends), shape=(len(seen.letters), PLACES))


def _single(arrays: Arrays) -> Arrays:
    """Return arrays as they are after being stored."""
    return {name: each.astype(np.float16).astype(np.float32) for name, each in arrays.items()}


def gathered(corpus: Corpus, arrays: Arrays, chosen: np.ndarray) -> np.ndarray:
    """Return a row of what the heads say of each chosen reply."""
    weights, views = _single(arrays), corpus.views
    sentences = coach.score(weights, "sentence", views.sentences)
    wholes = coach.score(weights, "whole", views.wholes)
    _told, read = coach.read_by_network(weights, views)
    rows = coach.gather(corpus.sent, views.counts, sentences, (*wholes, read))
    return rows[chosen]


def train_join(rows: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return the weights that join all heads; zero is the best cut of each label."""
    return np.stack(
        [_join_one(rows, labels[:, one], folds, one) for one in range(labels.shape[1])], axis=1
    )


def _join_one(rows: np.ndarray, truth: np.ndarray, folds: np.ndarray, label: int) -> np.ndarray:
    count = len(REPLY_LABELS)
    heads = rows.shape[1] - _ticket_columns()
    scale = np.full(rows.shape[1], _OTHER_HEADS)
    scale[label:heads:count] = scale[heads:] = _OWN_HEADS
    scaled, cuts = rows * scale, np.zeros(len(truth))
    for fold in np.unique(folds):
        there = folds == fold
        other = _logistic(scaled[~there], truth[~there], 0.1, "lbfgs")
        cuts[there] = scaled[there] @ other[:-1] + other[-1]
    joined = _logistic(scaled, truth, 0.1, "lbfgs")
    return np.append(joined[:-1] * scale, joined[-1] - best_cut(cuts, truth))


def _ticket_columns() -> int:
    return len(coach.SITUATIONS) + 2


def out_of_fold(corpus: Corpus) -> np.ndarray:
    """Return what heads say of each reply that they were not trained on.

    It is kept in build/ for the report, which needs the same.
    """
    told = repr([(each.text, sorted(each.labels)) for each in corpus.replies])
    path = KEPT / f"coach-{hashlib.md5(told.encode()).hexdigest()[:12]}.npy"
    if not path.exists():
        KEPT.mkdir(exist_ok=True)
        np.save(path, rows_of_strangers(corpus))
    return np.asarray(np.load(path))


def rows_of_strangers(corpus: Corpus) -> np.ndarray:
    chosen = np.arange(len(corpus.replies))
    folds = np.array([fold_of(each) for each in corpus.replies])
    found: dict[int, np.ndarray] = {}
    for fold in np.unique(folds):
        others = chosen[folds != fold]
        heads = train_heads(corpus, others) | train_networks(corpus, others, 1)
        there = chosen[folds == fold]
        print(f"coach: part {fold + 1} of {FOLDS}", flush=True)
        found |= zip(there.tolist(), gathered(corpus, heads, there), strict=True)
    return np.stack([found[one] for one in chosen.tolist()])


def train(corpus: Corpus) -> Arrays:
    """Return everything that coach.npz holds."""
    chosen = np.arange(len(corpus.replies))
    folds = np.array([fold_of(reply) for reply in corpus.replies])
    join = train_join(out_of_fold(corpus), corpus.labels, folds)
    return train_heads(corpus, chosen) | train_networks(corpus, chosen, NETWORKS) | {"join": join}


def main() -> None:
    arrays = train(read_corpus(lambda reply: not is_held_back(reply.scenario)))
    FOLDER.mkdir(exist_ok=True)
    ordered = {name: arrays[name].astype(np.float16) for name in sorted(arrays)}
    np.savez_compressed(FOLDER / "coach.npz", **ordered)


if __name__ == "__main__":
    main()
