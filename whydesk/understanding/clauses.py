"""Where a new clause begins in speech that was written down without punctuation.

A small network judges each gap between two words by the words as they are
alone, each among its neighbours near and far. Trained by
training/train_clauses.py, which has the same layers for jax.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.embedding import is_shouted, readable
from whydesk.understanding.encoder import Floats, encoder
from whydesk.understanding.layers import Layers, dense
from whydesk.understanding.weights import learnt

# How far to each side a word is seen among others, layer by layer, in tokens.
REACHES = (1, 2, 4, 8)
SIGNS = 5
_SHORT, _ENDLESS = 3, 30
# Words of a stretch that are looked at; what is said in one breath is shorter.
MOST_WORDS = 1_000
# Of two gaps this near only the likelier one is where a clause begins.
_APART = 2
# One last word is a clause of its own only where this is sure.
_SURE = 1.0
_FAR, _USUAL_WORDS = 12, 4
_CLOSED = re.compile(r"[.!?…)\"»”]\s*\Z")
_SMILE = re.compile(r"[:;=]['-]?[()DPдр|/\\*]+|[()]{2,}")
WORD = re.compile(r"\S+")


def clause_starts(stretch: str) -> list[int]:
    """Return the places, after the first word, where a new clause begins.

    A smile closes its clause, whatever was learnt.
    """
    words = list(WORD.finditer(stretch))
    if not runs_on(stretch, len(words)):
        return []
    said = [word.group() for word in words[:MOST_WORDS]]
    logits = _gap_logits(said, is_closed(stretch))
    starts = []
    for gap in range(1, len(said)):
        if not any(map(str.isalnum, said[gap])):
            # A smile or a dash belongs to what went before it.
            continue
        is_after_smile = gap > 1 and _SMILE.fullmatch(said[gap - 1])
        if is_after_smile or _begins(logits, gap):
            starts.append(words[gap].start())
    return starts


def _begins(logits: Floats, gap: int) -> bool:
    near = logits[max(1, gap - _APART) : gap + _APART + 1]
    needed = _SURE if gap == len(logits) - 1 else 0.0
    return bool(logits[gap] > needed and logits[gap] >= near.max())


def runs_on(stretch: str, words: int) -> bool:
    """Tell speech that nothing closes, or that goes on without a single comma."""
    if is_closed(stretch):
        return words > _ENDLESS and "," not in stretch
    return words > _SHORT


def is_closed(stretch: str) -> bool:
    """Tell whether a mark stands at the end."""
    return bool(_CLOSED.search(stretch[-50:]))


def as_read(words: Sequence[str]) -> list[str]:
    """Return words as the encoder reads them; what is shouted is said."""
    is_said = is_shouted(" ".join(words))
    return [readable(word.lower() if is_said else word) for word in words]


def signs_of(words: Sequence[str], firsts: NDArray[np.int64], total: int, closed: bool) -> Floats:
    """Return for each token what its stretch is like and where in it the token stands (t, 5).

    Whether it is closed, its commas a word, its length; how far it is to its
    beginning and to its end, in words up to twelve.
    """
    count = len(words)
    place = np.searchsorted(firsts, np.arange(total), "right")
    found = np.empty((total, SIGNS), np.float32)
    found[:, 0] = closed
    found[:, 1] = sum("," in word for word in words) / count
    found[:, 2] = np.log(count) / _USUAL_WORDS
    found[:, 3] = np.minimum(place, _FAR) / _FAR
    found[:, 4] = np.minimum(count - place, _FAR) / _FAR
    return found


def _gap_logits(said: Sequence[str], closed: bool) -> Floats:
    """Return for each word how likely a clause begins with it, as logits (n,)."""
    layers = _layers()
    tokens, firsts = encoder().alone(as_read(said))
    words = dense(layers, "t", tokens)
    for place, reach in enumerate(REACHES):
        beside = [_moved(words, reach), words, _moved(words, -reach)]
        words = words + dense(layers, f"n{place}", np.concatenate(beside, axis=1))
    signs = signs_of(said, firsts, len(words), closed)
    gaps = np.concatenate([_moved(words, 1), words, signs], axis=1)[firsts]
    found: Floats = (dense(layers, "g", gaps) @ layers["Wo"] + layers["bo"])[:, 0]
    return found


def _moved(rows: Floats, by: int) -> Floats:
    """Return rows moved up or down; what comes in from beyond is nought."""
    found = np.zeros_like(rows)
    if by > 0:
        found[by:] = rows[:-by]
    else:
        found[:by] = rows[-by:]
    return found


@cache
def _layers() -> Layers:
    weights = learnt("reading")
    return {
        name.removeprefix("clauses."): each
        for name, each in weights.items()
        if name.startswith("clauses.")
    }
