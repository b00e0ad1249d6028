"""What happened to a noun, newest first."""

from collections.abc import Sequence

from whydesk.history.models import Entry


def entries_about(noun: str, noun_id: int, *, limit: int = 50, before: int = 0) -> Sequence[Entry]:
    """List the newest entries about the noun; `before` is the id of the last one seen."""
    found = Entry.objects.filter(subjects__noun=noun, subjects__noun_id=noun_id)
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])
