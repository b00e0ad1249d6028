"""What happened to a noun, newest first."""

from collections.abc import Sequence

from django.db.models import QuerySet

from whydesk.history.events import CATALOGUE
from whydesk.history.models import Entry, Subject
from whydesk.prepared import prepared


def entries_about(noun: str, noun_id: int, *, limit: int = 50, before: int = 0) -> Sequence[Entry]:
    """List the newest entries about the noun; `before` is the id of the last one seen."""
    return _entries(noun_id, before, noun=noun, limit=limit, is_further=bool(before))


@prepared
def _entries(
    noun_id: int, before: int, *, noun: str, limit: int, is_further: bool
) -> QuerySet[Entry]:
    subjects = Subject.objects.filter(noun=noun, noun_id=noun_id)
    if is_further:
        subjects = subjects.filter(entry__lt=before)
    # The index on the noun holds its entries in order; one on all entries does not know whose.
    newest = subjects.order_by("-entry").values_list("entry", flat=True)[:limit]
    quiet = [name for name, event in CATALOGUE.items() if event.is_quiet]
    return Entry.objects.filter(pk__in=newest).exclude(event__in=quiet).order_by("-pk")
