from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="agent",
            name="away_until",
            field=models.DateTimeField(null=True),
        ),
    ]
