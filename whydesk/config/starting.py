"""`whydesk start`: everything on one machine, from an empty folder to an open desk."""

import errno
import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whydesk import __version__
from whydesk.config.database import make_data_folder, start_embedded
from whydesk.config.environment import Listen, read_settings
from whydesk.config.opening import embedded_server, say
from whydesk.config.postgres import Postgres
from whydesk.config.sentences import sentence_for
from whydesk.config.supervising import Supervisor
from whydesk.config.trouble import DatabaseTrouble, Trouble

PROGRAMS = ("web", "worker", "mailgate")


def start_everything(*, with_demo: bool) -> None:
    """Run the whole desk until told to stop."""
    environment = read_settings()
    with only_one(environment["WHYDESK_DATA"]):
        refuse_taken_ports(environment)
        server = embedded_server(environment)
        try:
            news = _prepare(with_demo)
            _supervise(environment, server, news)
        finally:
            if server:
                server.stop()
    say("Whydesk has stopped.")


def _prepare(with_demo: bool) -> str:
    """Migrate in another process, whose memory is given back, and return what it has to tell."""
    command = [sys.executable, "-m", "whydesk", "migrate", "--announce"]
    if with_demo:
        command.append("--demo")
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        raise Trouble("The desk could not be made ready; the lines above say why.")
    return result.stdout.strip()


def _supervise(environment: Mapping[str, Any], server: Postgres | None, news: str) -> None:
    keeper = DatabaseKeeper(server, environment["WHYDESK_DATA"])
    supervisor = Supervisor(PROGRAMS, say=say, keep_database=keeper.look)
    supervisor.listen_for_orders()
    try:
        supervisor.run(
            is_open=lambda: answers(environment["WHYDESK_HTTP"]),
            when_open=lambda: _announce(environment, news),
        )
    finally:
        say("Stopping.")
        supervisor.stop()


class DatabaseKeeper:
    """Starts the embedded database again where it was killed, less and less often."""

    def __init__(self, server: Postgres | None, data: Path) -> None:
        self.server = server
        self.data = data
        self.pause = 0.0
        self.again_at = 0.0

    def look(self) -> None:
        if self.server is None or self.server.is_running or time.monotonic() < self.again_at:
            return
        say("The database has stopped; it is started again.")
        try:
            start_embedded(self.data, say=say)
        except (DatabaseTrouble, OSError) as trouble:
            self.pause = min(60.0, self.pause * 2 or 1.0)
            self.again_at = time.monotonic() + self.pause
            say(f"{sentence_for(trouble)} It is tried again in {self.pause:.0f} s.")
        else:
            self.pause = 0.0


def _announce(environment: Mapping[str, Any], news: str) -> None:
    database = "your PostgreSQL" if environment["DATABASE_URL"] else "its own PostgreSQL"
    doors = [
        f"{name} at {environment[setting]}"
        for name, setting in (("SMTP", "WHYDESK_SMTP"), ("LMTP", "WHYDESK_LMTP"))
        if environment[setting]
    ]
    say(
        f"Whydesk {__version__} is open at {environment['WHYDESK_URL']} · "
        f"mail: {' and '.join(doors) or 'IMAP only'} · {database} · {environment['WHYDESK_DATA']}"
    )
    if news:
        say(news)


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder, or say who holds it."""
    make_data_folder(data)
    with (data / "running.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Trouble(
                f"Whydesk already runs on {data} (process {lock.read().strip()}). "
                "Stop it first, or set WHYDESK_DATA to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def is_held(data: Path) -> bool:
    """Tell whether a desk runs on the data folder."""
    try:
        with (data / "running.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def refuse_taken_ports(environment: Mapping[str, Any]) -> None:
    """Stop before a port that another program listens on."""
    for name in ("WHYDESK_HTTP", "WHYDESK_SMTP", "WHYDESK_LMTP"):
        place = environment[name]
        if place is not None and (problem := why_not_listen(place)):
            raise Trouble(f"{name} is {place}, and {problem}. Set {name} to another address.")


def why_not_listen(place: Listen) -> str:
    """Say what keeps us from listening there; nothing if we could."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        return "ports below 1024 are kept for root"
    except socket.gaierror:
        return "no such host is known"
    except OSError as error:
        return (
            "another program listens there"
            if error.errno == errno.EADDRINUSE
            else str(error.strerror)
        )
    return ""


def answers(place: Listen | None) -> bool:
    """Tell whether somebody listens there."""
    if place is None:
        return True
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place.host, place.host)
    try:
        socket.create_connection((host, place.port), timeout=1).close()
    except OSError:
        return False
    return True
