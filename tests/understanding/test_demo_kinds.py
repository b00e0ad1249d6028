"""The demo company's mail, written by others than the corpus: what each message is, by subject.

Two people labelled it, each with the kinds that one could choose as well; any of them is sensible.
"""

from pathlib import Path

import pytest

from whydesk.demo.stories import read_stories
from whydesk.understanding.brief import KINDS
from whydesk.understanding.reading import read_message

CASES = Path(__file__).parent / "cases" / "demo_kinds.txt"
# The share whose kind is a sensible one; it may only rise.
_SENSIBLE = 0.82


@pytest.mark.long
def test_the_mail_of_the_demo_is_understood():
    kinds = dict(line.split(" | ") for line in CASES.read_text(encoding="utf-8").splitlines())
    first = {story.subject: story.lines[0].text for story in read_stories()}
    assert kinds.keys() <= first.keys()
    assert {kind for each in kinds.values() for kind in each.split()} <= set(KINDS)
    sensible = [
        read_message(first[subject], subject=subject).kind in each.split()
        for subject, each in kinds.items()
    ]
    assert sum(sensible) / len(sensible) >= _SENSIBLE
