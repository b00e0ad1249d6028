"""Who else has the same trouble at the same time."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection

from whydesk.tickets.choices import Kind

# From here on two troubles are one, as the vectors of the demo company's show.
_ALIKE = 0.5
# So many of those placed before and after it are held against a ticket.
_NEAR = 300
_TROUBLES = [Kind.BUG.value, Kind.OUTAGE.value, Kind.COMPLAINT.value]

# Two messages of one company are one company with a trouble.
_FIND = """
SELECT mine.id, theirs.id
FROM tickets_ticket mine
JOIN briefs_likeness placed ON placed.ticket_id = mine.id
JOIN briefs_likeness other ON other.id BETWEEN placed.id - %(near)s AND placed.id + %(near)s
    AND other.vector <#> placed.vector <= -%(alike)s
JOIN tickets_ticket theirs ON theirs.id = other.ticket_id
WHERE mine.id = ANY(%(tickets)s) AND mine.kind = ANY(%(troubles)s)
    AND theirs.kind = ANY(%(troubles)s) AND theirs.status <> 'spam'
    AND theirs.contact_id <> mine.contact_id
    AND (theirs.company_id IS NULL OR theirs.company_id IS DISTINCT FROM mine.company_id)
    AND theirs.created_at BETWEEN mine.created_at - interval '1 day'
        AND mine.created_at + interval '1 day'
ORDER BY mine.id, theirs.id
"""


def alike(ticket_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the tickets of other people with the same trouble within a day of each.

    Counted from the day of the ticket, not from today, so that the answer stays true.
    """
    found: dict[int, list[int]] = defaultdict(list)
    values: dict[str, Any] = {
        "tickets": list(ticket_ids),
        "near": _NEAR,
        "alike": _ALIKE,
        "troubles": _TROUBLES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        for mine, theirs in cursor.fetchall():
            found[mine].append(theirs)
    return found
