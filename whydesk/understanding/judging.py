"""From likenesses to an order and a certainty: which entry is meant, and is it meant at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.encoder import Floats

# Against so many of the best others an entry is held.
_RIVALS = 5


@dataclass(frozen=True)
class Judge:
    """Weights of the features, and of what makes a match certain."""

    order: Floats
    mean: Floats
    spread: Floats
    weights: Floats
    bias: float

    @classmethod
    def learnt(cls, arrays: Mapping[str, Floats], name: str) -> "Judge":
        weights = arrays[name]
        return cls(
            arrays["order"],
            arrays[f"{name}_mean"],
            arrays[f"{name}_spread"],
            weights[:-1],
            float(weights[-1]),
        )

    def standing(self, features: Floats) -> Floats:
        """Return how well each entry stands; only the order within one catalogue counts."""
        return features @ self.order

    def certainty(
        self, features: Floats, standing: Floats, best: NDArray[np.int64], told: Floats
    ) -> Floats:
        """Return for the entries `best` how likely each is meant, 0 to 1."""
        seen = circumstances(features, standing, best, told)
        raised = ((seen - self.mean) / self.spread) @ self.weights + self.bias
        return (1 / (1 + np.exp(-raised))).astype(np.float32)


def circumstances(
    features: Floats, standing: Floats, best: NDArray[np.int64], told: Floats
) -> Floats:
    """Return what the certainty of each of the entries `best` rests on.

    How it stands, by how much before its strongest rival, before the five
    strongest, and before the whole catalogue; its features; and what there is
    of the request: many words that come near say more than few.
    """
    rows = []
    for entry in best:
        rivals = np.sort(np.delete(standing, entry))[::-1]
        usual, spread = rivals.mean(), rivals.std() + 0.1
        own = standing[entry]
        rows.append(
            [own, own - rivals[0], own - rivals[:_RIVALS].mean(), (own - usual) / spread, spread]
        )
    of_request = np.tile(told, (len(best), 1))
    return np.column_stack([np.array(rows), features[best], of_request]).astype(np.float32)
