"""A reading waits for each message of a customer, whoever writes the message."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION briefs_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO briefs_reading (message_id, ticket_id, version, tries, reader)
    SELECT id, ticket_id, '', 0, 'desk' FROM new_rows
    WHERE (kind = 'incoming' AND automatic = '') OR kind = 'call';
    RETURN NULL;
END $$;

CREATE TRIGGER reading_waits AFTER INSERT ON tickets_message
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION briefs_wait();

INSERT INTO briefs_reading (message_id, ticket_id, version, tries, reader)
SELECT id, ticket_id, '', 0, 'desk' FROM tickets_message
WHERE (kind = 'incoming' AND automatic = '') OR kind = 'call'
ORDER BY id;
"""

UNDO = """
DROP TRIGGER reading_waits ON tickets_message;
DROP FUNCTION briefs_wait;
"""


class Migration(migrations.Migration):
    dependencies = [("briefs", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
