import os
import signal
import socket
import subprocess
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.config.desks import wait_for
from tests.embedded import UNSAFE_BUT_QUICK
from whydesk.config.database import embedded_folder, start_embedded
from whydesk.config.desk_health import examine_desk
from whydesk.config.environment import read_settings
from whydesk.config.machine import examine_machine
from whydesk.config.postgres import TUNING
from whydesk.config.programs import arguments_of
from whydesk.config.static import collect_static
from whydesk.mailroom.models import Delivery, ImapAccount, Letter


@pytest.fixture
def data(tmp_path):
    return tmp_path / "desk"


def wrong_about(data, **settings) -> list[str]:
    # A desk that runs on this machine meanwhile has the usual ports.
    free = {"WHYDESK_HTTP": "127.0.0.1:0", "WHYDESK_SMTP": "127.0.0.1:0"}
    environment = read_settings({"WHYDESK_DATA": str(data), **free, **settings})
    return [finding.text for finding in examine_machine(environment) if not finding.is_well]


@pytest.fixture
def killed(data):
    """A server that was killed; what it left."""
    server = start_embedded(data, tuning=TUNING + UNSAFE_BUT_QUICK)
    pid = server.pid
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not server.is_running)
    return server, pid


def test_an_empty_folder_is_well(data):
    assert wrong_about(data) == []
    assert not data.exists()


def test_a_killed_server_is_named(data, killed):
    assert wrong_about(data) == [
        f"The embedded PostgreSQL was killed (it was process {killed[1]})."
    ]


def test_another_program_with_the_servers_number_is_named(data, killed):
    server, pid = killed
    noted = server.folder / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as other:
        # A moment passes before a program that begins is known by its name.
        wait_for(lambda: arguments_of(other.pid))
        noted.write_text(noted.read_text().replace(str(pid), str(other.pid), 1))
        assert wrong_about(data) == [
            f"The embedded PostgreSQL was killed; its number {other.pid} is now sleep's."
        ]
        other.kill()


def test_data_of_another_version_is_named(data):
    embedded_folder(data).mkdir(parents=True)
    (embedded_folder(data) / "PG_VERSION").write_text("17\n")
    assert wrong_about(data) == ["The data is of another PostgreSQL."]


def test_a_taken_port_is_named(data):
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        assert wrong_about(data, WHYDESK_HTTP=place) == [
            f"WHYDESK_HTTP is {place}, and another program listens there."
        ]


def wrong_inside() -> list[str]:
    return [finding.text for finding in examine_desk() if not finding.is_well]


NO_WORKER = "No worker is alive."


@pytest.fixture
def collected():
    collect_static()


def test_a_desk_at_rest_lacks_a_worker_only(world, collected):
    assert wrong_inside() == [NO_WORKER]


def test_static_files_of_another_version_are_named(world, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    assert wrong_inside() == ["The static files are not those of this version.", NO_WORKER]


def test_a_mailbox_that_cannot_be_fetched_is_named(world, collected):
    ImapAccount.objects.create(
        mailbox=world.support, host="imap.example", username="s", password="x", error="No route"
    )
    assert wrong_inside() == ["support@desk.example cannot be fetched: No route", NO_WORKER]


def test_passwords_kept_with_another_key_are_named(world, collected, settings):
    ImapAccount.objects.create(mailbox=world.sales, host="imap.example", username="s", password="x")
    settings.SECRET_KEY = "another"
    assert wrong_inside() == [
        "The passwords of sales@desk.example were kept with another secret key.",
        NO_WORKER,
    ]


def test_mail_that_stays_is_named(world, collected):
    Letter.objects.create(door="smtp", raw=b"1", digest=b"1", state=Letter.State.PARKED)
    late = Letter.objects.create(door="smtp", raw=b"2", digest=b"2")
    Letter.objects.filter(pk=late.pk).update(accepted_at=timezone.now() - timedelta(hours=1))
    assert wrong_inside() == [
        "Mails that could not be read: 1.",
        "Mails that have waited over ten minutes: 1.",
        NO_WORKER,
    ]


def test_answers_that_do_not_leave_are_named(world, collected):
    for state, error in (("failed", "no such user"), ("queued", "server asleep"), ("sent", "")):
        Delivery.objects.create(
            mailbox=world.support,
            message_id=f"<{state}@desk.example>",
            recipients=["anna@romashka.example"],
            raw=b"",
            state=state,
            error=error,
        )
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert wrong_inside() == [
        "Answers that did not leave, or perhaps did not: 1.",
        "Answers that have waited over an hour to leave: 1.",
        NO_WORKER,
    ]


def test_a_dead_workers_jobs_are_named(world, collected):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " VALUES ('mail', 'read', 'doing', %s), ('mail', 'read', 'failed', NULL)",
            [worker],
        )
    assert wrong_inside() == [
        NO_WORKER,
        "Jobs that a dead worker has left: 1.",
        "Jobs given up after several tries: 1.",
    ]


def test_a_lost_key_is_named_and_no_other_made(settled, tmp_path):
    desk = settled.copy(tmp_path / "desk")
    (desk.data / "secret-key").unlink()
    server = start_embedded(desk.data)
    told = desk.run("doctor").stdout
    server.stop()
    assert "wrong  There is no secret key: " in told
    assert not (desk.data / "secret-key").exists()
