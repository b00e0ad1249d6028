"""Say how well the coach reads replies: cross-validated by scenario, and the held-back ones."""

from collections.abc import Iterator, Sequence

import numpy as np

from training.heads import f1
from training.read_corpus import REPLY_LABELS, is_held_back, read_replies
from training.train_coach import FOLDS, Corpus, fold_of, out_of_fold, read_corpus, train_join
from whydesk.understanding.coach import LABELS, coach_replies
from whydesk.understanding.coach_features import Reply

LANGUAGES = ("ru", "pt", "en")


def report() -> str:
    """Return the coach's part of REPORT.md."""
    corpus = read_corpus(lambda reply: not is_held_back(reply.scenario))
    lines = ["## Coach", ""]
    lines += [f"Cross-validated by scenario in {FOLDS} parts, F1.", ""]
    lines += _table(_cross_validated(corpus), corpus.labels, [r.lang for r in corpus.replies])
    kept = [reply for reply in read_replies() if is_held_back(reply.scenario)]
    read = coach_replies([Reply(r.text, r.customer, r.situation) for r in kept])
    said = np.array([[each.labels[name] for name in LABELS] for each in read])
    truth = np.array([[name in reply.labels for name in LABELS] for reply in kept])
    lines += ["", "Held back from training, with the shipped weights, F1.", ""]
    lines += _table(said, truth, [reply.lang for reply in kept])
    return "\n".join(lines) + "\n"


def _cross_validated(corpus: Corpus) -> np.ndarray:
    rows = out_of_fold(corpus)
    folds = np.array([fold_of(reply) for reply in corpus.replies])
    said = np.zeros(corpus.labels.shape, dtype=bool)
    for fold in range(FOLDS):
        there = folds == fold
        join = train_join(rows[~there], corpus.labels[~there], folds[~there])
        said[there] = rows[there] @ join[:-1] + join[-1] > 0
    return said


def _table(said: np.ndarray, truth: np.ndarray, languages: Sequence[str]) -> Iterator[str]:
    yield "| label | all | " + " | ".join(LANGUAGES) + " | texts |"
    yield "|---" * (len(LANGUAGES) + 3) + "|"
    of = np.array(languages)
    chosen = [np.full(len(of), True), *(of == language for language in LANGUAGES)]
    scores = np.array(
        [
            [f1(said[rows, label], truth[rows, label]) for rows in chosen]
            for label in range(len(REPLY_LABELS))
        ]
    )
    for label, row in zip(REPLY_LABELS, scores, strict=True):
        count = truth[:, REPLY_LABELS.index(label)].sum()
        yield f"| {label} | " + " | ".join(f"{each:.2f}" for each in row) + f" | {count} |"
    mean = " | ".join(f"{each:.3f}" for each in scores.mean(axis=0))
    yield f"| **macro** | {mean} | {len(of)} |"


if __name__ == "__main__":
    print(report())
