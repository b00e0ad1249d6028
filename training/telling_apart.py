"""How well a score tells what fits from what does not."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def area(fits: Scores, nothing: Scores) -> float:
    """Return how often the score of what fits lies above that of what does not (AUC)."""
    ranked = np.sort(nothing)
    below = np.searchsorted(ranked, fits, "left")
    upto = np.searchsorted(ranked, fits, "right")
    return float((below + upto).mean() / 2 / len(nothing))
