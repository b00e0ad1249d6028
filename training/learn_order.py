"""Learn how the features of a match weigh, and when a match is certain."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from training.ask_shared import without_what_they_mean
from training.simulate_catalogues import Asked
from whydesk.understanding.judging import Judge, circumstances

_TIES = 1e-2
_RIDGE = 1e-2
# That something fits says so much for the best entry, even if another is meant: people are
# better served by a look at its neighbours than by "nothing fits".
_BESIDE = 0.7
# Of each request so many of the best entries are judged.
_JUDGED = 3
_REAL_IN_ORDER, _REAL_IN_CERTAINTY = 60, 6_000


def learn_judge(simulated: Sequence[Asked], real: Sequence[Asked]) -> Judge:
    """Return the weights that put the meant entry first, and those of the certainty.

    A real request, from a whole catalogue of one product, counts like many
    simulated ones; those of which the entry is gone count for the certainty.
    """
    asked = [*simulated, *real]
    counts = _counts(simulated, real, _REAL_IN_ORDER)
    is_there = np.array([each.meant == 0 for each in asked])
    catalogues = [each.features for each in asked if each.meant == 0]
    order = _learn_order(catalogues, counts[is_there])
    gone = without_what_they_mean(real)
    counts = _counts(simulated, [*real, *gone], _REAL_IN_CERTAINTY)
    return _learn_judge(order, [*asked, *gone], counts, beside=_BESIDE)


def learn_judge_of_messages(order: np.ndarray, asked: Sequence[Asked]) -> Judge:
    """Return what tells whether the nearest tickets of a desk are the same matter."""
    return _learn_judge(order, asked, np.ones(len(asked)), beside=0)


def _learn_judge(
    order: np.ndarray, asked: Sequence[Asked], counts: np.ndarray, *, beside: float
) -> Judge:
    rows, are_meant = [], []
    for each in asked:
        standing = each.features @ order
        best = each.best(standing)[:_JUDGED]
        rows.append(circumstances(each.features, standing, best, each.told))
        meant = (best == each.meant).astype(float)
        if each.meant >= 0:
            meant[0] = max(meant[0], beside)
        are_meant.append(meant)
    counts = np.repeat(counts, [len(each) for each in rows])
    seen, truth = np.concatenate(rows), np.concatenate(are_meant)
    mean = np.average(seen, axis=0, weights=counts)
    spread = np.sqrt(np.average((seen - mean) ** 2, axis=0, weights=counts)) + 1e-6
    weights = _learn_certainty((seen - mean) / spread, truth, counts)
    return Judge(*(np.float32(each) for each in (order, mean, spread, weights[:-1])), weights[-1])


def _counts(simulated: Sequence[Asked], real: Sequence[Asked], worth: float) -> np.ndarray:
    return np.append(np.ones(len(simulated)), np.full(len(real), float(worth)))


def _learn_order(catalogues: list[np.ndarray], counts: np.ndarray) -> np.ndarray:
    """Softmax regression: the first row of each catalogue is the one that is meant."""
    rows = np.concatenate(catalogues).astype(float)
    spread = rows.std(axis=0) + 1e-6
    rows /= spread
    lengths = [len(each) for each in catalogues]
    starts = np.cumsum([0, *lengths])[:-1]
    of_catalogue = np.repeat(np.arange(len(lengths)), lengths)
    counts = counts / counts.mean()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        standing = rows @ weights
        top = np.maximum.reduceat(standing, starts)
        raised = np.exp(standing - top[of_catalogue])
        total = np.add.reduceat(raised, starts)
        share = raised / total[of_catalogue]
        usual = np.add.reduceat(share[:, None] * rows, starts)
        value = (counts * (np.log(total) + top - standing[starts])).mean()
        slope = (counts[:, None] * (usual - rows[starts])).mean(axis=0)
        return value + _TIES * weights @ weights, slope + 2 * _TIES * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x / spread


def _learn_certainty(seen: np.ndarray, truth: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Logistic regression; the last weight is the bias."""
    rows = np.column_stack([seen, np.ones(len(seen))]).astype(float)
    ridge = np.append(np.full(seen.shape[1], _RIDGE), 0)
    counts = counts / counts.mean()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        raised = rows @ weights
        value = (counts * (np.logaddexp(0, raised) - truth * raised)).mean() + ridge @ weights**2
        slope = rows.T @ (counts * (1 / (1 + np.exp(-raised)) - truth)) / len(truth)
        return value, slope + 2 * ridge * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
