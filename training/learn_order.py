"""Learn how the features of a match weigh, and when a match is certain."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from training.simulate_catalogues import Asked
from whydesk.understanding.judging import Judge, circumstances

_TIES = 1e-2
_RIDGE = 1e-3
# Of each request so many of the best entries are judged.
_JUDGED = 3


def learn_judge(asked: Sequence[Asked]) -> Judge:
    """Return the weights that put the meant entry first, and those of the certainty."""
    order = _learn_order([each.features for each in asked if each.meant == 0])
    rows, are_meant = [], []
    for each in asked:
        standing = each.features @ order
        best = np.argsort(-standing, kind="stable")[:_JUDGED]
        rows.append(circumstances(each.features, standing, best))
        are_meant.append(best == each.meant)
    seen, truth = np.concatenate(rows), np.concatenate(are_meant).astype(float)
    mean, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    weights = _learn_certainty((seen - mean) / spread, truth)
    return Judge(*(np.float32(each) for each in (order, mean, spread, weights[:-1])), weights[-1])


def _learn_order(catalogues: list[np.ndarray]) -> np.ndarray:
    """Softmax regression: the first row of each catalogue is the one that is meant."""
    rows = np.concatenate(catalogues).astype(float)
    spread = rows.std(axis=0) + 1e-6
    rows /= spread
    lengths = [len(each) for each in catalogues]
    starts = np.cumsum([0, *lengths])[:-1]
    of_catalogue = np.repeat(np.arange(len(lengths)), lengths)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        standing = rows @ weights
        top = np.maximum.reduceat(standing, starts)
        raised = np.exp(standing - top[of_catalogue])
        total = np.add.reduceat(raised, starts)
        share = raised / total[of_catalogue]
        usual = np.add.reduceat(share[:, None] * rows, starts)
        value = (np.log(total) + top - standing[starts]).mean() + _TIES * weights @ weights
        return value, (usual - rows[starts]).mean(axis=0) + 2 * _TIES * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x / spread


def _learn_certainty(seen: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Logistic regression; the last weight is the bias."""
    rows = np.column_stack([seen, np.ones(len(seen))]).astype(float)
    ridge = np.append(np.full(seen.shape[1], _RIDGE), 0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        raised = rows @ weights
        value = (np.logaddexp(0, raised) - truth * raised).mean() + ridge @ weights**2
        slope = rows.T @ (1 / (1 + np.exp(-raised)) - truth) / len(truth)
        return value, slope + 2 * ridge * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
