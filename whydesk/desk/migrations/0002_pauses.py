"""The states of tickets are kept as stretches of time, whoever changes a ticket."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION desk_keep_pauses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A clock that was set back ends nothing before it began.
    IF TG_OP = 'UPDATE' THEN
        UPDATE desk_pause SET until = greatest(since, NEW.updated_at)
        WHERE ticket_id = NEW.id AND until IS NULL AND stop_id IS NULL;
    END IF;
    IF NEW.status <> 'open' THEN
        INSERT INTO desk_pause (ticket_id, state, since)
        VALUES (NEW.id, NEW.status, NEW.updated_at);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER pause_begins AFTER INSERT ON tickets_ticket
    FOR EACH ROW WHEN (NEW.status <> 'open') EXECUTE FUNCTION desk_keep_pauses();
CREATE TRIGGER pause_changes AFTER UPDATE OF status ON tickets_ticket
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION desk_keep_pauses();

INSERT INTO desk_pause (ticket_id, state, since)
SELECT id, status, updated_at FROM tickets_ticket WHERE status <> 'open';
"""

UNDO = """
DROP TRIGGER pause_begins ON tickets_ticket;
DROP TRIGGER pause_changes ON tickets_ticket;
DROP FUNCTION desk_keep_pauses;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
