"""What is promised may depend on how urgent a ticket is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_urgency")]

    operations = [
        migrations.AddField(
            model_name="promiserule",
            name="urgency_from",
            field=models.PositiveIntegerField(default=0),
        )
    ]
