"""The minutes of a review go to each person once."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from whydesk.migrating import AtOnce


class Migration(AtOnce):
    dependencies = [
        ("wishes", "0009_days_off_to_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinutesMailed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailed",
                        to="wishes.review",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "minutes mailed",
                "constraints": [
                    models.UniqueConstraint(fields=["review", "agent"], name="minutes_mailed_once")
                ],
            },
        ),
    ]
