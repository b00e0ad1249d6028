"""Workers die in the middle of sending; no customer gets an answer twice, none is forgotten."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.mailroom.sink import Sink, smtp_sink
from tests.world import World
from whydesk.mailroom.models import Delivery
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import send_reply

REPLIES = 120
# How much the server has taken when the worker is killed, each time at another
# moment of somebody's sending.
KILLS = (20, 60, 61)
PATIENCE = 180

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A server that takes a moment over each mail, so that a kill falls into it."""
    chance = random.Random(7)
    with smtp_sink(Sink(before_answer=lambda: time.sleep(chance.random() / 20))) as sink:
        yield sink


def answer_everyone(world: World) -> None:
    for number in range(REPLIES):
        ticket = Ticket.objects.create(
            subject=f"Question {number}",
            contact=world.mary,
            mailbox=world.support,
            status=Ticket.Status.WAITING,
        )
        send_reply(ticket, text=f"Answer {number}", by=world.sam)


def start_worker(sink: Sink, folder: Path) -> subprocess.Popen[bytes]:
    there = connection.settings_dict
    url = f"postgresql:///{there['NAME']}?host={there['HOST']}&user={there['USER']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{url}&port={there['PORT']}" if there["PORT"] else url,
        "WHYDESK_DATA": str(folder),
        "WHYDESK_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        "WHYDESK_WORKER_JOBS": "4",
    }
    log = (folder / "worker.log").open("ab")
    command = [sys.executable, "-m", "whydesk", "worker"]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def wait_for(what: str, is_so: object, worker: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until it is so; a worker that ended by itself is shown with its last words."""
    assert callable(is_so)
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        log = (folder / "worker.log").read_text()[-2000:]
        assert worker.poll() is None, f"The worker ended: {log}"
        assert time.monotonic() < deadline, f"Still not so: {what}. {log}"
        time.sleep(0.01)


def all_is_settled() -> bool:
    """Tell whether each mail has come to its end and the tickets show it."""
    time.sleep(0.2)
    if Delivery.objects.filter(state__in=["queued", "sending", "handing_over"]).exists():
        return False
    unclear = Delivery.objects.filter(state="unclear").count()
    return Ticket.objects.filter(undelivered=True, status="open").count() == unclear


def test_nothing_is_sent_twice(world: World, sink: Sink, tmp_path: Path):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    answer_everyone(world)
    worker = start_worker(sink, tmp_path)
    try:
        for count in KILLS:
            wait_for(f"{count} taken", lambda: len(sink.taken) >= count, worker, tmp_path)  # noqa: B023
            worker.kill()
            worker.wait()
            worker = start_worker(sink, tmp_path)
        wait_for("all is settled", all_is_settled, worker, tmp_path)
    finally:
        worker.kill()
        worker.wait()
    taken = Counter(sink.ids)
    states = dict(Delivery.objects.values_list("message_id", "state"))
    sent = {f"<{one}>" for one, state in states.items() if state == "sent"}
    unclear = {f"<{one}>" for one, state in states.items() if state == "unclear"}
    print(f"{len(sent)} sent, {len(unclear)} unclear, {len(unclear & set(taken))} of them taken")
    assert set(taken.values()) == {1}
    assert len(states) == REPLIES
    assert set(states.values()) <= {"sent", "unclear"}
    assert sent <= set(taken)
    assert set(taken) <= sent | unclear
    # At most what four jobs of each killed worker were handing over.
    assert len(unclear) <= 4 * len(KILLS)
