"""How urgent tickets are, who said otherwise, and what each reason weighs."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from whydesk.migrating import AtOnce

REASONS = [
    ("blocked", "Cannot work"),
    ("outage", "Outage"),
    ("prospect", "Prospect"),
    ("trial", "Trial"),
    ("new", "New customer"),
    ("vip", "VIP"),
    ("care", "Aftercare"),
    ("irritated", "Irritated"),
    ("angry", "Angry"),
    ("furious", "Furious"),
    ("leaving", "Wants to leave"),
    ("public", "May go public"),
    ("near", "Answer due soon"),
    ("broken", "Promise missed"),
    ("alike", "Others have the same trouble"),
    ("passed", "Passed on"),
]
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")

# A desk that has tickets weighs them all once, in the background.
BEGIN = """
INSERT INTO desk_reweighing (begun_at, total, weighed, reached)
SELECT now(), count(*), 0, 0 FROM tickets_ticket WHERE status NOT IN ('closed', 'spam')
HAVING count(*) > 0
"""


def _agent() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(AtOnce):
    dependencies = [
        ("desk", "0003_first_rules"),
        ("tickets", "0007_urgency"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="UrgencyWeights",
            fields=[
                ("id", ID),
                ("minutes", models.JSONField(default=dict)),
                ("new_days", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "urgency weights",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(id=1), name="one_set_of_weights")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reweighing",
            fields=[
                ("id", ID),
                ("begun_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("weighed", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Overruling",
            fields=[
                ("id", ID),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrulings",
                        to="tickets.ticket",
                    ),
                ),
                ("minutes", models.IntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("agent", _agent()),
                ("at", models.DateTimeField(db_default=Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", _agent()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at=None),
                        fields=("ticket",),
                        name="one_overruling_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("minutes", models.IntegerField(default=0)),
                ("reasons", models.JSONField(default=list)),
                ("until", models.DateTimeField(null=True)),
                ("held", models.CharField(blank=True, choices=REASONS, max_length=10)),
                ("held_for", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(until__isnull=False),
                        fields=["until"],
                        name="standing_that_ends",
                    )
                ],
            },
        ),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
