"""A wish was last heard when it was written down, where nobody has asked for it since."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wishes", "0005_answering")]

    operations = [
        migrations.AlterField(
            model_name="wish",
            name="last_voice_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
