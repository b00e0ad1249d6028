"""A desk whose rules can be followed at once, at an hour that the tests choose."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tests.world import World, make_agent
from whydesk.automations.acts import Acts
from whydesk.automations.conditions import Conditions
from whydesk.automations.models import Rule
from whydesk.automations.writing import switch_on, write_rule
from whydesk.customers.models import Company
from whydesk.desk.models import OpeningHours
from whydesk.history.models import Entry
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.receiving import Received, receive

LISBON = ZoneInfo("Europe/Lisbon")
WEEK = [*["09:00-18:00"] * 5, "", ""]


@pytest.fixture
def lead(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


@pytest.fixture
def desk(world: World, lead: Agent) -> World:
    """The world with opening hours and a VIP: Anna's company."""
    OpeningHours.objects.create(week=WEEK, time_zone="Europe/Lisbon")
    Company.objects.filter(pk=world.anna.company_id).update(kind="vip")
    world.anna.company.refresh_from_db()
    return world


Rules = Callable[..., Rule]


@pytest.fixture
def rule(desk: World) -> Rules:
    """Write a rule and switch it on, since before anything happened."""

    def rule(when: str, asks: Conditions | None = None, /, **does: object) -> Rule:
        written = write_rule(
            when=when, conditions=asks or Conditions(), acts=Acts(**does), by=desk.ada
        )
        switch_on(written, by=desk.ada)
        Rule.objects.update(on_since=datetime(2020, 1, 1, tzinfo=UTC))
        written.refresh_from_db()
        return written

    return rule


def says(world: World, text: str = "It does not work.", ticket: Ticket | None = None, **said: str):
    """Let Anna write; what that causes waits in the queue."""
    forget_jobs()
    received = Received(
        contact=world.anna,
        channel="mail",
        subject="Mail",
        text=text,
        at=datetime.now(UTC),
        mailbox=world.support,
        language="ru",
        **said,
    )
    return receive(received, ticket=ticket, by=world.anna)


def happened_at(message: Message, text: str) -> None:
    """Move the arrival of a message to this hour in Lisbon."""
    at = datetime.fromisoformat(text).replace(tzinfo=LISBON)
    Message.objects.filter(pk=message.pk).update(at=at)
    Entry.objects.filter(subjects__noun="ticket", subjects__noun_id=message.ticket_id).update(at=at)


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def do_jobs() -> list[str]:
    """Do what is in the queue of rules, and what that causes; return the jobs."""
    done = []
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs"
                " WHERE queue_name = 'rules' ORDER BY priority DESC, id LIMIT 1)"
                " RETURNING task_name, args::text"
            )
            job = cursor.fetchone()
            if job is None:
                return done
            done.append(job[0])
            app.tasks[job[0]](**json.loads(job[1]))
