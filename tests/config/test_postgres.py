import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.desks import wait_for
from tests.embedded import UNSAFE_BUT_QUICK
from whydesk.config.database import NAME, embedded_folder, embedded_url, start_embedded
from whydesk.config.postgres import TUNING, Postgres
from whydesk.config.trouble import DatabaseTrouble

QUICK = TUNING + UNSAFE_BUT_QUICK


@pytest.fixture
def data(tmp_path):
    return tmp_path / "desk"


@pytest.fixture
def server(data):
    server = start_embedded(data, tuning=QUICK)
    yield server
    server.shut_down()


def ask(server: Postgres, question: str) -> str:
    at = (f"--host={server.sockets}", "--username=postgres", f"--dbname={NAME}")
    return server.run("psql", *at, "--no-psqlrc", "--tuples-only", "--no-align", "-c", question)


def test_it_listens_on_a_socket_only(server):
    assert ask(server, "SHOW listen_addresses") == ""


def test_words_are_told_from_signs_in_every_language(server):
    assert ask(server, "SELECT to_tsvector('simple', '«Счёт»')") == "'счёт':1"


def test_a_killed_server_is_recovered(server, data):
    ask(server, "CREATE TABLE kept AS SELECT 31 AS answer")
    ask(server, "CHECKPOINT")
    os.kill(server.pid, signal.SIGKILL)
    wait_for(lambda: not server.is_running)
    start_embedded(data, tuning=QUICK)
    assert ask(server, "SELECT answer FROM kept") == "31"


def test_another_program_with_the_servers_number_is_not_the_server(server, data):
    noted = server.folder / "postmaster.pid"
    first, rest = noted.read_text().split("\n", 1)
    os.kill(int(first), signal.SIGKILL)
    wait_for(lambda: not server.is_running)
    with subprocess.Popen(["sleep", "60"], **server.account.as_process) as other:
        noted.write_text(f"{other.pid}\n{rest}")
        assert server.noted_pid == other.pid
        assert not server.is_running
        start_embedded(data, tuning=QUICK)
        assert server.is_running
        other.kill()


def test_it_runs_until_the_last_who_wants_it_stops_it(server, data):
    second = start_embedded(data, tuning=QUICK)
    assert second.pid == server.pid
    second.stop()
    assert server.is_running
    server.stop()
    assert not server.is_running


def test_who_was_killed_wants_it_no_more(server, data):
    code = "from pathlib import Path; from whydesk.config.database import start_embedded;"
    code += f"start_embedded(Path({str(data)!r})); print('up', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"up\n"
        other.kill()
    server.stop()
    assert not server.is_running


def test_a_path_too_long_for_a_socket_does(tmp_path):
    data = tmp_path / ("a-folder-with-a-long-name-" * 5)
    server = start_embedded(data, tuning=QUICK)
    try:
        assert server.sockets.parent == Path("/tmp")
        assert server.sockets.stat().st_mode & 0o077 == 0
        assert str(server.sockets) in embedded_url(data)
        assert ask(server, "SELECT 1") == "1"
    finally:
        server.shut_down()


def test_a_start_cut_short_leaves_no_half_database(data):
    half = embedded_folder(data).with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = start_embedded(data, tuning=QUICK)
    try:
        assert ask(server, "SELECT 1") == "1"
        assert not half.exists()
    finally:
        server.shut_down()


def test_data_of_another_version_is_refused(data):
    folder = embedded_folder(data)
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseTrouble) as told:
        start_embedded(data)
    assert str(told.value).startswith(
        f"The data in {folder} was written by PostgreSQL 16, and this Whydesk carries 18."
    )


def test_a_server_that_cannot_start_says_its_last_words(server, data):
    server.stop()
    with (server.folder / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = lots\n")
    with pytest.raises(DatabaseTrouble) as told:
        start_embedded(data)
    assert 'invalid value for parameter "shared_buffers": "lots"' in str(told.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has somebody else run the database")
def test_folders_above_stay_closed_to_readers(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = start_embedded(closed / "desk", tuning=QUICK)
    try:
        assert closed.stat().st_mode & 0o777 == 0o701
        assert (closed / "desk").stat().st_mode & 0o777 == 0o701
        assert server.folder.stat().st_mode & 0o777 == 0o700
    finally:
        server.shut_down()
