"""Queue counters, kept by the database whoever changes a ticket and however many at once."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION tickets_queues_of(t tickets_ticket)
RETURNS TABLE (queue text, agent_id bigint) LANGUAGE sql IMMUTABLE AS $$
    SELECT t.status::text, 0::bigint
    UNION ALL SELECT 'unassigned', 0 WHERE t.status = 'open' AND t.assignee_id IS NULL
    UNION ALL SELECT 'mine', t.assignee_id WHERE t.status = 'open' AND t.assignee_id IS NOT NULL
    UNION ALL SELECT 'undelivered', 0 WHERE t.undelivered
$$;

CREATE FUNCTION tickets_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_queuecount (queue, agent_id, tickets)
    SELECT q.queue, q.agent_id, count(*)
    FROM new_rows n, LATERAL tickets_queues_of(n::tickets_ticket) q
    GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_queuecount (queue, agent_id, tickets)
    SELECT q.queue, q.agent_id, -count(*)
    FROM old_rows o, LATERAL tickets_queues_of(o::tickets_ticket) q
    GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_queuecount (queue, agent_id, tickets)
    SELECT queue, agent_id, sum(change) FROM (
        SELECT q.queue, q.agent_id, 1 AS change
        FROM new_rows n, LATERAL tickets_queues_of(n::tickets_ticket) q
        UNION ALL
        SELECT q.queue, q.agent_id, -1
        FROM old_rows o, LATERAL tickets_queues_of(o::tickets_ticket) q
    ) changes
    GROUP BY 1, 2 HAVING sum(change) <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER count_inserted AFTER INSERT ON tickets_ticket
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_count_inserted();
CREATE TRIGGER count_deleted AFTER DELETE ON tickets_ticket
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_count_deleted();
CREATE TRIGGER count_updated AFTER UPDATE ON tickets_ticket
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_count_updated();
"""

UNDO = """
DROP TRIGGER count_inserted ON tickets_ticket;
DROP TRIGGER count_deleted ON tickets_ticket;
DROP TRIGGER count_updated ON tickets_ticket;
DROP FUNCTION tickets_count_inserted;
DROP FUNCTION tickets_count_deleted;
DROP FUNCTION tickets_count_updated;
DROP FUNCTION tickets_queues_of;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
