import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from whydesk.migrating import AtOnce


def _merged_into(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="merged_into",
        field=models.ForeignKey(
            blank=True,
            editable=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="merged",
            to=f"customers.{model}",
        ),
    )


def _not_in_itself(model: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=models.Q(("merged_into", models.F("id")), _negated=True),
            name=f"{model}_not_in_itself",
        ),
    )


class Migration(AtOnce):
    dependencies = [("customers", "0003_care_until")]

    operations = [
        _merged_into("company"),
        _merged_into("contact"),
        migrations.AddField(
            model_name="contact",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        _not_in_itself("company"),
        _not_in_itself("contact"),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=320), default=list, size=None
                    ),
                ),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("looked_again", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="customers.contact",
                    ),
                ),
            ],
        ),
    ]
