"""Where a draft was typed, and which save of it this is."""

from django.db import migrations, models

from whydesk.migrating import AtOnce


class Migration(AtOnce):
    dependencies = [("tickets", "0003_search")]
    operations = [
        migrations.AddField(
            model_name="draft",
            name="sheet",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="draft",
            name="sequence",
            field=models.BigIntegerField(default=0),
        ),
    ]
