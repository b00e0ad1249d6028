import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from whydesk.migrating import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("history", "0003_vector"),
        ("tickets", "0007_urgency"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("when", models.CharField(max_length=30)),
                ("conditions", models.JSONField(default=dict)),
                ("acts", models.JSONField(default=dict)),
                ("names", models.JSONField(default=dict)),
                ("preset", models.CharField(blank=True, max_length=30)),
                ("is_on", models.BooleanField(default=False)),
                ("on_since", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_on", True)), fields=["when"], name="rule_in_force"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_on", False), ("removed_at", None), _connector="OR"),
                        name="removed_rule_is_off",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("preset", ""), _negated=True), ("removed_at", None)
                        ),
                        fields=("preset",),
                        name="preset_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("newest", models.BigIntegerField()),
                ("reached", models.BigIntegerField()),
                ("reached_at", models.DateTimeField()),
                ("examined", models.PositiveIntegerField(default=0)),
                ("unknown", models.JSONField(default=list)),
                ("is_cut_short", models.BooleanField(default=False)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "rule",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rehearsal",
                        to="automations.rule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Firing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("followed", "Followed"),
                            ("rested", "Rests: somebody or something it refers to is gone"),
                            ("own_doing", "Not followed: it was its own doing"),
                            (
                                "too_deep",
                                "Not followed: three rules had followed one another already",
                            ),
                            ("too_often", "Stopped: it acted on this ticket again and again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("done", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "came_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="automations.firing",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="history.entry",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="firings",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="firings",
                        to="automations.rule",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "rule", "at"], name="firing_on_ticket"),
                    models.Index(fields=["rule", "-id"], name="firing_of_rule"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "rule"), name="rule_once_for_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="AutomaticAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="automations.rule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "rule"), name="rule_answers_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("texts", models.JSONField(default=dict)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "saved replies",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("name",),
                        name="saved_reply_named_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rehearsed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
                (
                    "rehearsal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tickets",
                        to="automations.rehearsal",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rehearsal", "ticket"), name="rehearsed_once")
                ],
            },
        ),
    ]
