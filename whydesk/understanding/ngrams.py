"""Texts as hashed bags of letters: what a word looks like, misspelt ones included."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

PLACES = 1 << 15
_LENGTHS = (2, 3, 4, 5)
_LONGEST = 4_000
_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"\d")
_RUN = re.compile(r"(.)\1{3,}")
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]


def bag_of_letters(text: str) -> Bag:
    """Return the places of the runs of 2 to 5 letters in a text, and their weights.

    Case, the value of digits and the length of blanks are left out. Weights are
    1 + log(count), scaled to a length of one. Only 4,000 characters are read.
    """
    return bags_of_letters([text])[0]


def bags_of_letters(texts: Sequence[str]) -> list[Bag]:
    """Return the bags of many texts, all at once: as good as one by one, and quicker."""
    if not texts:
        return []
    letters = [_letters(text) for text in texts]
    joined = np.concatenate(letters)
    lengths = np.array([len(each) for each in letters])
    of_text = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    found = []
    for length in _LENGTHS:
        hashed = _hashes(joined, length)
        # A run that begins in one text and ends in the next stands in neither.
        is_whole = of_text[: len(hashed)] == of_text[length - 1 :]
        found.append((of_text[: len(hashed)] * PLACES + hashed)[is_whole])
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    weights = 1 + np.log(counts)
    ends = np.searchsorted(keys, np.arange(1, len(texts) + 1) * PLACES)
    places = keys & (PLACES - 1)
    return [
        (places[start:end], _unit(weights[start:end]))
        for start, end in pairwise([0, *ends.tolist()])
    ]


def _unit(weights: NDArray[np.float64]) -> NDArray[np.float32]:
    length = math.sqrt(weights @ weights) or 1.0
    return (weights / length).astype(np.float32)


def _letters(text: str) -> NDArray[np.uint64]:
    plain = _DIGITS.sub("0", _BLANKS.sub(" ", text[:_LONGEST]).lower().strip())
    plain = _RUN.sub(r"\1\1\1", plain)
    raw = f" {plain} ".encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, dtype=np.uint32).astype(np.uint64)


def _hashes(letters: NDArray[np.uint64], length: int) -> NDArray[np.int64]:
    count = max(0, len(letters) - length + 1)
    total = np.full(count, length, dtype=np.uint64)
    for place in range(length):
        total = total * _PRIME + letters[place : place + count]
    mixed = (total * _MIX) >> np.uint64(40)
    return (mixed % np.uint64(PLACES)).astype(np.int64)
