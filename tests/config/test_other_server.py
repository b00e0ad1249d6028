"""The same desk on a PostgreSQL of somebody else's."""

import pytest

from tests.config.desks import Desk
from tests.config.servers import other_server

pytestmark = pytest.mark.long


@pytest.fixture
def desk(tmp_path):
    with other_server(tmp_path / "sixteen") as url:
        yield Desk(tmp_path / "desk", {"DATABASE_URL": url})


def test_the_desk_runs_on_the_oldest_server(desk):
    with desk.started() as running:
        assert " · your PostgreSQL · " in running.told
        told = desk.run("doctor").stdout
    assert "ok     The database answers, is new enough and has pgvector.\n" in told
    assert "ok     The database is up to date.\n" in told
    assert desk.sql("SELECT '[1,2,3]'::vector <-> '[1,2,4]'") == "1"
    assert not (desk.data / "postgres").exists()


def test_a_server_without_pgvector_is_told(tmp_path):
    hidden = "extension_control_path = '/nowhere'"
    with other_server(tmp_path / "bare", version=18, conf=hidden) as url:
        result = Desk(tmp_path / "desk", {"DATABASE_URL": url}).run("migrate")
    assert result.stderr == (
        "Error: The PostgreSQL of DATABASE_URL has no pgvector. Install it on that server "
        "(on Debian: apt install postgresql-18-pgvector), then start again.\n"
    )
