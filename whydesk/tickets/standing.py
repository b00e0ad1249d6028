"""How urgent a ticket is stands on it, where queues are ordered by it."""

from collections.abc import Mapping

from django.db import connection

_NOTE = """
UPDATE tickets_ticket ticket SET urgency = noted.minutes
FROM unnest(%s::bigint[], %s::integer[]) noted (id, minutes)
WHERE ticket.id = noted.id AND ticket.urgency <> noted.minutes
RETURNING ticket.id
"""


def note_urgency(minutes: Mapping[int, int]) -> list[int]:
    """Keep on each ticket how many minutes of waiting its urgency is worth; whoever
    reckoned it knows why. Return those for which that is new."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [list(minutes), list(minutes.values())])
        return [ticket for (ticket,) in cursor.fetchall()]
