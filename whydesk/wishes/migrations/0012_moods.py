"""Who was told and nobody has said how they took it is found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wishes", "0011_words")]

    operations = [
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                fields=["told_at"],
                condition=models.Q(
                    models.Q(
                        ("state", "answered"),
                        models.Q(("state", "told"), ("way", "call")),
                        _connector="OR",
                    ),
                    ("went", ""),
                ),
                name="callback_mood_unknown",
            ),
        ),
    ]
