"""Logistic heads on hashed letters, and how heads are joined, cut and checked."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from whydesk.understanding.ngrams import bag_of_letters


def bags(texts: Sequence[str], places: int) -> csr_matrix:
    """Return texts as rows of hashed letters, folded into so many places."""
    read = [bag_of_letters(text) for text in texts]
    ends = np.cumsum([0, *(len(found) for found, _ in read)])
    columns = np.concatenate([found % places for found, _ in read])
    values = np.concatenate([weights for _, weights in read])
    return csr_matrix((values, columns, ends), shape=(len(texts), places))


def train_head(
    rows: csr_matrix,
    truth: np.ndarray,
    strength: float = 30.0,
    weight: np.ndarray | None = None,
) -> np.ndarray:
    """Return weights of an output that is there or not; the last one is the bias."""
    if len(set(truth.tolist())) < 2:
        return np.append(np.zeros(rows.shape[1]), -3.0 if not truth[0] else 3.0)
    head = LogisticRegression(C=strength, solver="liblinear", tol=0.01, random_state=0)
    head.fit(rows, truth, sample_weight=weight)
    return np.append(head.coef_[0], head.intercept_[0])


def train_heads(
    rows: csr_matrix, truth: np.ndarray, known: np.ndarray, strength: float = 30.0
) -> np.ndarray:
    """Return the heads of many outputs (places + 1, outputs), each trained where it is known."""
    heads = [
        train_head(rows[known[:, one] > 0], truth[known[:, one] > 0, one], strength)
        for one in range(truth.shape[1])
    ]
    return np.stack(heads, axis=1)


def apply_heads(rows: csr_matrix, heads: np.ndarray) -> np.ndarray:
    return np.asarray(rows @ heads[:-1] + heads[-1])


def packed(weights: np.ndarray) -> np.ndarray:
    """Return weights as 16-bit numbers of seven binary digits: zipped, a quarter smaller."""
    bits = weights.astype(np.float16).view(np.uint16)
    return ((bits + np.uint16(8)) & np.uint16(0xFFF0)).view(np.float16)


def settled(weights: np.ndarray) -> np.ndarray:
    """Return weights without their last digits, in which one machine differs from another."""
    return np.round(weights, 4).astype(np.float32)


def join(said: Sequence[np.ndarray], truth: np.ndarray) -> np.ndarray:
    """Return the share of each logit of one output, and the offset.

    The offset moves the best cut to zero, where F1 is highest, smoothed
    over neighbouring cuts so that a chance peak does not win.
    """
    columns = np.stack(said, axis=1)
    fitted = LogisticRegression(C=1.0).fit(columns, truth)
    shares = np.maximum(fitted.coef_[0], 0)
    logits = columns @ shares + fitted.intercept_[0]
    return np.array([*shares, fitted.intercept_[0] - best_cut(logits, truth)])


def best_cut(logits: np.ndarray, truth: np.ndarray) -> float:
    """Return the logit above which F1 is highest, read off a smoothed curve."""
    cuts = np.linspace(-2.5, 1.5, 81)
    scores = np.array([f1(logits > cut, truth) for cut in cuts])
    smooth = np.convolve(scores, np.ones(21) / 21, mode="valid")
    return float(cuts[int(smooth.argmax()) + 10])


def f1(said: np.ndarray, truth: np.ndarray) -> float:
    hits = float((said & (truth > 0)).sum())
    return 2 * hits / max(1.0, float(said.sum() + (truth > 0).sum()))
