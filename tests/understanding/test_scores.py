"""The shipped weights on scenarios they were never trained on; the floors may only rise."""

import json
from pathlib import Path

import pytest

from training.read_corpus import is_held_back, read_messages
from training.scoring import read_as_met, score_by_language

FLOORS = json.loads((Path(__file__).parent / "cases" / "reading_floors.json").read_text())


@pytest.fixture(scope="module")
def figures():
    held = [message for message in read_messages() if is_held_back(message.scenario)]
    return score_by_language(held, read_as_met(held))


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_figure_stays_above_its_floor(figures, name):
    assert figures["all"][name] >= FLOORS[name]
