"""Keeping the queue counters short."""

from django.db import connection

_FOLD = """
WITH gone AS (DELETE FROM tickets_queuecount RETURNING queue, agent_id, tickets)
INSERT INTO tickets_queuecount (queue, agent_id, tickets)
SELECT queue, agent_id, sum(tickets) FROM gone GROUP BY queue, agent_id HAVING sum(tickets) <> 0
"""


def fold_counts() -> None:
    """Replace the changes of each queue by their sum, in one statement.

    Changes committed meanwhile are not seen and not lost: they stay rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
