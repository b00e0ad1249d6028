"""The three programs of the desk: web, worker, mail gate."""

import asyncio
import logging
import os
import signal
import sys
import threading
import time

from whydesk.config.opening import refuse_unprepared, set_up_desk
from whydesk.config.static import collect_static
from whydesk.config.trouble import WrongSetting

_SECONDS_TO_FINISH = 10


def run_web() -> None:
    """Serve the screens until told to stop."""
    set_up_desk()
    refuse_unprepared()
    collect_static()
    asyncio.run(_serve_web())
    _end_at_once()


def _end_at_once() -> None:
    """Leave without taking Python down first.

    granian's threads may still ask for the interpreter then, which ends them
    inside Rust, and that aborts the process with a trace.
    """
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


async def _serve_web() -> None:
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    from whydesk.config.asgi import application

    place = settings.ENVIRONMENT["WHYDESK_HTTP"]
    if place is None:
        raise WrongSetting("WHYDESK_HTTP is empty: write where to listen, as in 127.0.0.1:8000.")
    server = Server(
        application,
        address=place.host,
        port=place.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        # Every open screen holds one connection for its live news.
        backlog=1024,
        log_level=LogLevels.error,
    )
    serving = asyncio.create_task(server.serve())
    # granian sets its own handlers first, which do not wake a sleeping loop.
    await asyncio.sleep(0)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _stop_soon, server.stop)
    await serving


def _stop_soon(stop: object) -> None:
    from whydesk.web.listening import EAR

    assert callable(stop)
    _die_after(_SECONDS_TO_FINISH)
    # Streams of live news end only when they are told to, and granian waits for them.
    EAR.close()
    stop()


def run_worker() -> None:
    """Do jobs until told to stop."""
    # A page, and the gate's yes to a sender, come before what can wait.
    os.nice(5)
    set_up_desk()
    refuse_unprepared()
    asyncio.run(_work())


async def _work() -> None:
    from asgiref.sync import sync_to_async
    from django.conf import settings
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from whydesk.mailroom.jobs import send_what_is_due
    from whydesk.tickets.jobs import read_what_waits

    # The queue is read over connections of its own; jobs that a job defers go
    # through Django's, so that they are in the transaction of the verb.
    jobs = settings.ENVIRONMENT["WHYDESK_WORKER_JOBS"]
    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=jobs + 3, max_idle=60
    )
    reader = app.with_connector(connector)
    # A worker that died a moment ago may have left mail in the middle of sending or reading.
    await sync_to_async(send_what_is_due)()
    await sync_to_async(read_what_waits)()
    async with reader.open_async():
        await reader.run_worker_async(
            concurrency=jobs,
            delete_jobs="successful",
            shutdown_graceful_timeout=_SECONDS_TO_FINISH,
        )


def run_mailgate() -> None:
    """Take mail by every door until told to stop."""
    set_up_desk()
    refuse_unprepared()
    from whydesk.gate.running import run_gate

    asyncio.run(run_gate())


def end_with_supervisor() -> None:
    """Stop when the supervisor is gone, however it went: it holds the other end of our input."""
    threading.Thread(target=_wait_for_end_of_input, daemon=True).start()


def _wait_for_end_of_input() -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    _die_after(2 * _SECONDS_TO_FINISH)


def _die_after(seconds: int) -> None:
    """End this process even if something in it does not want to."""

    def die() -> None:
        time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=die, daemon=True).start()
