"""News as it happens: one connection listens, and each reader hears what they may."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from tests.web.customers import write
from tests.world import World, make_world
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import write_note
from whydesk.tickets.sorting import add_tag, assign_ticket, route_ticket
from whydesk.web import listening
from whydesk.web.listening import EAR, Reader
from whydesk.web.live import reader_for, stream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    yield
    assert EAR.readers == set()


async def until_listening() -> None:
    """Wait until the database has heard that somebody listens."""
    params = {**listening.connector_params(), "autocommit": True}
    async with await psycopg.AsyncConnection.connect(**params) as connection:
        while True:
            found = await connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND query <> '' "
                "AND datname = current_database()",
                [listening.NAME],
            )
            if await found.fetchone():
                return
            await asyncio.sleep(0.02)


async def hear(reader: Reader, count: int, act: Callable[[], object]) -> list[dict[str, object]]:
    """Return so many events that the reader hears once the act is done."""
    heard: list[dict[str, object]] = []
    events = stream(reader, is_again=False)
    assert await anext(events) == b"retry: 2000\nid: 1\n\n"
    waiting = asyncio.ensure_future(anext(events))
    await until_listening()
    await sync_to_async(act)()
    while len(heard) < count:
        event = await asyncio.wait_for(waiting, 10)
        heard.append(json.loads(event.partition(b"data: ")[2]))
        waiting = asyncio.ensure_future(anext(events))
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await events.aclose()
    return heard


def listen(reader: Reader, count: int, act: Callable[[], object]) -> list[dict[str, object]]:
    return asyncio.run(hear(reader, count, act))


def test_a_new_ticket_is_told_with_the_queues_it_stands_in(world: World):
    [news] = listen(reader_for(world.sam), 1, lambda: write(world, world.anna))
    ticket = Ticket.objects.get()
    assert news == {
        "id": ticket.pk,
        "change": "arrived",
        "queues": ["open", "unassigned"],
        "message": ticket.messages.get().pk,
    }


def test_ones_own_queue_is_told_as_mine(world: World):
    ticket = write(world, world.anna).ticket
    [news] = listen(
        reader_for(world.sam), 1, lambda: assign_ticket(ticket, to=world.sam, by=world.ada)
    )
    assert (news["change"], news["queues"]) == ("arrived", ["open", "mine"])


def test_a_note_and_a_tag_move_nothing(world: World):
    ticket = write(world, world.anna).ticket

    def act() -> None:
        add_tag(ticket, tag="x", by=world.ada)
        write_note(ticket, text="x", by=world.ada)

    told = listen(reader_for(world.sam), 2, act)
    assert sorted(str(news["change"]) for news in told) == ["changed", "said"]


def test_a_guest_hears_only_of_what_was_given_to_them(world: World):
    def act() -> None:
        write(world, world.anna)
        assign_ticket(write(world, world.mary).ticket, to=world.gus, by=world.ada)
        routed = write(world, world.joao).ticket
        route_ticket(routed, to=world.first_line, by=world.ada)

    given = listen(reader_for(world.gus), 1, act)
    ticket = Ticket.objects.get(assignee=world.gus)
    assert {news["id"] for news in given} == {ticket.pk}


def test_a_guest_hears_of_the_tickets_of_their_team(world: World):
    ticket = write(world, world.anna).ticket
    Ticket.objects.filter(pk=ticket.pk).update(team=None)
    world.first_line.members.add(world.gus)
    told = listen(
        reader_for(world.gus), 1, lambda: route_ticket(ticket, to=world.first_line, by=world.ada)
    )
    assert [news["id"] for news in told] == [ticket.pk]


def test_after_a_lost_connection_one_hears_again(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listening, "RETRY_SECONDS", 0.05)

    def cut_off() -> None:
        with psycopg.connect(**listening.connector_params(), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = %s AND datname = current_database()",
                [listening.NAME],
            )

    [news] = listen(reader_for(world.sam), 1, cut_off)
    assert news == {"id": 0, "change": "changed", "queues": [], "message": None}


def test_a_reader_who_does_not_read_loses_the_rest_and_holds_up_nobody():
    reader = Reader(agent=1, sees_all=True)
    for _number in range(listening.BACKLOG + 10):
        reader.tell(listening.News("changed"))
    assert reader.untold.qsize() == listening.BACKLOG


def test_the_streams_end_when_the_server_stops(world: World):
    async def close() -> list[bytes]:
        events = stream(reader_for_sam, is_again=False)
        first = await anext(events)
        rest = asyncio.ensure_future(read(events))
        await until_listening()
        EAR.close()
        return [first, *await asyncio.wait_for(rest, 10)]

    reader_for_sam = reader_for(world.sam)
    assert asyncio.run(close()) == [b"retry: 2000\nid: 1\n\n"]


async def read(events: AsyncIterator[bytes]) -> list[bytes]:
    return [event async for event in events]


def test_the_stream_is_for_those_who_have_signed_in(world: World):
    def ask(prepare: Callable[[AsyncClient], Awaitable[None]] | None) -> tuple[int, str]:
        async def get() -> tuple[int, str]:
            client = AsyncClient()
            if prepare:
                await prepare(client)
            response = await client.get("/live")
            return response.status_code, response.headers.get("Content-Type", "")

        return asyncio.run(get())

    assert ask(None)[0] == 302
    assert ask(lambda client: client.aforce_login(world.sam)) == (200, "text/event-stream")
