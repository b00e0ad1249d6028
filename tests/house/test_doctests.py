"""Examples in docstrings say what is true."""

import doctest
import importlib
from pathlib import Path

import pytest

import whydesk

ROOT = Path(whydesk.__path__[0])
# To import every module and look through it takes long; an example shows in the text.
WITH_EXAMPLES = [path for path in sorted(ROOT.rglob("*.py")) if ">>> " in path.read_text()]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.stem)
def test_examples_hold(path: Path):
    name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_there_are_examples():
    assert len(WITH_EXAMPLES) >= 5
