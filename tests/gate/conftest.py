"""A mail gate in a thread, on ports of its own."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.world import World, make_world
from whydesk.config.environment import Listen
from whydesk.gate.running import keep_open


@dataclass(frozen=True)
class Gate:
    smtp: tuple[str, int]
    lmtp: tuple[str, int]


def free_place() -> Listen:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Listen("127.0.0.1", probe.getsockname()[1])


def eventually(look: Callable[[], Any], *, within: float = 20.0) -> Any:
    """Return what `look` sees as soon as it is true, or what it sees in the end."""
    deadline = time.monotonic() + within
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return seen


def answers(place: Listen) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((place.host, place.port)) == 0


class Running:
    """The gate's event loop in a thread of its own."""

    def __init__(self) -> None:
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()))
        self._thread.start()
        self._started.wait()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._started.set()
        await keep_open(self._stop)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


@pytest.fixture
def world(transactional_db: None) -> World:
    """Make the world where threads see it."""
    return make_world()


@pytest.fixture
def running(world: World, settings: Any) -> Iterator[Running]:
    """Start the gate with the mailboxes of the world."""
    smtp, lmtp = free_place(), free_place()
    settings.ENVIRONMENT = settings.ENVIRONMENT | {
        "WHYDESK_SMTP": smtp,
        "WHYDESK_LMTP": lmtp,
        "WHYDESK_MAIL_MAX_MB": 1,
    }
    running = Running()
    assert eventually(lambda: answers(smtp) and answers(lmtp))
    yield running
    running.stop()


@pytest.fixture
def gate(running: Running, settings: Any) -> Gate:
    places = [settings.ENVIRONMENT[name] for name in ("WHYDESK_SMTP", "WHYDESK_LMTP")]
    return Gate(*((place.host, place.port) for place in places))
