"""`whydesk start`, run as a person would run it."""

import os
import re
import signal
import smtplib
import socket
from urllib.request import urlopen

import pytest

from tests.config.desks import Desk, wait_for
from whydesk.config.environment import Listen
from whydesk.config.starting import why_not_listen

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(settled, tmp_path_factory):
    """A desk that has nobody yet."""
    desk = settled.copy(tmp_path_factory.mktemp("start") / "desk")
    desk.sql("DELETE FROM people_agent")
    return desk


@pytest.fixture(scope="module")
def running(desk):
    with desk.started() as running:
        yield running


def answers(desk: Desk, path: str) -> bool:
    try:
        with urlopen(f"http://localhost:{desk.http}{path}", timeout=30) as response:
            return response.status == 200
    except OSError:
        return False


def test_a_link_makes_the_first_admin(running):
    link = re.search(r"Make the first admin here: http://localhost:\d+(\S+)", running.told)
    assert answers(running.desk, link[1])


def test_one_line_says_what_runs_where(running):
    desk = running.desk
    assert re.search(
        rf"^Whydesk \S+ is open at http://localhost:{desk.http} · "
        rf"mail: SMTP at 127.0.0.1:{desk.smtp} · its own PostgreSQL · {desk.data}$",
        running.told,
        re.MULTILINE,
    )


def test_a_second_start_is_told_of_the_first(running):
    second = running.desk.run("start")
    assert second.returncode == 1
    assert second.stderr == (
        f"Error: Whydesk already runs on {running.desk.data} (process {running.process.pid}). "
        "Stop it first, or set WHYDESK_DATA to another folder.\n"
    )


def test_doctor_finds_a_running_desk_well(running):
    wait_for(lambda: running.desk.run("doctor").returncode == 0)


@pytest.mark.parametrize("program", ["web", "worker", "mailgate"])
def test_a_killed_program_is_started_again(running, program):
    killed = running.pid_of(program)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: running.pid_of(program) not in (0, killed))
    assert f"{program} was killed (signal 9); it is started again.\n" in running.told
    wait_for(lambda: answers(running.desk, "/health"))


def test_a_killed_database_is_started_again(running):
    noted = running.desk.data / "postgres" / "postmaster.pid"
    killed = int(noted.read_text().split()[0])
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: "The database has stopped; it is started again.\n" in running.told)
    wait_for(lambda: answers(running.desk, "/health"))
    assert int(noted.read_text().split()[0]) != killed


def test_mail_is_taken(running):
    def is_taken() -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", running.desk.smtp, timeout=10) as client:
                return client.noop()[0] == 250
        except OSError:
            return False

    assert wait_for(is_taken)


def test_a_taken_port_is_told_before_anything_starts(running, tmp_path):
    other = Desk(tmp_path / "other", http=running.desk.http)
    result = other.run("start")
    assert result.stderr == (
        f"Error: WHYDESK_HTTP is 127.0.0.1:{running.desk.http}, and another program listens "
        "there. Set WHYDESK_HTTP to another address.\n"
    )
    assert not (other.data / "postgres").exists()


def test_a_port_kept_by_another_program_is_seen():
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = Listen("127.0.0.1", other.getsockname()[1])
        assert why_not_listen(place) == "another program listens there"
    assert why_not_listen(place) == ""
    assert why_not_listen(Listen("no-such-host.invalid", 80)) == "no such host is known"


@pytest.mark.long
def test_programs_end_with_a_killed_supervisor_and_the_next_start_goes_on(running):
    """Stands last: it ends the desk that the tests above use."""
    running.desk.make_admin()
    running.process.kill()
    running.process.wait()
    wait_for(lambda: running.pids() == {})
    with running.desk.started() as second:
        assert "first admin" not in second.told
        told = second.stop()
    assert told.endswith("Whydesk has stopped.\n")
    assert not (running.desk.data / "postgres" / "postmaster.pid").exists()
