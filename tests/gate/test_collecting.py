"""Group commit: many mails, one transaction, each sender told the truth."""

import asyncio

import pytest

from whydesk.gate.collecting import Collector, keep_letters
from whydesk.history.models import Entry
from whydesk.mailroom.accepting import Arrival
from whydesk.mailroom.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def arrival(number: int, size: int = 0, sender: str = "mary@home.example") -> Arrival:
    return Arrival(b"Subject: %d\r\n\r\n" % number + b"x" * size, "smtp", envelope_from=sender)


async def _keep_all(arrivals: list[Arrival]) -> None:
    collector = Collector()
    keeping = [asyncio.create_task(collector.keep(each)) for each in arrivals]
    await asyncio.sleep(0)
    running = asyncio.create_task(collector.run())
    await asyncio.gather(*keeping)
    collector.close()
    await running


def commits() -> list[int]:
    """How many mails were committed together, each time."""
    return [len(entry.data["letter_ids"]) for entry in Entry.objects.order_by("pk")]


def test_mails_that_wait_together_share_a_commit():
    asyncio.run(_keep_all([arrival(number) for number in range(450)]))
    assert commits() == [200, 200, 50]
    assert Letter.objects.count() == 450


def test_large_mails_share_no_more_than_sixteen_megabytes():
    asyncio.run(_keep_all([arrival(number, size=6_000_000) for number in range(5)]))
    assert commits() == [2, 2, 1]


def test_what_waits_when_the_collector_closes_is_still_kept():
    async def close_at_once() -> None:
        collector = Collector()
        keeping = asyncio.create_task(collector.keep(arrival(1)))
        await asyncio.sleep(0)
        collector.close()
        await collector.run()
        await keeping

    asyncio.run(close_at_once())
    assert commits() == [1]


def test_a_mail_that_no_column_holds_does_not_sink_the_others():
    bad = arrival(2, sender="a\0b@home.example")
    assert keep_letters([arrival(1), bad, arrival(3)]) == [True, False, True]
    assert sorted(bytes(letter.raw)[9:10] for letter in Letter.objects.all()) == [b"1", b"3"]


def test_a_sender_who_left_before_the_commit_leaves_his_mail_here():
    async def leave() -> None:
        collector = Collector()
        keeping = asyncio.create_task(collector.keep(arrival(1)))
        await asyncio.sleep(0)
        keeping.cancel()
        collector.close()
        await collector.run()

    asyncio.run(leave())
    assert commits() == [1]
