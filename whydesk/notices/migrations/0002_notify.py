"""Tell whoever listens that somebody has something new to look at, or has looked."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION notices_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('whydesk', json_build_object('agent', NEW.agent_id)::text);
    RETURN NULL;
END $$;

CREATE TRIGGER notify AFTER INSERT OR UPDATE OF seen_at, is_on_screen ON notices_notice
    FOR EACH ROW WHEN (NEW.is_on_screen) EXECUTE FUNCTION notices_notify();
"""

UNDO = """
DROP TRIGGER notify ON notices_notice;
DROP FUNCTION notices_notify;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
