"""Tickets that the language model read before lists could say so."""

from django.db import migrations

NOTE = """
UPDATE tickets_ticket SET is_read_by_model = true
WHERE id IN (SELECT ticket_id FROM briefs_reading WHERE reader = 'model');
"""


class Migration(migrations.Migration):
    dependencies = [("briefs", "0005_comparisons"), ("tickets", "0009_read_by")]
    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
