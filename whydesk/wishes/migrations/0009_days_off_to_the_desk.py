"""Days off are those of the desk: one idea of when somebody works."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils import timezone
from procrastinate.contrib.django import app

USUAL_WEEK = [*["09:00-18:00"] * 5, "", ""]


def carry_over(apps: Any, _editor: Any) -> None:
    """Close the desk on the days off to come.

    What has passed stays as it was: a promise broken on such a day was broken.
    """
    calendar = apps.get_model("wishes", "ReviewCalendar").objects.first()
    days = {day for day in calendar.days_off if day >= timezone.now().date()} if calendar else set()
    if not days:
        return
    hours, _is_new = apps.get_model("desk", "OpeningHours").objects.get_or_create(
        team=None, defaults={"week": USUAL_WEEK, "time_zone": settings.TIME_ZONE}
    )
    own_days = apps.get_model("desk", "OwnDay").objects
    known = set(own_days.filter(hours=hours).values_list("day", flat=True))
    closed = [day for day in sorted(days - known) if hours.week[day.weekday()]]
    own_days.bulk_create(own_days.model(hours=hours, day=day) for day in closed)
    if closed:
        _recount(apps)


def _recount(apps: Any) -> None:
    """Have all due times reckoned anew by the worker."""
    tickets = apps.get_model("tickets", "Ticket").objects.exclude(status__in=["closed", "spam"])
    recounts = apps.get_model("desk", "Recount").objects
    recounts.filter(finished_at=None).delete()
    recount = recounts.create(total=tickets.count(), begun_at=timezone.now())
    job = app.configure_task("desk.jobs.recount", queue="desk", priority=-5)
    job.defer(recount_id=recount.pk)


class Migration(migrations.Migration):
    dependencies = [("wishes", "0008_wordings"), ("desk", "0004_urgency")]
    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="reviewcalendar", name="days_off"),
    ]
