"""Examples in docstrings say what is true."""

import doctest
import importlib
import pkgutil
from functools import cache

import pytest

import whydesk

MODULES = [
    module.name
    for module in pkgutil.walk_packages(whydesk.__path__, "whydesk.")
    if ".migrations" not in module.name and not module.name.endswith("__main__")
]


@cache
def outcome(name: str) -> doctest.TestResults:
    return doctest.testmod(importlib.import_module(name))


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str):
    assert outcome(name).failed == 0


def test_there_are_examples():
    assert sum(outcome(name).attempted for name in MODULES) >= 5
