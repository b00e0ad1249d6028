import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import whydesk.mailroom.secrets
from whydesk.migrating import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("mailroom", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=60)),
                ("event", models.CharField(max_length=60)),
                ("data", models.JSONField()),
                ("who", models.CharField(max_length=200)),
                ("noun", models.CharField(blank=True, max_length=20)),
                ("noun_id", models.BigIntegerField(null=True)),
                ("key", models.CharField(max_length=100)),
                ("is_on_screen", models.BooleanField(default=True)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "chain",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("within_minutes", models.PositiveIntegerField(default=0)),
                ("passes_on_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agent", "-id"], name="notice_of_agent"),
                    models.Index(
                        condition=models.Q(("is_on_screen", True), ("seen_at", None)),
                        fields=["agent", "noun", "noun_id"],
                        name="notice_unseen",
                    ),
                    models.Index(
                        condition=models.Q(("passes_on_at__isnull", False)),
                        fields=["passes_on_at"],
                        name="notice_passes_on",
                    ),
                    models.Index(fields=["key"], name="notice_by_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agent", "key"), name="one_notice")
                ],
            },
        ),
        migrations.CreateModel(
            name="OnCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["until", "since"], name="on_call_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="on_call_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.TimeField()),
                ("until", models.TimeField()),
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_hours",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "quiet hours",
            },
        ),
        migrations.CreateModel(
            name="Way",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("mail", "Mail"), ("messenger", "Messenger")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("url", whydesk.mailroom.secrets.SecretField(blank=True)),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("hourly", "Gathered, each hour"),
                            ("morning", "Gathered, each morning at nine"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="When",
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "mail")),
                        fields=("agent",),
                        name="one_way_by_mail",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("handing_over", "Being handed over"),
                            ("sent", "Sent"),
                            ("failed", "Could not be sent"),
                            ("unclear", "Perhaps sent"),
                            ("needless", "Seen before it was sent"),
                        ],
                        default="waiting",
                        max_length=15,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mailroom.delivery",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispatches",
                        to="notices.notice",
                    ),
                ),
                (
                    "way",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispatches",
                        to="notices.way",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "dispatches",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "handing_over"])),
                        fields=["next_try_at"],
                        name="dispatch_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "way"), name="sent_once_a_way")
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=60)),
                (
                    "ways",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agent", "topic"), name="one_choice")
                ],
            },
        ),
    ]
