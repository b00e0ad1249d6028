"""A desk with its first rules, and a clock that the tests can move."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from tests.world import World
from whydesk.customers.models import Contact
from whydesk.desk.models import Due
from whydesk.desk.opening import keep_hours
from whydesk.people.actors import DESK
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.receiving import Received, receive
from whydesk.tickets.replying import send_reply

LISBON = ZoneInfo("Europe/Lisbon")
WEEK = [*["09:00-13:00 14:00-18:00"] * 5, "", ""]


class Clock:
    """What `timezone.now` says."""

    def __init__(self, text: str) -> None:
        self.set(text)

    def set(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=LISBON).astimezone(UTC)

    def move(self, **passed: int) -> None:
        self.now += timedelta(**passed)


def local(at: datetime | None) -> str:
    return at.astimezone(LISBON).strftime("%d.%m. %H:%M") if at else ""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A Monday morning, two minutes to twelve."""
    clock = Clock("2026-11-23T11:58")
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def desk(world: World, clock: Clock) -> World:
    """The world with the rules of a new desk and a lunch break."""
    keep_hours(week=WEEK, time_zone="Europe/Lisbon", by=DESK)
    do_jobs()
    return world


@pytest.fixture
def says(desk: World) -> Callable[..., Message]:
    """Let somebody write now, on a new ticket or on theirs; what it causes is done."""

    def says(contact: Contact, *, ticket: Ticket | None = None, channel: str = "mail") -> Message:
        received = Received(
            contact=contact,
            channel=channel,
            subject="Help",
            text="It does not work.",
            at=timezone.now(),
            mailbox=desk.support,
        )
        message = receive(received, ticket=ticket, by=contact)
        do_jobs()
        return message

    return says


@pytest.fixture
def answer(desk: World) -> Callable[[Ticket], Message]:
    def answer(ticket: Ticket) -> Message:
        message = send_reply(ticket, text=f"Answer at {ticket.updated_at}", by=desk.vera)
        do_jobs()
        return message

    return answer


def do_jobs() -> None:
    """Do what is in the queue of the desk, and what that causes."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM"
                " procrastinate_jobs WHERE queue_name = 'desk') RETURNING task_name, args::text"
            )
            job = cursor.fetchone()
            if job is None:
                return
            app.tasks[job[0]](**json.loads(job[1]))


def due_of(ticket: Ticket, promise: str = "first_answer") -> Due:
    return Due.objects.filter(ticket=ticket, promise=promise).latest("pk")
