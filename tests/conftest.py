import math

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.world import World, make_world
from whydesk.web.context import COUNTED


class QuickHasher(PBKDF2PasswordHasher):
    """The desk's own way to keep passwords, without the effort that makes it safe."""

    iterations = 1


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.conftest.QuickHasher"]


@pytest.fixture(autouse=True)
def nothing_counted_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a desk of its own; what a page counted a moment ago was on another."""
    monkeypatch.setattr(COUNTED, "at", -math.inf)


@pytest.fixture
def world(db: None) -> World:
    return make_world()
