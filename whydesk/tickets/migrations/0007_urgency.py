"""Queues are ordered by waiting and urgency together, in a column that the database keeps."""

from django.db import migrations, models

from whydesk.migrating import AtOnce

ORDERED = {
    "ticket_open": ["status", "stands_since", "id"],
    "ticket_mine": ["assignee", "status", "stands_since", "id"],
    "ticket_unassigned": ["status", "stands_since", "id"],
}
OF_NOBODY = {"ticket_unassigned": models.Q(assignee=None)}


class Migration(AtOnce):
    dependencies = [("tickets", "0006_due_at")]
    operations = [
        migrations.AddField("ticket", "urgency", models.IntegerField(default=0)),
        migrations.AddField(
            "ticket",
            "stands_since",
            models.GeneratedField(
                expression=models.Func(
                    *("waits_since", "urgency"),
                    template="timezone('UTC', timezone('UTC', %(expressions)s))",
                    arg_joiner=") - make_interval(mins => ",
                ),
                output_field=models.DateTimeField(null=True),
                db_persist=True,
            ),
        ),
        *(migrations.RemoveIndex("ticket", name) for name in ORDERED),
        *(
            migrations.AddIndex(
                "ticket", models.Index(fields=fields, name=name, condition=OF_NOBODY.get(name))
            )
            for name, fields in ORDERED.items()
        ),
    ]
