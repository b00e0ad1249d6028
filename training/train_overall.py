"""Train the linear heads of whydesk/understanding/overall.py.

What heads trained without a fold say of that fold is kept beside them in
build/, as train_reading.py keeps what its networks say.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from training.heads import apply_heads, bags, train_head
from training.reading_network import Prepared
from whydesk.understanding.encoder import Read, encoder
from whydesk.understanding.likelihood import FLAGS
from whydesk.understanding.overall import LETTERS, TOLD_ONCE, vectors_of, views

Said = dict[str, np.ndarray]

GROUPS = ("kinds", "flags")
_STRENGTH = 3.0
_STEPS = 60
_ROUNDS = 3


def train_overall(data: Sequence[Prepared], truth: Said, folds: np.ndarray, left_out: Any) -> Said:
    """Return heads trained on all messages, and what others said of the folds left out.

    Keys: `views.kinds` and `strongest.leaving` for heads, `said.…` with one
    row a message, nought where its fold was not left out.
    """
    seen, sentences, starts = features(data)
    found: Said = {}
    for group in GROUPS:
        said = np.zeros_like(truth[group], dtype=np.float32)
        for fold in left_out:
            head = _views_head(seen[folds != fold], truth[group][folds != fold], group == "kinds")
            said[folds == fold] = apply_heads(seen[folds == fold], head)
        found[f"said.views.{group}"] = said
        found[f"views.{group}"] = _views_head(seen, truth[group], group == "kinds")
    for name in TOLD_ONCE:
        true = truth["flags"][:, FLAGS.index(name)] > 0
        logits = np.zeros(len(data), np.float32)
        for fold in left_out:
            head = _strongest_head(sentences, starts, true, folds != fold)
            most = np.maximum.reduceat(apply_heads(sentences, head), starts)
            logits[folds == fold] = most[folds == fold]
        found[f"said.strongest.{name}"] = logits
        found[f"strongest.{name}"] = _strongest_head(sentences, starts, true, folds >= 0)
    return found


def features(data: Sequence[Prepared]) -> tuple[np.ndarray, csr_matrix, np.ndarray]:
    """Return the views of messages, the rows of their sentences, and where each begins."""
    counts = np.array([len(each.lengths) for each in data])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    vectors = np.concatenate([each.vectors for each in data])
    cues = np.concatenate([each.cues for each in data])
    whole = np.concatenate([_whole(each) for each in data])
    texts = [sentence.text for each in data for sentence in each.message.sentences]
    rows = [bags(texts, LETTERS), csr_matrix(vectors), csr_matrix(0.3 * cues)]
    return views(vectors, cues, whole, starts), hstack(rows).tocsr().astype(np.float32), starts


def _whole(each: Prepared) -> np.ndarray:
    layers, words = encoder()._w, each.words.astype(np.float32).sum(axis=0)[None]
    count = np.array([sum(each.lengths)], np.float32)
    sums = words @ layers.cnn_W + count[:, None] * layers.cnn_b
    start = np.zeros(1, np.int64)
    return vectors_of(Read(words, start, sums, count), start)[1]


def _views_head(rows: np.ndarray, truth: np.ndarray, is_one_of: bool) -> np.ndarray:
    """Return logistic weights of all outputs at once; the last row is the bias."""
    seen, true = jnp.asarray(rows), jnp.asarray(truth, jnp.float32)
    shape = rows.shape[1] + 1, truth.shape[1]

    @jax.jit
    def surprise(flat: Any) -> Any:
        head = flat.reshape(shape)
        logits = seen @ head[:-1] + head[-1]
        if is_one_of:
            each = -(true * jax.nn.log_softmax(logits)).sum(1)
        else:
            each = (jnp.logaddexp(0, logits) - logits * true).sum(1)
        return each.mean() + (head[:-1] ** 2).sum() / (2 * _STRENGTH * len(rows))

    slope = jax.jit(jax.value_and_grad(surprise))

    def both(flat: np.ndarray) -> tuple[float, np.ndarray]:
        value, found = slope(jnp.asarray(flat, jnp.float32))
        return float(value), np.asarray(found, float)

    options = {"maxiter": _STEPS, "ftol": 1e-6}
    best = minimize(
        both, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=options
    )
    return best.x.reshape(shape).astype(np.float32)


def _strongest_head(
    rows: csr_matrix, starts: np.ndarray, true: np.ndarray, known: np.ndarray
) -> np.ndarray:
    """Return a head on sentences, of messages of which only the whole is labelled.

    At first every sentence of a message stands for it; then only those that
    spoke most for it, again and again.
    """
    counts = np.diff(np.append(starts, rows.shape[0]))
    of_message = np.repeat(np.arange(len(starts)), counts)
    is_true, is_known = true[of_message], known[of_message]
    logits, head = np.zeros(rows.shape[0]), np.zeros(0)
    for turn in range(_ROUNDS):
        strongest = np.maximum.reduceat(logits, starts)[of_message]
        stands = logits >= strongest - 0.5
        chosen = np.flatnonzero(is_known & (~is_true | stands))
        share = np.ones(len(chosen)) if turn else 1 / np.sqrt(counts[of_message[chosen]])
        weight = np.where(is_true[chosen], share, 1.0)
        head = train_head(rows[chosen], is_true[chosen], 5.0, weight)
        logits = apply_heads(rows, head)
    return head.astype(np.float32)
