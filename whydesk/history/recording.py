"""Writing history: an entry, and the jobs that react to it, in one transaction."""

import json
from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from whydesk.history.events import Event
from whydesk.history.reactions import defer_reactions


class Named(Protocol):
    """Whoever can stand in history as the one who did it."""

    @property
    def kind(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


# One statement for both tables and for any number: every verb of the desk passes here.
_RECORD = """
WITH given AS MATERIALIZED (
    SELECT nextval((SELECT pg_get_serial_sequence('history_entry', 'id'))) AS id, *
    FROM unnest(%s::text[], %s::jsonb[], %s::text[], %s::bigint[], %s::text[])
        WITH ORDINALITY AS one (event, data, actor_kind, actor_id, actor_name, place)
), entries AS (
    INSERT INTO history_entry (id, event, data, actor_kind, actor_id, actor_name)
    SELECT id, event, data, actor_kind, actor_id, actor_name FROM given
), subjects AS (
    INSERT INTO history_subject (entry_id, noun, noun_id)
    SELECT given.id, about.noun, about.noun_id
    FROM unnest(%s::int[], %s::text[], %s::bigint[]) AS about (place, noun, noun_id)
    JOIN given USING (place)
)
SELECT id FROM given ORDER BY place
"""


def record(event: Event, *, by: Named) -> None:
    """Write down what happened and defer everything that reacts to it.

    Runs in the transaction of the verb: either all of it is true, or none.
    """
    record_all([(event, by)])


def record_all(events: Sequence[tuple[Event, Named]]) -> None:
    """Write down many things that happened together, in as many statements as one."""
    if not events:
        return
    about = [
        (place, noun, key)
        for place, (event, _by) in enumerate(events, start=1)
        for noun, key in event.subjects
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            [
                [event.name for event, _by in events],
                [json.dumps(event.data) for event, _by in events],
                [by.kind for _event, by in events],
                [by.actor_id for _event, by in events],
                [by.name[:200] for _event, by in events],
                *([one[column] for one in about] for column in range(3)),
            ],
        )
        keys = [key for (key,) in cursor.fetchall()]
    defer_reactions([(key, event) for key, (event, _by) in zip(keys, events, strict=True)])
