"""What was learnt from the corpora, as training/train.py left it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "weights"


@cache
def learnt(name: str) -> Mapping[str, NDArray[np.float32]]:
    """Return the arrays of one file of weights, read once and kept as float32."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as arrays:
        return {key: arrays[key].astype(np.float32) for key in arrays.files}
