import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.world import World, make_world


class QuickHasher(PBKDF2PasswordHasher):
    """The desk's own way to keep passwords, without the effort that makes it safe."""

    iterations = 1


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.conftest.QuickHasher"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()
