"""How the labelled messages are dealt into folds, and what is kept of long training.

Texts of one scenario are in one fold. What took minutes is kept in build/ under the
fingerprint of the corpus: empty it when the code of a network has changed.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from training.read_corpus import Message, is_held_back, read_messages

FOLDS = 6
# A network is trained without each of these; all of them are shipped.
LEFT_OUT = (0, 1)
_KEPT = Path("build")

Said = dict[str, np.ndarray]


def fold_of(scenario: str) -> int:
    return int(hashlib.md5(scenario.encode()).hexdigest(), 16) % FOLDS


def trained_on() -> list[Message]:
    """Return the messages that may be learnt from."""
    return [message for message in read_messages() if not is_held_back(message.scenario)]


def kept(name: str, messages: Sequence[Message], make: Callable[[], Said]) -> Said:
    """Return what was made of these messages before, else make it and keep it."""
    path = _KEPT / f"{name}-{_fingerprint(messages)}.npz"
    if not path.exists():
        _KEPT.mkdir(exist_ok=True)
        np.savez(path, **make())
    found = np.load(path)
    return {key: found[key] for key in found.files}


def _fingerprint(messages: Sequence[Message]) -> str:
    """Return a name for what is learnt from: another text or another label is another name."""
    told = [
        (
            *(each.text, each.kind, each.blocking, each.temperature, each.leaving),
            *(each.public_threat, sorted(each.parts), each.ask),
            [(one.text, one.role, sorted(one.parts or ())) for one in each.sentences],
        )
        for each in messages
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]
