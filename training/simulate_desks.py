"""Desks of tickets, made of needs that the space never saw and of messages: is one the same matter?

An index of vectors names the nearest tickets of a desk. However many there are,
some are near: what makes one of them the same matter is another question than
which entry of a catalogue is meant, and is learnt from these.
"""

import numpy as np

from training.read_needs import CELLS, LANGS
from training.simulate_catalogues import Asked
from whydesk.understanding.likeness import Eye, Reading, Rows
from whydesk.understanding.matching import FEWEST, prepare_others

NEAREST = 12
_SMALLEST, _LARGEST = 1, 4_000
_MOST_NEEDS = 300
_IN_ONE_LANGUAGE = 0.6
_FORMS = ("ask", "rant")


def simulate_desks(
    rows: list[int],
    readings: list[Reading],
    others: list[Reading],
    langs: list[str],
    eye: Eye,
    *,
    seed: int,
) -> list[Asked]:
    """Return requests of the needs in `rows`, held against the nearest tickets of a desk.

    The tickets are tellings of other needs and `others`, messages in `langs`; in
    every second desk one tells the same need in other words.
    """
    chance = np.random.default_rng(seed)
    desk = _Desk(rows, readings, others, langs, eye)
    return [
        desk.ask(chance, row, lang, form)
        for row in rows
        for lang in LANGS
        for form in _FORMS
        if chance.random() < 0.5
    ]


class _Desk:
    """All that tickets are taken from, and where each lies."""

    def __init__(
        self,
        rows: list[int],
        readings: list[Reading],
        others: list[Reading],
        langs: list[str],
        eye: Eye,
    ):
        cells = [(row, lang, form) for row in rows for lang in LANGS for form in _FORMS]
        place_of = [row * len(CELLS) + CELLS.index((lang, form)) for row, lang, form in cells]
        self._strangers = eye.strangers
        self._beside = [face for other in prepare_others(eye) for face in other.faces]
        self._readings = [*(readings[place] for place in place_of), *others]
        self._wholes = np.stack([reading.whole for reading in self._readings])
        self._need_of = np.array([*(row for row, _, _ in cells), *(-1 for _ in others)])
        self._langs = np.array([*(lang for _, lang, _ in cells), *langs])
        self._place = {cell: place for place, cell in enumerate(cells)}

    def ask(self, chance: np.random.Generator, row: int, lang: str, form: str) -> Asked:
        own = self._place[row, lang, form]
        request = self._readings[own]
        is_here = self._langs == lang if chance.random() < _IN_ONE_LANGUAGE else True
        is_same = (self._need_of == row) & is_here
        is_same[own] = False
        size = int(np.exp(chance.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
        strangers = np.flatnonzero((self._need_of == -1) & is_here)
        needs = np.flatnonzero((self._need_of >= 0) & (self._need_of != row) & is_here)
        tickets = [
            *chance.permutation(strangers)[:size],
            *chance.permutation(needs)[: min(size // 2, _MOST_NEEDS)],
        ]
        twin = int(chance.choice(np.flatnonzero(is_same))) if chance.random() < 0.5 else -1
        at = np.array([*tickets, twin] if twin >= 0 else tickets)
        nearest = at[np.argsort(-(self._wholes[at] @ request.whole), kind="stable")[:NEAREST]]
        # As in a desk: with few tickets, matters of other people stand beside them.
        beside = self._beside[: max(0, FEWEST - len(nearest))]
        features = Rows([*(self._readings[each] for each in nearest), *beside], self._strangers)
        meant = np.flatnonzero(nearest == twin) if twin >= 0 else []
        return Asked(
            features.features(request),
            int(meant[0]) if len(meant) else -1,
            lang,
            lang,
            form,
            row,
            request.told(),
            len(beside),
        )
