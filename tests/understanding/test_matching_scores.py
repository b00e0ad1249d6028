"""How well the shipped weights match what they never saw. A floor may only rise."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from training.read_corpus import read_shared
from training.read_needs import LANGS, OURS, read_needs
from training.telling_apart import area
from whydesk.understanding.matching import Catalogue, Entry, Matches

Answers = Iterable[tuple[Matches, list[str]]]

FLOORS = {
    "held-back needs": {"recall@1": 0.41, "recall@5": 0.76, "area": 0.56},
    # The space never saw these; the few weights of the judge did.
    "shared queries": {"recall@1": 0.72, "recall@5": 0.92, "area": 0.70},
}


def _held_back() -> Iterator[tuple[Matches, list[str]]]:
    """Ask in every language for the needs that are there, two in three, and that are not."""
    needs = read_needs(held_back=True).concepts
    for turn, entry_lang in enumerate(LANGS):
        there = [need for place, need in enumerate(needs) if place % 3 != turn]
        catalogue = Catalogue(
            Entry(need.id, OURS[entry_lang], "", need.texts[entry_lang, "article"])
            for need in there
        )
        names = {need.id for need in there}
        cells = [(need, cell) for need in needs for cell in need.texts if cell[1] != "article"]
        found = catalogue.match_all([need.texts[cell] for need, cell in cells])
        for matches, (need, _) in zip(found, cells, strict=True):
            yield matches, [need.id] if need.id in names else []


def _shared() -> Iterator[tuple[Matches, list[str]]]:
    for lang in LANGS:
        entries = [each for each in read_shared("catalog") if each["id"].startswith(lang)]
        queries = [each for each in read_shared("queries") if each["id"].startswith(lang)]
        catalogue = Catalogue(
            Entry(each["id"], each["lang"], each["title"], each["text"]) for each in entries
        )
        found = catalogue.match_all([each["text"] for each in queries])
        yield from zip(found, (each["gold"] for each in queries), strict=True)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        pytest.param("held-back needs", _held_back, marks=pytest.mark.long),
        ("shared queries", _shared),
    ],
)
def test_no_figure_falls_below_its_floor(name: str, asked: Callable[[], Answers]) -> None:
    answers = list(asked())
    there = [(matches, gold) for matches, gold in answers if gold]
    nothing = [matches for matches, gold in answers if not gold]
    figures = {
        "recall@1": _share_within(there, 1),
        "recall@5": _share_within(there, 5),
        "area": area(_scores(matches for matches, _ in there), _scores(nothing)),
    }
    fallen = {key: value for key, value in figures.items() if value < FLOORS[name][key]}
    assert fallen == {}, figures


def _share_within(there: Answers, places: int) -> float:
    hits = [any(match.id in gold for match in found.found[:places]) for found, gold in there]
    return sum(hits) / len(hits)


def _scores(found: Iterable[Matches]) -> NDArray[np.float32]:
    return np.array([matches.found[0].score for matches in found], dtype=np.float32)
