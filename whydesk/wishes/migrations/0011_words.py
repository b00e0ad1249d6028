import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("wishes", "0010_minutes_mailed")]

    operations = [
        migrations.AddIndex(
            model_name="wish",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", "want", config="simple"),
                name="wish_words",
            ),
        ),
    ]
