"""Group commit: the mails that wait at all the doors become one transaction."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import Error

from whydesk.gate.connections import database_answers, giving_back
from whydesk.mailroom.accepting import Arrival, accept_letters

MOST_LETTERS = 200
MOST_BYTES = 16 * 1024 * 1024

log = logging.getLogger(__name__)


class NotKept(Exception):
    """The mail could not be committed, so whoever sent it must keep it."""


@dataclass(frozen=True)
class _Waiting:
    arrival: Arrival
    committed: asyncio.Future[None]


class Collector:
    """The one writer for every door of the gate.

    A commit costs the same for one mail and for two hundred. While one is under
    way the next mails gather, so that the gate grows faster the more it is given.
    """

    def __init__(self) -> None:
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeping")
        self._first: _Waiting | None = None

    async def keep(self, arrival: Arrival) -> None:
        """Return once the mail is committed; raise NotKept where it could not be."""
        waiting = _Waiting(arrival, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(waiting)
        await waiting.committed

    def close(self) -> None:
        """Let `run` end once everything that waits now is committed."""
        self._queue.put_nowait(None)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while batch := await self._next_batch():
            arrivals = [waiting.arrival for waiting in batch]
            kept = await loop.run_in_executor(self._writer, keep_letters, arrivals)
            for waiting, is_kept in zip(batch, kept, strict=True):
                _tell(waiting, is_kept)
        self._writer.shutdown()

    async def _next_batch(self) -> list[_Waiting]:
        """Take all that waits, within bounds; nothing once the collector is closed."""
        batch: list[_Waiting] = []
        size = 0
        following = self._first or await self._queue.get()
        self._first = None
        while following is not None:
            batch.append(following)
            size += len(following.arrival.raw)
            if self._queue.empty() or len(batch) == MOST_LETTERS:
                return batch
            following = self._queue.get_nowait()
            if following is not None and size + len(following.arrival.raw) > MOST_BYTES:
                self._first = following
                return batch
        if batch:
            self._queue.put_nowait(None)
        return batch


def _tell(waiting: _Waiting, is_kept: bool) -> None:
    if waiting.committed.done():  # the sender has left; what is kept stays kept
        return
    if is_kept:
        waiting.committed.set_result(None)
    else:
        waiting.committed.set_exception(NotKept())


def keep_letters(arrivals: Sequence[Arrival]) -> list[bool]:
    """Commit the mails together and say of each whether it is kept.

    Where that fails although the database answers, one of them is to blame:
    then each is committed alone, so that it does not hold up the others.
    """
    if _accept(arrivals):
        return [True] * len(arrivals)
    if not database_answers():
        return [False] * len(arrivals)
    return [_accept([arrival]) for arrival in arrivals]


@giving_back
def _accept(arrivals: Sequence[Arrival]) -> bool:
    try:
        accept_letters(arrivals)
    except (Error, ValueError) as trouble:  # ValueError: text that no column can hold
        # The words of the error may be words of the mail, so only its kind is logged.
        log.error("Could not keep %d mails: %s", len(arrivals), type(trouble).__name__)
        return False
    return True
