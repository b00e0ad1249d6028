"""Taking words out of what was written down: only for a person who is to be forgotten."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet

from whydesk.history.models import Entry

_TOGETHER = 500


def blot_entries(
    noun: str, noun_ids: Collection[int], blot: Callable[[Any], Any], *, event: str = ""
) -> None:
    """Let what these nouns' entries tell, or those of one event, be what `blot` leaves of it."""
    found = _about(noun, noun_ids).filter(**({"event": event} if event else {}))
    changed: list[Entry] = []
    for entry in found.order_by("pk").iterator(_TOGETHER):
        left = blot(entry.data)
        if left != entry.data:
            entry.data = left
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["data"], batch_size=_TOGETHER)


def rename_actor(kind: str, keys: Collection[int], name: str) -> None:
    """Call somebody something else wherever they stand as the one who did it."""
    _about(kind, keys).filter(actor_kind=kind, actor_id__in=keys).update(actor_name=name)


def _about(noun: str, noun_ids: Collection[int]) -> QuerySet[Entry]:
    return Entry.objects.filter(subjects__noun=noun, subjects__noun_id__in=noun_ids).distinct()
