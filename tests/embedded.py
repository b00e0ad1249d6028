"""A pytest plugin: the tests' own PostgreSQL, started before Django reads its settings.

With DATABASE_URL set, the tests run on that server instead.
"""

import os
import tempfile
from pathlib import Path

import pytest

# Nothing the tests write must outlive them, so they do not wait for the disk.
UNSAFE_BUT_QUICK = "\nfsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"

_folder = tempfile.TemporaryDirectory(prefix="whydesk-tests-", ignore_cleanup_errors=True)
os.environ["WHYDESK_DATA"] = _folder.name
os.environ["WHYDESK_SECRET_KEY"] = "only-for-tests"
os.environ["DJANGO_SETTINGS_MODULE"] = "whydesk.config.settings"
Path(_folder.name).chmod(0o755)
Path(_folder.name, "static").mkdir()

if not os.environ.get("DATABASE_URL"):
    from whydesk.config.database import TUNING, start_embedded

    _server = start_embedded(Path(_folder.name), tuning=TUNING + UNSAFE_BUT_QUICK)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure() -> None:
        _server.stop()
        _folder.cleanup()
