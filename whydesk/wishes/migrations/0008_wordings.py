"""What was decided may stand in several languages."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from whydesk.migrating import AtOnce


class Migration(AtOnce):
    dependencies = [
        ("wishes", "0007_rank_by_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="language",
            field=models.CharField("Language", max_length=10, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField("Language", max_length=10)),
                ("reason", models.TextField("Reason", max_length=2000)),
                (
                    "would_change",
                    models.TextField("What would change our mind", max_length=2000, blank=True),
                ),
                (
                    "elsewhere",
                    models.TextField("Where they may find it", max_length=1000, blank=True),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="wishes.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["decision", "language"], name="one_wording_a_language"
                    )
                ]
            },
        ),
    ]
