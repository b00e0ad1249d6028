"""Hearing from the database what happens to tickets, once for everyone who watches.

One connection of each web process listens, while anybody watches at all; the
readers get what they may see through queues of their own. Many changes at
once, as when a burst of mail comes in, are looked up together.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db.models import Max
from procrastinate.contrib.django.utils import connector_params

from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import Queue

log = logging.getLogger(__name__)

CHANNEL = "whydesk"
NAME = "whydesk live news"
GATHER_SECONDS = 0.2
RETRY_SECONDS = 2.0
BACKLOG = 200

# What an event means to somebody who watches a list; all others move a ticket.
CHANGES = {
    "reply.queued": "said",
    "note.written": "said",
    "ticket.tagged": "changed",
    "ticket.untagged": "changed",
    "ticket.routed": "changed",
    "message.read": "changed",
    "reading.corrected": "changed",
}
MOVED = "arrived"


@dataclass(frozen=True)
class Standing:
    """Where a ticket stands now, and the newest message on it."""

    ticket: int
    status: str
    assignee: int | None
    team: int | None
    undelivered: bool
    message: int | None

    def queues(self, agent: int) -> list[str]:
        """Return the queues of the agent in which the ticket stands."""
        is_open = self.status == Ticket.Status.OPEN
        also = {
            Queue.MINE: is_open and self.assignee == agent,
            Queue.UNASSIGNED: is_open and self.assignee is None,
            Queue.UNDELIVERED: self.undelivered,
        }
        return [self.status, *(queue.value for queue, stands in also.items() if stands)]


@dataclass(frozen=True)
class News:
    """A change of a ticket, or of what an agent is told; else, that something may be missed."""

    change: str
    standing: Standing | None = None
    agent: int | None = None


@dataclass(frozen=True)
class Heard:
    """What the database said in a few moments: changes of tickets, and agents who were told."""

    tickets: set[tuple[int, str]]
    agents: set[int]


@dataclass(eq=False)
class Reader:
    """Somebody who watches, what they may see, and what they have not been told yet."""

    agent: int
    sees_all: bool
    teams: frozenset[int] = frozenset()
    untold: asyncio.Queue[News | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG))

    def may_see(self, standing: Standing) -> bool:
        return self.sees_all or standing.assignee == self.agent or standing.team in self.teams

    def tell(self, news: News) -> None:
        """Put the news in their queue; one who does not read misses the rest."""
        is_theirs = news.standing is None or self.may_see(news.standing)
        is_theirs = is_theirs and news.agent in (None, self.agent)
        if is_theirs and not self.untold.full():
            self.untold.put_nowait(news)

    def end(self) -> None:
        """Let them go, whatever they have not read yet."""
        while not self.untold.empty():
            self.untold.get_nowait()
        self.untold.put_nowait(None)


class Ear:
    """Listens to the database as long as there are readers."""

    def __init__(self) -> None:
        self.readers: set[Reader] = set()
        self.task: asyncio.Task[None] | None = None

    @contextmanager
    def lent_to(self, reader: Reader) -> Iterator[Reader]:
        """Let the reader hear; the first one begins the listening and the last one ends it."""
        self.readers.add(reader)
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self.listen())
        try:
            yield reader
        finally:
            self.readers.discard(reader)
            if not self.readers and self.task:
                self.task.cancel()
                self.task = None

    async def listen(self) -> None:
        """Tell the readers what happens; after a break, that something may have."""
        missed: list[News] = []
        while True:
            try:
                async with await connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.tell(missed)
                    async for heard in batches(connection):
                        self.tell(await look_up(connection, heard.tickets))
                        self.tell(News("told", agent=agent) for agent in sorted(heard.agents))
            except psycopg.OperationalError as error:
                log.warning("Live news wait for the database: %s", str(error).strip())
                missed = [News("changed")]
                await asyncio.sleep(RETRY_SECONDS)

    def close(self) -> None:
        """End every stream, since a server that stops waits for them."""
        for reader in self.readers:
            reader.end()

    def tell(self, news: Iterable[News]) -> None:
        for one in news:
            for reader in self.readers:
                reader.tell(one)


async def connect() -> psycopg.AsyncConnection[Any]:
    """Open a connection to Django's database that belongs to no request."""
    return await psycopg.AsyncConnection.connect(
        **{**connector_params(), "autocommit": True, "application_name": NAME}
    )


async def batches(
    connection: psycopg.AsyncConnection[Any],
) -> AsyncIterator[Heard]:
    """Give what was heard, a few moments' worth at a time."""
    while True:
        heard = [notice.payload async for notice in connection.notifies(stop_after=1)]
        await asyncio.sleep(GATHER_SECONDS)
        heard += [notice.payload async for notice in connection.notifies(timeout=0)]
        told = list(map(json.loads, heard))
        of_tickets = [one for one in told if "ticket" in one]
        yield Heard(
            {(one["ticket"], CHANGES.get(one["event"], MOVED)) for one in of_tickets},
            {one["agent"] for one in told if "agent" in one},
        )


async def look_up(
    connection: psycopg.AsyncConnection[Any], heard: set[tuple[int, str]]
) -> list[News]:
    """Say of each ticket where it stands now."""
    if not heard:
        return []
    keys = {ticket for ticket, _change in heard}
    rows = (
        Ticket.objects.filter(pk__in=keys)
        .annotate(newest=Max("messages__pk"))
        .values_list("pk", "status", "assignee_id", "team_id", "undelivered", "newest")
    )
    # Django would ask on a connection of its own; the listening one is here and free.
    sql, values = rows.query.sql_with_params()
    cursor = await connection.execute(sql, values)
    standing = {row[0]: Standing(*row) for row in await cursor.fetchall()}
    return [News(change, standing[key]) for key, change in sorted(heard) if key in standing]


EAR = Ear()
