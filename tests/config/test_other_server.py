"""The same desk on a PostgreSQL of somebody else's."""

import pytest

from tests.config.desks import Desk
from tests.config.servers import other_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("other")
    with other_server(folder / "sixteen") as url:
        yield Desk(folder / "desk", {"DATABASE_URL": url})


def test_every_migration_runs_on_the_oldest_server(desk):
    result = desk.run("migrate")
    assert (result.returncode, result.stdout) == (0, "The database is up to date.\n")
    assert desk.sql("SELECT '[1,2,3]'::vector <-> '[1,2,4]'") == "1"
    assert not (desk.data / "postgres").exists()


def test_the_desk_runs_on_it(desk):
    with desk.started() as running:
        assert " · your PostgreSQL · " in running.told
        told = desk.run("doctor").stdout
    assert "ok     The database answers, is new enough and has pgvector.\n" in told
    assert "ok     The database is up to date.\n" in told


def test_a_server_without_pgvector_is_told(tmp_path):
    hidden = "extension_control_path = '/nowhere'"
    with other_server(tmp_path / "bare", version=18, conf=hidden) as url:
        result = Desk(tmp_path / "desk", {"DATABASE_URL": url}).run("migrate")
    assert result.stderr == (
        "Error: The PostgreSQL of DATABASE_URL has no pgvector. Install it on that server "
        "(on Debian: apt install postgresql-18-pgvector), then start again.\n"
    )


def test_a_server_that_does_not_answer_is_told(tmp_path):
    gone = Desk(tmp_path / "desk", {"DATABASE_URL": "postgresql://desk@127.0.0.1:1/desk"})
    result = gone.run("migrate")
    assert result.returncode == 1
    assert result.stderr.startswith("Error: The database does not answer: ")
    assert len(result.stderr.splitlines()) == 1
