import math
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from xdist.scheduler import LoadScopeScheduling

from tests.embedded import make_template
from tests.language_model import Model, running_model
from tests.world import World, lay_first_rows, make_world
from whydesk.web.context import COUNTED


class InPieces(LoadScopeScheduling):
    """Gives each process whole files, so that what is made for one file is made once.

    A story in a browser is long enough to be a piece by itself; the tests of the
    demo company share one company.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file, _colons, name = nodeid.partition("::")
        folder = file.rpartition("/")[0]
        if name.endswith("[browser]"):
            return nodeid
        return folder if folder.endswith("/told") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InPieces:
    return InPieces(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process is still at it when the others are done."""
    items.sort(key=_quickness)


def _quickness(item: pytest.Item) -> int:
    if item.get_closest_marker("slow") or item.get_closest_marker("long"):
        return 0
    return 1 if item.get_closest_marker("browser") else 2


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the tables that were laid once for all processes, instead of laying them again."""
    if template := make_template():
        connection.settings_dict["TEST"]["TEMPLATE"] = template


# The tables of Django's own that no test writes to.
LAID_ONCE = {"django_content_type", "auth_permission", "django_migrations"}


class QuickHasher(PBKDF2PasswordHasher):
    """The desk's own way to keep passwords, without the effort that makes it safe."""

    iterations = 1


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash all passwords quickly, those too that are made for many tests at once."""
    with override_settings(PASSWORD_HASHERS=["tests.conftest.QuickHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """Empty the tables that have rows after a test that commits, which is most of its time.

    TRUNCATE of all tables takes half a second, and waits for a server beside the
    tests that still reads one. What a new desk has from the start is put back,
    so that no test sees whether another ran before it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: empty_tables())
        yield


def empty_tables() -> None:
    """Delete all rows, those of the queue of jobs too; only a superuser may do it in any order."""
    names = sorted({*connection.introspection.django_table_names(only_existing=True)} - LAID_ONCE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT FROM {name})" for name in names))
        full = [name for name, has_rows in zip(names, cursor.fetchone(), strict=True) if has_rows]
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in full:
            cursor.execute(f"DELETE FROM {name}")
    lay_first_rows()


@pytest.fixture(autouse=True)
def nothing_counted_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a desk of its own; what a page counted a moment ago was on another."""
    monkeypatch.setattr(COUNTED, "at", -math.inf)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    """A language model that the desk may ask."""
    with running_model() as server:
        settings.ENVIRONMENT = settings.ENVIRONMENT | {
            "WHYDESK_MODEL_URL": f"http://127.0.0.1:{server.server_port}/v1",
            "WHYDESK_MODEL": "small",
            "WHYDESK_MODEL_KEY": "s3cret",
            "WHYDESK_MODEL_SECONDS": 1,
        }
        yield server
