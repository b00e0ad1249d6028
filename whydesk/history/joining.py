"""Two nouns that turned out to be one have one past."""

from django.db import connection

_JOIN = """
INSERT INTO history_subject (entry_id, noun, noun_id)
SELECT entry_id, noun, %s FROM history_subject WHERE noun = %s AND noun_id = %s
ON CONFLICT (noun, noun_id, entry_id) DO NOTHING
"""


def join_past(noun: str, noun_id: int, *, into: int) -> None:
    """Let what happened to a noun show in the timeline of another too; no entry changes."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [into, noun, noun_id])
