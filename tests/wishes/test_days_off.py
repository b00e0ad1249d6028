"""The days off of the reviews have become days on which the desk is closed."""

import json
from datetime import timedelta
from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from tests.world import World
from whydesk.desk.models import OwnDay, Recount

MIGRATION = "0009_days_off_to_the_desk"
BEFORE = [("wishes", "0008_wordings"), ("desk", "0004_urgency")]


def carry_over(days_off: list[str]) -> None:
    """Do what the migration did, on tables as they were before it."""
    before = MigrationLoader(connection).project_state(BEFORE).apps
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wishes_reviewcalendar ADD COLUMN days_off date[] NOT NULL")
    before.get_model("wishes", "ReviewCalendar").objects.create(pk=1, days_off=days_off)
    import_module(f"whydesk.wishes.migrations.{MIGRATION}").carry_over(before, None)


def test_days_to_come_close_the_desk_and_what_is_due_is_reckoned(world: World):
    monday = timezone.now().date() + timedelta(days=7 - timezone.now().date().weekday())
    past, sunday = monday - timedelta(days=30), monday + timedelta(days=6)
    carry_over([day.isoformat() for day in (past, monday, sunday)])
    assert [(own.day, own.spans, own.hours.team) for own in OwnDay.objects.all()] == [
        (monday, "", None)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'desk.jobs.recount'"
        )
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [
            {"recount_id": Recount.objects.get().pk}
        ]


def test_a_calendar_without_days_off_changes_nothing(world: World):
    carry_over([])
    assert (OwnDay.objects.count(), Recount.objects.count()) == (0, 0)
