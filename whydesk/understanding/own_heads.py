"""What a desk learns from its own agents: small heads beside the shipped ones.

A head sees the text as a vector and what the shipped reading says of it, and
decides again. It is kept only where it is right more often than the shipped
reading on examples that it has not seen.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.brief import KINDS, ROLES, Brief
from whydesk.understanding.embedding import embed

Floats = NDArray[np.float32]

LABELS: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "role": ROLES}
# With fewer examples chance decides who wins.
FEWEST = 40
_FOLDS = 5
# A head has to be right on so many more, so that it does not come and go by luck.
_MARGIN = 3
# How strongly weights are held near zero, and how many steps are gone to find them.
_SHRINK = 0.1
_STEPS = 300


@dataclass(frozen=True)
class Example:
    """A text, what the shipped reading says of it, and what is true."""

    text: str
    shipped: str
    true: str


@dataclass(frozen=True)
class Learnt:
    """A head, and how often it and the shipped reading were right on what they had not seen."""

    weights: str
    examples: int
    right: int
    shipped_right: int

    @property
    def wins(self) -> bool:
        return self.right >= self.shipped_right + _MARGIN


def learn_head(what: str, examples: Sequence[Example]) -> Learnt | None:
    """Learn to decide what the shipped reading decided wrongly; None with too few examples.

    The same text never stands on both sides of a fold.
    """
    if len(examples) < FEWEST:
        return None
    labels = LABELS[what]
    ordered = sorted(examples, key=lambda each: each.text)
    seen = _features(labels, [each.text for each in ordered], [each.shipped for each in ordered])
    true = np.array([labels.index(each.true) for each in ordered])
    texts = {text: number for number, text in enumerate(dict.fromkeys(e.text for e in ordered))}
    folds = np.array([texts[each.text] % _FOLDS for each in ordered])
    right = 0
    for fold in range(_FOLDS):
        apart = folds == fold
        found = (seen[apart] @ _fit(seen[~apart], true[~apart], len(labels))).argmax(axis=1)
        right += int((found == true[apart]).sum())
    weights = _fit(seen, true, len(labels)).astype(np.float16)
    return Learnt(
        weights=base64.b64encode(weights.tobytes()).decode(),
        examples=len(ordered),
        right=right,
        shipped_right=sum(each.shipped == each.true for each in ordered),
    )


def with_own_heads(brief: Brief, heads: Mapping[str, str]) -> Brief:
    """Return the brief as the desk's own heads see it; `heads` are weights by what they decide."""
    for what, weights in heads.items():
        brief = _DECIDERS[what](brief, weights)
    return brief


def _decide_kind(brief: Brief, weights: str) -> Brief:
    [kind] = _decide("kind", [brief.text], [brief.kind], weights)
    return brief if kind == brief.kind else replace(brief.of_kind(kind), certainty=0.5)


def _decide_roles(brief: Brief, weights: str) -> Brief:
    if not brief.sentences:
        return brief
    texts = [each.span.of(brief.text) for each in brief.sentences]
    roles = _decide("role", texts, [each.role for each in brief.sentences], weights)
    return replace(
        brief,
        sentences=tuple(
            replace(each, role=role) for each, role in zip(brief.sentences, roles, strict=True)
        ),
    )


_DECIDERS: Mapping[str, Callable[[Brief, str], Brief]] = {
    "kind": _decide_kind,
    "role": _decide_roles,
}


def _decide(what: str, texts: Sequence[str], shipped: Sequence[str], weights: str) -> list[str]:
    labels = LABELS[what]
    stored = np.frombuffer(base64.b64decode(weights), dtype=np.float16)
    head = stored.reshape(-1, len(labels)).astype(np.float32)
    return [labels[one] for one in (_features(labels, texts, shipped) @ head).argmax(axis=1)]


def _features(labels: Sequence[str], texts: Sequence[str], shipped: Sequence[str]) -> Floats:
    """Return vector, shipped decision and a constant for each text: (n, 512 + k + 1)."""
    decided = np.zeros((len(texts), len(labels)), dtype=np.float32)
    decided[np.arange(len(texts)), [labels.index(label) for label in shipped]] = 1.0
    constant = np.ones((len(texts), 1), dtype=np.float32)
    return np.hstack([embed(texts), decided, constant])


def _fit(seen: Floats, true: NDArray[Any], count: int) -> Floats:
    """Return the weights (d, k) of a logistic regression, by Nesterov's accelerated descent."""
    wanted = np.eye(count, dtype=np.float32)[true]
    pace = 2.0 / (0.5 * float(np.linalg.norm(seen, 2)) ** 2 + _SHRINK)
    weights = ahead = np.zeros((seen.shape[1], count), dtype=np.float32)
    step = 1.0
    for _ in range(_STEPS):
        odds = np.exp(seen @ ahead - (seen @ ahead).max(axis=1, keepdims=True))
        error = odds / odds.sum(axis=1, keepdims=True) - wanted
        found = ahead - pace * (seen.T @ error + _SHRINK * ahead)
        further = (1 + (1 + 4 * step * step) ** 0.5) / 2
        ahead = (found + (step - 1) / further * (found - weights)).astype(np.float32)
        weights, step = found.astype(np.float32), further
    return weights
