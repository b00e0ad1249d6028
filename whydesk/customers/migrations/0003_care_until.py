from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_search_by_name")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="care_until",
            field=models.DateTimeField(null=True, blank=True),
        ),
    ]
