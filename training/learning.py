"""What all networks are trained with: layers for jax, losses, padding, and the way down.

Everything is seeded: the same corpus gives the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Tree = dict[str, Any]

_RATE, _DECAY = 1.5e-3, 0.05
_WARM_UP, _LONGEST_SLOPE = 50, 2.0
_LAST_PACE = 0.05


def layer(rng: np.random.Generator, rows: int, columns: int, scale: float = 1.0) -> Any:
    return jnp.array(rng.normal(size=(rows, columns)) * scale / np.sqrt(rows), dtype=jnp.float32)


def dense_layers(rng: np.random.Generator, shapes: Mapping[str, tuple[int, int]]) -> Tree:
    """Return the weights and shifts that `dense` takes, before training."""
    layers = {f"W{name}": layer(rng, *shape) for name, shape in shapes.items()}
    return layers | {f"b{name}": jnp.zeros(columns) for name, (_, columns) in shapes.items()}


def normed(x: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)


def dense(layers: Tree, name: str, x: Any) -> Any:
    return jax.nn.gelu(normed(x @ layers[f"W{name}"]) + layers[f"b{name}"])


def dropper(key: Any, places: int) -> Callable[[Any, float, int], Any]:
    """Return what sets a share of an array to nought, at each place by other dice.

    Without a key, which is when nothing is learnt, all is left as it is.
    """
    keys = [None] * places if key is None else list(jax.random.split(key, places))

    def dropped(x: Any, rate: float, place: int) -> Any:
        if keys[place] is None:
            return x
        return jnp.where(jax.random.bernoulli(keys[place], 1 - rate, x.shape), x / (1 - rate), 0)

    return dropped


def either(logits: Any, truth: Any) -> Any:
    """Return the surprise of each truth that is there or not."""
    return jnp.maximum(logits, 0) - logits * truth + jnp.log1p(jnp.exp(-jnp.abs(logits)))


def one_of(logits: Any, truth: Any) -> Any:
    """Return the surprise of each truth that is one of many, told by how likely each is."""
    return -(truth * jax.nn.log_softmax(logits)).sum(1)


def padded(rows: np.ndarray, count: int, filled: float = 0) -> np.ndarray:
    found = np.full((count, *rows.shape[1:]), filled, rows.dtype)
    found[: len(rows)] = rows
    return found


def up_to(count: int, step: int) -> int:
    """Return the next of a few sizes, for each size that comes up is compiled once."""
    return -(-(count + 1) // step) * step


def descend(
    layers: Tree,
    loss: Callable[[Tree, Tree, Any], Any],
    batches: Iterable[Tree],
    steps: int,
    *,
    seed: int,
    rate: float = _RATE,
) -> dict[str, np.ndarray]:
    """Return the layers after so many batches, by AdamW under a cosine schedule."""
    key, step = jax.random.PRNGKey(seed), _step(loss, rate)
    first = second = jax.tree.map(jnp.zeros_like, layers)
    for done, batch in enumerate(batches):
        dice = jax.random.fold_in(key, done)
        layers, first, second = step(layers, first, second, batch, dice, done / steps, done)
    return {name: np.asarray(each) for name, each in layers.items()}


def _step(loss: Callable[[Tree, Tree, Any], Any], rate: float) -> Any:
    def step(
        layers: Tree, first: Tree, second: Tree, batch: Tree, key: Any, part: Any, done: Any
    ) -> Any:
        slope = jax.grad(loss)(layers, batch, key)
        size = jnp.sqrt(sum((each**2).sum() for each in jax.tree.leaves(slope)))
        slope = jax.tree.map(lambda each: each * jnp.minimum(1, _LONGEST_SLOPE / size), slope)
        pace = rate * jnp.minimum(1, (done + 1) / _WARM_UP)
        half = (1 - _LAST_PACE) / 2
        pace *= _LAST_PACE + half + half * jnp.cos(np.pi * part)
        first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
        second = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, second, slope)
        one, two = 1 - 0.9 ** (done + 1), 1 - 0.99 ** (done + 1)

        def moved(layer: Any, a: Any, b: Any) -> Any:
            shrunk = _DECAY * layer * (layer.ndim > 1)
            return layer - pace * ((a / one) / (jnp.sqrt(b / two) + 1e-8) + shrunk)

        return jax.tree.map(moved, layers, first, second), first, second

    return jax.jit(step)
