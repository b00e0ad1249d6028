"""Learn where clauses begin in speech without punctuation: whydesk/understanding/clauses.py.

Taken from the messages whose authors wrote that way, and, with less weight,
from every other one with its marks taken away. Whose role a word has is learnt
beside it: where the role changes a clause begins, and a cut that was missed
there does most harm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from training.heads import packed
from training.learning import (
    Tree,
    dense,
    dense_layers,
    descend,
    dropper,
    either,
    layer,
    one_of,
)
from training.read_corpus import ROLES, Message
from whydesk.understanding.clauses import (
    REACHES,
    SIGNS,
    WORD,
    as_read,
    is_closed,
    runs_on,
    signs_of,
)
from whydesk.understanding.encoder import encoder
from whydesk.understanding.sentences import punctuated

HIDDEN = 96
EPOCHS = 8
_RATE = 2e-3
_DROPPED_TOKENS, _DROPPED_BESIDE, _DROPPED = 0.15, 0.1, 0.2
_MARKS = '.,:;!?…«»“”"()'
_ENDS = ".!?…"
# What a text that was robbed of its marks counts beside one written without, and how long it is.
_SHARE_OF_STRIPPED = 0.2
_FEWEST_WORDS, _MOST_WORDS = 9, 150
_WORTH_OF_CHANGE = 2.0
_SHARE_OF_ROLES = 0.3
# Tokens at once, and how many of nothing stand between two stretches.
_TOKENS, _BETWEEN = 2_048, 2 * max(REACHES)
_UNKNOWN = -1


@dataclass(frozen=True)
class Spoken:
    """A stretch of words: which of them begin a clause, and of which role each is."""

    words: list[str]
    begins: list[bool]
    roles: list[int]
    closed: bool = False
    share: float = 1.0


@dataclass(frozen=True)
class _Ready:
    """A stretch with all about it that does not change while training."""

    spoken: Spoken
    tokens: np.ndarray  # (t, 512) float16
    firsts: np.ndarray
    signs: np.ndarray


def train_clauses(messages: Sequence[Message], seed: int = 0) -> dict[str, np.ndarray]:
    """Return the layers that judge the gaps between words."""
    chance = np.random.default_rng(seed)
    stretches = [each for message in messages for each in _stretches(message, chance)]
    data = [_ready(each) for each in stretches]
    batches = [batch for _ in range(EPOCHS) for batch in _dealt(data, chance)]
    layers = descend(
        _first_layers(seed),
        _loss,
        (_lay_out([data[one] for one in batch]) for batch in batches),
        len(batches),
        seed=seed,
        rate=_RATE,
    )
    is_kept = {name for name in layers if not name.endswith("role")}
    return {f"clauses.{name}": packed(layers[name]) for name in sorted(is_kept)}


def _stretches(message: Message, chance: np.random.Generator) -> Iterator[Spoken]:
    yield from _as_written(message)
    yield from _stripped(message, _bare)
    # What people write by thumb keeps its commas and its names and loses the ends.
    if chance.random() < 0.5:
        is_small = bool(chance.random() < 0.5)
        yield from _stripped(message, lambda sentence: _unended(sentence, is_small))


def _as_written(message: Message) -> Iterator[Spoken]:
    role_at = np.full(len(message.text) + 1, _UNKNOWN)
    begins, end = set(), 0
    for sentence in message.sentences:
        start = message.text.index(sentence.text, end)
        end = start + len(sentence.text)
        begins.add(start)
        role_at[start:end] = _role(message, sentence.role)
    for start, stop in punctuated(message.text):
        stretch = message.text[start:stop]
        words = list(WORD.finditer(stretch))
        if runs_on(stretch, len(words)):
            places = [start + word.start() for word in words]
            yield Spoken(
                [word.group() for word in words],
                [place in begins for place in places],
                [int(role_at[place]) for place in places],
                is_closed(stretch),
            )


def _stripped(message: Message, strip: Any) -> Iterator[Spoken]:
    said: list[str] = []
    begins: list[bool] = []
    roles: list[int] = []
    for sentence in message.sentences:
        words = strip(sentence.text)
        said += words
        begins += [place == 0 for place in range(len(words))]
        roles += [_role(message, sentence.role)] * len(words)
    if sum(begins) > 1 and _FEWEST_WORDS <= len(said) <= _MOST_WORDS:
        yield Spoken(said, begins, roles, share=_SHARE_OF_STRIPPED)


def _bare(sentence: str) -> list[str]:
    words = (word.lower().strip(_MARKS) for word in sentence.split())
    return [word for word in words if word]


def _unended(sentence: str, is_small: bool) -> list[str]:
    text = sentence.rstrip(_ENDS)
    return (text[:1].lower() + text[1:] if is_small else text).split()


def _role(message: Message, role: str) -> int:
    return _UNKNOWN if message.kind == "spam" else ROLES.index(role)


def _ready(spoken: Spoken) -> _Ready:
    tokens, firsts = encoder().alone(as_read(spoken.words))
    signs = signs_of(spoken.words, firsts, len(tokens), spoken.closed)
    return _Ready(spoken, tokens.astype(np.float16), firsts, signs)


def _dealt(data: Sequence[_Ready], chance: np.random.Generator) -> Iterator[list[int]]:
    """Yield stretches in a new order, as many at once as there is room for."""
    batch: list[int] = []
    held = _BETWEEN
    for one in chance.permutation(len(data)):
        needed = len(data[one].tokens) + _BETWEEN
        if held + needed > _TOKENS:
            yield batch
            batch, held = [], _BETWEEN
        if held + needed <= _TOKENS:
            batch.append(int(one))
            held += needed
    yield batch


def _lay_out(batch: Sequence[_Ready]) -> Tree:
    laid: Tree = {
        "tokens": np.zeros((_TOKENS, 512), np.float16),
        "signs": np.zeros((_TOKENS, SIGNS), np.float32),
        "is_token": np.zeros((_TOKENS, 1), np.float32),
        "begins": np.zeros(_TOKENS, np.float32),
        "share": np.zeros(_TOKENS, np.float32),
        "role": np.full(_TOKENS, _UNKNOWN, np.int32),
    }
    start = _BETWEEN
    for each in batch:
        place = slice(start, start + len(each.tokens))
        laid["tokens"][place], laid["signs"][place] = each.tokens, each.signs
        laid["is_token"][place] = 1
        firsts, roles = each.firsts + start, np.array(each.spoken.roles)
        begins = np.array(each.spoken.begins)
        laid["begins"][firsts], laid["role"][firsts] = begins, roles
        changes = begins[1:] & (roles[1:] != roles[:-1])
        laid["share"][firsts[1:]] = each.spoken.share * np.where(changes, _WORTH_OF_CHANGE, 1)
        start = place.stop + _BETWEEN
    return laid


def _first_layers(seed: int) -> Tree:
    rng = np.random.default_rng(seed)
    shapes = {"t": (512, HIDDEN), "g": (2 * HIDDEN + SIGNS, HIDDEN)}
    shapes |= {f"n{place}": (3 * HIDDEN, HIDDEN) for place in range(len(REACHES))}
    layers = dense_layers(rng, shapes)
    layers |= {"Wo": layer(rng, HIDDEN, 1, 0.3), "bo": jnp.full(1, -2.0)}
    return layers | {"Wrole": layer(rng, HIDDEN, len(ROLES), 0.3), "brole": jnp.zeros(len(ROLES))}


def _forward(layers: Tree, batch: Tree, key: Any = None) -> tuple[Any, Any]:
    """Return for each token whether a clause begins with it, and its role, as logits."""
    dropped = dropper(key, len(REACHES) + 3)
    is_token = batch["is_token"]
    tokens = dropped(batch["tokens"].astype(jnp.float32), _DROPPED_TOKENS, -1)
    words = dense(layers, "t", tokens) * is_token
    for place, reach in enumerate(REACHES):
        beside = jnp.concatenate([jnp.roll(words, reach, 0), words, jnp.roll(words, -reach, 0)], 1)
        beside = dropped(beside, _DROPPED_BESIDE, place)
        words = words + dense(layers, f"n{place}", beside) * is_token
    gaps = jnp.concatenate([jnp.roll(words, 1, 0), words, batch["signs"]], 1)
    gaps = dropped(dense(layers, "g", dropped(gaps, _DROPPED, -2)), _DROPPED, -3)
    return (gaps @ layers["Wo"] + layers["bo"])[:, 0], words @ layers["Wrole"] + layers["brole"]


def _loss(layers: Tree, batch: Tree, key: Any) -> Any:
    begins, roles = _forward(layers, batch, key)
    share, role = batch["share"], batch["role"]
    is_known = role != _UNKNOWN
    of_roles = one_of(roles, jax.nn.one_hot(role, len(ROLES)))
    missed = (either(begins, batch["begins"]) * share).sum() / share.sum()
    return missed + _SHARE_OF_ROLES * of_roles.sum() / jnp.maximum(is_known.sum(), 1)
