"""Writing dues into the books: many at once, each way in one statement."""

from collections.abc import Sequence

from django.db import connection

from whydesk.desk.models import Due

# Arrays instead of a row of values for each: a recount writes tens of thousands.
_COLUMNS = {
    "id": "bigint",
    "rule_id": "bigint",
    "minutes": "int",
    "measure": "text",
    "started_at": "timestamptz",
    "due_at": "timestamptz",
    "paused_at": "timestamptz",
    "used_seconds": "int",
    "warn_at": "timestamptz",
    "warned_at": "timestamptz",
    "met_at": "timestamptz",
}
_CHANGED = [name for name in _COLUMNS if name != "id"]
_CHANGE = f"""
UPDATE desk_due due SET {", ".join(f"{name} = changed.{name}" for name in _CHANGED)}
FROM unnest({", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())})
    changed ({", ".join(_COLUMNS)})
WHERE due.id = changed.id
"""


def keep_dues(dues: Sequence[Due]) -> None:
    """Write down new dues, and what has changed on known ones."""
    known = [due for due in dues if due.pk is not None]
    if known:
        columns = [[getattr(due, name) for due in known] for name in _COLUMNS]
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE, columns)
    Due.objects.bulk_create(due for due in dues if due.pk is None)


def drop_dues(dues: Sequence[Due]) -> None:
    """Take out what is promised no more."""
    if dues:
        Due.objects.filter(pk__in=[due.pk for due in dues]).delete()
