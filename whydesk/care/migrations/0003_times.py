"""How long the steps and the weeks of care take, where somebody has set it."""

from django.db import migrations, models
from django.db.models import F, Q

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("care", "0002_gestures_and_checks")]
    operations = [
        migrations.CreateModel(
            name="CareTimes",
            fields=[
                ("id", ID),
                ("outlook_minutes", models.PositiveSmallIntegerField()),
                ("alternative_minutes", models.PositiveSmallIntegerField()),
                ("compensation_days", models.PositiveSmallIntegerField()),
                ("aftercare_days", models.PositiveSmallIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("check_days", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "care times",
                "constraints": [
                    models.CheckConstraint(condition=Q(id=1), name="one_set_of_care_times"),
                    models.CheckConstraint(
                        condition=Q(
                            outlook_minutes__range=(15, 2400),
                            alternative_minutes__range=(15, 2400),
                            compensation_days__range=(1, 30),
                            aftercare_days__range=(1, 30),
                            weeks__range=(1, 52),
                            check_days__range=(1, 90),
                        ),
                        name="care_times_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=Q(check_days__lte=F("weeks") * 7), name="check_within_care"
                    ),
                ],
            },
        )
    ]
