"""Catalogues of other products, made of needs that the space never saw, and requests to them.

Half of the requests find their own article, the others only its near misses and
strangers: from these the weights of the features and the certainty are learnt.
"""

from dataclasses import dataclass, replace

import numpy as np

from training.read_needs import CELLS, LANGS, Needs
from whydesk.understanding.likeness import Reading, Rows, Strangers

_SMALLEST, _LARGEST = 30, 90
_IN_ONE_LANGUAGE = 0.75


@dataclass(frozen=True)
class Asked:
    """One request to one catalogue: features (entries, 14) and which entry is meant, or -1.

    So many of the last rows only stand beside the entries.
    """

    features: np.ndarray
    meant: int
    lang: str
    entry_lang: str
    form: str
    need: int
    told: np.ndarray
    beside: int = 0

    def best(self, standing: np.ndarray) -> np.ndarray:
        """Return the entries in the order of how they stand."""
        return np.argsort(-standing[: len(standing) - self.beside], kind="stable")


def simulate(
    needs: Needs,
    rows: list[int],
    readings: list[Reading],
    strangers: Strangers,
    *,
    times: int,
    seed: int,
) -> list[Asked]:
    """Return requests of the needs in `rows`, each asked `times` times per form and language."""
    chance = np.random.default_rng(seed)
    at = {row: place for place, row in enumerate(rows)}
    articles = [_of(readings, row, lang, "article") for row in rows for lang in LANGS]
    side = Rows(articles, strangers)
    asked = []
    for row in rows:
        near = [at[other] for other in sorted(needs.near[row]) if other in at]
        for lang, form in CELLS:
            if form == "article":
                continue
            request = _of(readings, row, lang, form)
            features = side.features(request)
            for _ in range(times):
                one = _ask(chance, features, at[row], near, len(rows), lang, form, row)
                asked.append(replace(one, told=request.told()))
    return asked


def _of(readings: list[Reading], row: int, lang: str, form: str) -> Reading:
    return readings[row * len(CELLS) + CELLS.index((lang, form))]


def _ask(chance, features, own, near, count, lang, form, need) -> Asked:  # type: ignore
    size = min(int(chance.integers(_SMALLEST, _LARGEST)), count)
    others = [place for place in chance.permutation(count) if place != own and place not in near]
    is_there = bool(chance.random() < 0.5)
    entries = near + others[: size - len(near) - 1]
    entries = [own, *entries] if is_there else entries
    one = int(chance.integers(3))
    is_mixed = chance.random() > _IN_ONE_LANGUAGE
    langs = chance.integers(3, size=len(entries)) if is_mixed else np.full(len(entries), one)
    columns = np.array(entries) * 3 + langs
    return Asked(
        features[columns],
        0 if is_there else -1,
        lang,
        LANGS[int(langs[0])],
        form,
        need,
        np.zeros(2, np.float32),
    )
