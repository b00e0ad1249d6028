"""A pytest plugin: the tests' own PostgreSQL, started before Django reads its settings.

One server for all processes of a run: the first starts it and the others find
its address in the environment. With DATABASE_URL set, the tests run on that
server instead.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Nothing the tests write must outlive them, so they do not wait for the disk.
UNSAFE_BUT_QUICK = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 300
"""
SHARED = "WHYDESK_TESTS_DATABASE"
TEMPLATE = "whydesk_tests"

_folder = tempfile.TemporaryDirectory(prefix="whydesk-tests-", ignore_cleanup_errors=True)
os.environ["WHYDESK_DATA"] = _folder.name
os.environ["WHYDESK_SECRET_KEY"] = "only-for-tests"
os.environ["DJANGO_SETTINGS_MODULE"] = "whydesk.config.settings"
Path(_folder.name).chmod(0o755)
Path(_folder.name, "static").mkdir()
# What all processes of a run share stands with the one that started it.
RUN = Path(os.environ.setdefault("WHYDESK_TESTS_RUN", _folder.name))

if SHARED in os.environ:
    os.environ["DATABASE_URL"] = os.environ[SHARED]
elif not os.environ.get("DATABASE_URL"):
    from whydesk.config.database import TUNING, embedded_url, start_embedded

    _server = start_embedded(Path(_folder.name), tuning=TUNING + UNSAFE_BUT_QUICK)
    os.environ[SHARED] = embedded_url(Path(_folder.name))

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure() -> None:
        _server.stop()
        _folder.cleanup()


def make_template() -> str:
    """Lay the tables once for all processes, and return the database to copy them from.

    On a server of somebody else there is none: each process lays its own.
    """
    url = os.environ.get(SHARED, "")
    if not url:
        return ""
    with made_once("tables") as is_to_make:
        if is_to_make:
            _lay_tables(url, TEMPLATE)
    return TEMPLATE


@contextmanager
def made_once(name: str) -> Iterator[bool]:
    """Let one process of a run make something, and the others wait until it is there."""
    place = RUN / f"{name}.made"
    with place.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place.stat().st_size == 0
        lock.write("made")


def _lay_tables(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'")
    environment = os.environ | {"DATABASE_URL": url.replace("/whydesk?", f"/{name}?")}
    root = str(Path(__file__).parent.parent)
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env=environment | {"PYTHONPATH": root}, check=True, cwd=root)
