"""Texts as hashed bags of letters: what a word looks like, misspelt ones included."""

import re

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
    letters = _letters(text)
    found = []
    for length in _LENGTHS:
        if len(letters) >= length:
            found.append(_hashes(letters, length))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    places, counts = np.unique(np.concatenate(found), return_counts=True)
    weights = 1 + np.log(counts)
    return places, (weights / np.linalg.norm(weights)).astype(np.float32)


def _letters(text: str) -> NDArray[np.uint64]:
    plain = _DIGITS.sub("0", _BLANKS.sub(" ", text[:_LONGEST]).lower().strip())
    plain = _RUN.sub(r"\1\1\1", plain)
    raw = f" {plain} ".encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, dtype=np.uint32).astype(np.uint64)


def _hashes(letters: NDArray[np.uint64], length: int) -> NDArray[np.int64]:
    total = np.full(len(letters) - length + 1, length, dtype=np.uint64)
    for place in range(length):
        total = total * _PRIME + letters[place : place + len(total)]
    mixed = (total * _MIX) >> np.uint64(40)
    return (mixed % np.uint64(PLACES)).astype(np.int64)
