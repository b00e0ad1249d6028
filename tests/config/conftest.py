from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from tests.config.desks import Desk, settled_desk


class Places:
    """Folders for the tests that no other run of pytest closes to the database's user."""

    def __init__(self, root: str) -> None:
        self.root = root

    def mktemp(self, name: str) -> Path:
        return Path(mkdtemp(prefix=f"{name}-", dir=self.root))


@pytest.fixture(scope="session")
def tmp_path_factory() -> Iterator[Places]:
    with TemporaryDirectory(prefix="whydesk-config-", ignore_cleanup_errors=True) as root:
        yield Places(root)


@pytest.fixture
def tmp_path(tmp_path_factory: Places) -> Path:
    return tmp_path_factory.mktemp("test")


@pytest.fixture(scope="session")
def settled() -> Desk:
    """A stopped desk with an admin; copy it instead of changing it."""
    return settled_desk()


@pytest.fixture(scope="module")
def of_bo(settled: Desk, tmp_path_factory: Places) -> Desk:
    desk = settled.copy(tmp_path_factory.mktemp("of-bo") / "desk")
    desk.sql("UPDATE people_agent SET email = 'bo@desk.example'")
    return desk


@pytest.fixture
def with_bo(of_bo: Desk, tmp_path: Path) -> Desk:
    """A desk of somebody else's."""
    return of_bo.copy(tmp_path / "with-bo")
