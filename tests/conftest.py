import math
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management.base import CommandError
from django.db import connection
from django.test import TransactionTestCase

from tests.embedded import make_template
from tests.world import World, make_world
from whydesk.web.context import COUNTED


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, and let one process have what is made for several tests.

    A file is one piece of work, as the rooms are that share a fixture; what opens
    a browser is long enough to be one by itself.
    """
    for item in items:
        if not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(_piece_of(item)))
    quickest: dict[str, int] = {}
    for item in items:
        quickest[item.location[0]] = min(_quickness(item), quickest.get(item.location[0], 2))
    items.sort(key=lambda item: quickest[item.location[0]])


def _piece_of(item: pytest.Item) -> str:
    folder = item.path.parent
    return folder.name if folder.name == "told" else str(item.location[0])


def _quickness(item: pytest.Item) -> int:
    if item.get_closest_marker("slow"):
        return 0
    return 1 if item.get_closest_marker("browser") else 2


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the tables that were laid once for all processes, instead of laying them again."""
    if template := make_template():
        connection.settings_dict["TEST"]["TEMPLATE"] = template


class QuickHasher(PBKDF2PasswordHasher):
    """The desk's own way to keep passwords, without the effort that makes it safe."""

    iterations = 1


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.conftest.QuickHasher"]


@pytest.fixture(scope="session", autouse=True)
def patient_flush() -> Iterator[None]:
    """Empty the tables again where a server beside the tests still held one of them.

    The queue of jobs is none of Django's: it is emptied here.
    """
    flush = TransactionTestCase._fixture_teardown

    def flush_patiently(test: TransactionTestCase) -> None:
        for _attempt in range(5):
            with suppress(CommandError):
                flush(test)
                break
            time.sleep(0.5)
        else:
            flush(test)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_patiently)
        yield


@pytest.fixture(autouse=True)
def nothing_counted_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a desk of its own; what a page counted a moment ago was on another."""
    monkeypatch.setattr(COUNTED, "at", -math.inf)


@pytest.fixture
def world(db: None) -> World:
    return make_world()
