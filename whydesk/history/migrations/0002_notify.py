"""Tell whoever listens that something happened to a ticket, once it is committed."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION history_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('whydesk', json_build_object(
        'ticket', NEW.noun_id,
        'event', (SELECT event FROM history_entry WHERE id = NEW.entry_id)
    )::text);
    RETURN NULL;
END $$;

CREATE TRIGGER notify AFTER INSERT ON history_subject
    FOR EACH ROW WHEN (NEW.noun = 'ticket') EXECUTE FUNCTION history_notify();
"""

UNDO = """
DROP TRIGGER notify ON history_subject;
DROP FUNCTION history_notify;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
