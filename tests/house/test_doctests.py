"""Examples in docstrings say what is true."""

import doctest
import importlib
import pkgutil

import pytest

import whydesk

MODULES = [
    module.name
    for module in pkgutil.walk_packages(whydesk.__path__, "whydesk.")
    if ".migrations" not in module.name and not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    found = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert found >= 5
