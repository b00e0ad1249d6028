"""Two thousand mails arrive while every part of the desk is killed once."""

import os
import signal
import smtplib
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.config.desks import Running, settled_desk, wait_for
from whydesk.config.database import embedded_folder, embedded_url

pytestmark = pytest.mark.long

MAILS = 2_000
SENDERS = 8
SUBJECTS = {f"Mail {number}" for number in range(MAILS)}


class Burst:
    """Senders who each hand over mail after mail, and keep what was not acknowledged."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._waiting = list(range(MAILS))
        self.acknowledged = 0
        self._senders = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        for sender in self._senders:
            sender.start()

    def _send(self) -> None:
        while self._waiting:
            try:
                with smtplib.SMTP("127.0.0.1", self._port, timeout=60) as client:
                    self._hand_over(client)
            except (smtplib.SMTPException, OSError):
                time.sleep(0.2)

    def _hand_over(self, client: smtplib.SMTP) -> None:
        while self._waiting:
            number = self._waiting.pop()
            is_taken = False
            try:
                client.sendmail(f"anna{number}@home.example", "support@desk.example", mail(number))
                is_taken = True
                self.acknowledged += 1
            finally:
                if not is_taken:
                    self._waiting.append(number)

    def wait(self) -> None:
        for sender in self._senders:
            sender.join()


def mail(number: int) -> bytes:
    return (
        f"From: Anna {number} <anna{number}@home.example>\r\n"
        "To: support@desk.example\r\n"
        f"Message-ID: <{number}@home.example>\r\n"
        f"Subject: Mail {number}\r\n\r\n"
        f"Nothing works since this morning. This is what I see: {number}.\r\n"
    ).encode()


@pytest.fixture
def running() -> Iterator[Running]:
    # Not in pytest's folder: every pytest that starts closes that to other
    # users, and a database that is started again as one could not enter it.
    with tempfile.TemporaryDirectory(prefix="whydesk-burst-") as folder:
        desk = settled_desk().copy(Path(folder) / "desk")
        desk.sql(
            "INSERT INTO mailroom_mailbox (address, name, signature, language) "
            "VALUES ('support@desk.example', 'Support', '', 'en')"
        )
        with desk.started() as running:
            yield running


def test_all_two_thousand_are_there_once(running: Running):
    burst = Burst(running.desk.smtp)
    kills = (
        (300, lambda: running.pid_of("worker")),
        (600, lambda: running.pid_of("mailgate")),
        (900, lambda: _postmaster(running)),
        (1_200, lambda: running.pid_of("web")),
        (1_500, lambda: running.pid_of("worker")),
    )
    for after, pid_of in kills:
        wait_for(lambda after=after: burst.acknowledged >= after)
        os.kill(wait_for(pid_of), signal.SIGKILL)
    burst.wait()

    _wait_until_read(running)
    assert sorted(_subjects(running)) == sorted(SUBJECTS)
    assert _ask(running, "SELECT subject FROM tickets_ticket ORDER BY id") == _ask(
        running, "SELECT subject FROM tickets_message ORDER BY ticket_id"
    )
    assert set(_ask(running, "SELECT state FROM mailroom_letter")) == {"read"}
    page = urllib.request.urlopen(f"http://localhost:{running.desk.http}/sign-in")
    assert page.status == 200


def _postmaster(running: Running) -> int:
    file = embedded_folder(running.desk.data) / "postmaster.pid"
    return int(file.read_text().splitlines()[0])


def _wait_until_read(running: Running) -> None:
    """Wait as long as letters wait, but not for ever."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if _ask(running, "SELECT count(*) FROM mailroom_letter WHERE state = 'waiting'") == [0]:
            return
        time.sleep(0.5)


def _subjects(running: Running) -> list[str]:
    return _ask(running, "SELECT subject FROM tickets_message WHERE kind = 'incoming'")


def _ask(running: Running, question: str) -> list[Any]:
    with psycopg.connect(embedded_url(running.desk.data)) as database:
        return [value for (value,) in database.execute(question)]
