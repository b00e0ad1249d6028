"""The next time that we owe a customer something stands on the ticket, where lists can show it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

_NOTE = """
UPDATE tickets_ticket ticket SET due_at = noted.due_at
FROM unnest(%s::bigint[], %s::timestamptz[]) noted (id, due_at)
WHERE ticket.id = noted.id AND ticket.due_at IS DISTINCT FROM noted.due_at
"""


def note_due(due: Mapping[int, datetime | None]) -> None:
    """Keep on each ticket when something is due next, or that nothing is; whoever
    promised it has recorded it."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [list(due), list(due.values())])
