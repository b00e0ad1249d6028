"""The jobs of a worker that died are done by one that lives."""

import pytest
from django.db import connection

from whydesk.history.recovering import requeue_stalled_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    """Tests that commit leave their jobs behind."""
    run("DELETE FROM procrastinate_jobs")


def run(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def start_worker(seconds_ago: int) -> int:
    found = run(
        "INSERT INTO procrastinate_workers (last_heartbeat) "
        f"VALUES (now() - interval '{seconds_ago} seconds') RETURNING id"
    )
    return int(str(found[0][0]))


def add_job(worker: int | None, status: str = "doing", queueing_lock: str = "") -> None:
    run(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, queueing_lock) "
        f"VALUES ('q', 't', '{status}', {worker or 'NULL'}, NULLIF('{queueing_lock}', ''))"
    )


def states() -> list[str]:
    return [str(row[0]) for row in run("SELECT status FROM procrastinate_jobs ORDER BY id")]


def test_a_job_of_a_dead_worker_waits_again():
    add_job(start_worker(seconds_ago=120))
    assert requeue_stalled_jobs() == 1
    assert states() == ["todo"]


def test_a_job_of_a_worker_that_was_forgotten_waits_again():
    add_job(None)
    requeue_stalled_jobs()
    assert states() == ["todo"]


def test_a_job_of_a_worker_that_lives_is_left_to_it():
    add_job(start_worker(seconds_ago=5))
    assert requeue_stalled_jobs() == 0
    assert states() == ["doing"]


def test_a_job_whose_twin_waits_already_is_let_go():
    dead = start_worker(seconds_ago=120)
    add_job(dead, queueing_lock="tidy")
    add_job(None, status="todo", queueing_lock="tidy")
    add_job(dead)
    requeue_stalled_jobs()
    assert states() == ["todo", "todo"]
