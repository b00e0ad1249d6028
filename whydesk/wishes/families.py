"""A wish and all that were merged into it."""

from django.db import connection

# UNION, not UNION ALL: it ends even where a ring should ever come to be.
_FAMILY = """
WITH RECURSIVE family (id) AS (
    VALUES (%s::bigint)
    UNION SELECT wish.id FROM wishes_wish wish JOIN family ON wish.merged_into_id = family.id
) SELECT id FROM family ORDER BY id
"""


def family_of(wish_id: int) -> list[int]:
    """Return the wish and all wishes merged into it, however far down."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [wish_id])
        return [row[0] for row in cursor.fetchall()]
