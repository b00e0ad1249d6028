"""Let the desk's own worker do what is due, on the database of the tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.periodic import PeriodicRegistry

# More rounds than any story needs: one that is not quiet by then never will be.
_MOST_ROUNDS = 20
_DUE = "status = 'todo' AND coalesce(scheduled_at, now()) <= now()"
_TROUBLED = "status IN ('failed', 'aborted', 'doing') OR attempts > 0 AND status = 'todo'"


def forget_jobs() -> None:
    """Remove what earlier tests left in the queue; emptying the tables of Django leaves it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def drain() -> None:
    """Do jobs, and what they cause, until nothing is due; a job that failed fails the story."""
    for _round in range(_MOST_ROUNDS):
        # In a thread of its own: this one may have a browser's loop.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _work()).result()
        assert _tasks(_TROUBLED) == []
        if not _tasks(_DUE):
            return
    raise AssertionError(f"Never quiet: {_tasks(_DUE)}")


async def _work() -> None:
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    worker = app.with_connector(connector)
    # When an hour strikes is for the story to say, not for the clock on the wall.
    worker.periodic_registry = PeriodicRegistry()
    async with worker.open_async():
        await worker.run_worker_async(
            wait=False,
            concurrency=1,
            delete_jobs="successful",
            listen_notify=False,
            install_signal_handlers=False,
        )


def _tasks(which: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT task_name, args::text FROM procrastinate_jobs WHERE {which}")
        return [(str(name), str(args)) for name, args in cursor.fetchall()]
