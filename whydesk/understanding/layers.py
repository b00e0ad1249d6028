"""What all networks of the desk are made of; training/learning.py has the same for jax."""

from collections.abc import Mapping

import numpy as np

from whydesk.understanding.encoder import Floats

Layers = Mapping[str, Floats]

# A plain number: one of numpy's own would make doubles of all that it meets.
_SLOPE = float(np.sqrt(2 / np.pi))


def dense(layers: Layers, name: str, rows: Floats) -> Floats:
    """Return rows (n, in) through one layer: weighed, evened out, shifted and bent (n, out)."""
    return gelu(normed(rows @ layers[f"W{name}"]) + layers[f"b{name}"])


def normed(rows: Floats) -> Floats:
    """Return rows with a mean of nought and a spread of one."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    found: Floats = centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
    return found.astype(np.float32, copy=False)


def gelu(rows: Floats) -> Floats:
    """Return the usual approximation of rows times the normal distribution of rows."""
    inner = rows * rows
    inner *= 0.044715 * _SLOPE
    inner += _SLOPE
    inner *= rows
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= 0.5
    return inner
