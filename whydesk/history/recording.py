"""Writing history: an entry, and the jobs that react to it, in one transaction."""

import json
from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from whydesk.copying import insert
from whydesk.history.events import Event
from whydesk.history.models import Entry, Subject
from whydesk.history.reactions import defer_reactions


class Named(Protocol):
    """Whoever can stand in history as the one who did it."""

    @property
    def kind(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


# One statement for both tables: every verb of the desk passes here.
_RECORD = """
WITH entry AS (
    INSERT INTO history_entry (event, data, actor_kind, actor_id, actor_name)
    VALUES (%s, %s::jsonb, %s, %s, %s) RETURNING id
), subjects AS (
    INSERT INTO history_subject (entry_id, noun, noun_id)
    SELECT entry.id, subject.noun, subject.noun_id
    FROM entry, unnest(%s::text[], %s::bigint[]) AS subject (noun, noun_id)
)
SELECT id FROM entry
"""


def record(event: Event, *, by: Named) -> None:
    """Write down what happened and defer everything that reacts to it.

    Runs in the transaction of the verb: either all of it is true, or none.
    """
    nouns, keys = [noun for noun, _key in event.subjects], [key for _noun, key in event.subjects]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            [event.name, json.dumps(event.data), by.kind, by.actor_id, by.name[:200], nouns, keys],
        )
        [entry_id] = cursor.fetchone()
    defer_reactions([(entry_id, event)])


def record_all(events: Sequence[tuple[Event, Named]]) -> None:
    """Write down many things that happened together, in as many statements as one."""
    entries = [
        Entry(
            event=event.name,
            data=event.data,
            actor_kind=by.kind,
            actor_id=by.actor_id,
            actor_name=by.name[:200],
        )
        for event, by in events
    ]
    insert(entries)
    insert(
        [
            Subject(entry_id=entry.pk, noun=noun, noun_id=key)
            for entry, (event, _by) in zip(entries, events, strict=True)
            for noun, key in event.subjects
        ]
    )
    defer_reactions(
        [(entry.pk, event) for entry, (event, _by) in zip(entries, events, strict=True)]
    )
