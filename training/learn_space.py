"""Learn the space of matching: the encoder's last layers, told what means the same.

The head of the encoder is trained on, from the weights it came with: two texts
of one concept shall lie nearer than texts of two (contrastive, in both
directions, all concepts of a step against each other, their near misses among
them). Plain numpy with the gradient written out, so that every run gives the
same bytes.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Layers = dict[str, Floats]
# Texts as summed tokens (n, 512) and how many they are (n,).
Sums = tuple[Floats, Floats]

_DECAY_MEAN, _DECAY_SQUARE = 0.9, 0.999
_WARM_UP = 10


def pooled(sums: Sums) -> Floats:
    return sums[0] / np.sqrt(sums[1])[:, None]


def forward(
    w: Mapping[str, Floats], m: Floats, masks: Sequence[Floats] | None = None
) -> tuple[Floats, tuple[Floats, ...]]:
    """Return the unit vectors of pooled texts, and what the way back needs."""
    drop = masks or (np.float32(1),) * 4
    m = m * drop[0]
    first = np.maximum(m @ w["d0"], 0)
    dropped_first = first * drop[1]
    hidden = np.maximum(m @ w["p1"] + dropped_first @ w["d1"], 0)
    dropped = hidden * drop[2]
    second = np.maximum(dropped @ w["d2"], 0)
    dropped_second = second * drop[3]
    found = np.tanh(dropped @ w["p3"] + dropped_second @ w["d3"])
    length = np.linalg.norm(found, axis=1, keepdims=True)
    unit = found / length
    return unit, (m, first, dropped_first, hidden, dropped, second, dropped_second, found, length)


def backward(
    w: Mapping[str, Floats], kept: tuple[Floats, ...], slope: Floats, masks: Sequence[Floats]
) -> Layers:
    """Return the gradient of each layer, given that of the unit vectors."""
    m, first, dropped_first, hidden, dropped, second, dropped_second, found, length = kept
    unit = found / length
    at_found = (slope - unit * np.sum(slope * unit, axis=1, keepdims=True)) / length
    at_out = at_found * (1 - found * found)
    at_second = (at_out @ w["d3"].T) * masks[3] * (second > 0)
    at_hidden = (at_out @ w["p3"].T + at_second @ w["d2"].T) * masks[2] * (hidden > 0)
    at_first = (at_hidden @ w["d1"].T) * masks[1] * (first > 0)
    return {
        "d0": m.T @ at_first,
        "d1": dropped_first.T @ at_hidden,
        "d2": dropped.T @ at_second,
        "d3": dropped_second.T @ at_out,
        "p1": m.T @ at_hidden,
        "p3": dropped.T @ at_out,
    }


def contrast(a: Floats, b: Floats, heat: float) -> tuple[Floats, Floats]:
    """Return the slopes at a and b of: each a shall know its b among all, and back."""
    likeness = a @ b.T / heat
    count = len(a)
    slope = (_share(likeness) + _share(likeness.T).T) / count
    slope[np.arange(count), np.arange(count)] -= 2 / count
    slope /= heat
    return slope @ b, slope.T @ a


def _share(rows: Floats) -> Floats:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


class Learner:
    """Adam over the layers of the head, with dropout from its own seed."""

    def __init__(self, start: Mapping[str, Floats], *, seed: int, rate: float, drop: float):
        self.layers: Layers = {name: each.astype(np.float32) for name, each in start.items()}
        self.chance = np.random.default_rng(seed)
        self._rate, self._drop, self._step = rate, drop, 0
        self._mean = {name: np.zeros_like(each) for name, each in self.layers.items()}
        self._square = {name: np.zeros_like(each) for name, each in self.layers.items()}

    def learn(self, pairs: Sequence[tuple[Floats, Floats, float, float]]) -> None:
        """Take one step on pairs of pooled texts (a, b, heat, weight), rows belonging together."""
        slopes = {name: np.zeros_like(each) for name, each in self.layers.items()}
        for a, b, heat, weight in pairs:
            count = len(a)
            masks = self._masks(2 * count)
            unit, kept = forward(self.layers, np.concatenate([a, b]), masks)
            at_a, at_b = contrast(unit[:count], unit[count:], heat)
            slope = np.concatenate([at_a, at_b]) * np.float32(weight)
            for name, each in backward(self.layers, kept, slope, masks).items():
                slopes[name] += each
        self._move(slopes)

    def _masks(self, rows: int) -> list[Floats]:
        keep = 1 - self._drop
        widths = (self.layers[name].shape[0] for name in ("d0", "d1", "d2", "d3"))
        return [
            (self.chance.random((rows, width), dtype=np.float32) < keep).astype(np.float32) / keep
            for width in widths
        ]

    def _move(self, slopes: Layers) -> None:
        self._step += 1
        rate = self._rate * min(1.0, self._step / _WARM_UP)
        for name, slope in slopes.items():
            mean, square = self._mean[name], self._square[name]
            mean += (1 - _DECAY_MEAN) * (slope - mean)
            square += (1 - _DECAY_SQUARE) * (slope * slope - square)
            lift = 1 - _DECAY_MEAN**self._step
            spread = np.sqrt(square / (1 - _DECAY_SQUARE**self._step)) + 1e-8
            self.layers[name] -= np.float32(rate) * (mean / lift) / spread
