from pathlib import Path

import pytest

from tests.config.desks import Desk


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A stopped desk with an admin; copy it instead of changing it."""
    desk = Desk(tmp_path_factory.mktemp("settled") / "desk")
    desk.make_admin()
    return desk


@pytest.fixture
def with_bo(settled: Desk, tmp_path: Path) -> Desk:
    """A desk of somebody else's."""
    desk = settled.copy(tmp_path / "with-bo")
    desk.sql("UPDATE people_agent SET email = 'bo@desk.example'")
    return desk
