"""Writing history: an entry, and the jobs that react to it, in one transaction."""

from typing import Protocol

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


def record(event: Event, *, by: Named) -> Entry:
    """Write down what happened and defer everything that reacts to it.

    Runs in the transaction of the verb: either all of it is true, or none.
    """
    entry = Entry.objects.create(
        event=event.name,
        data=event.data,
        actor_kind=by.kind,
        actor_id=by.actor_id,
        actor_name=by.name,
    )
    Subject.objects.bulk_create(
        Subject(entry=entry, noun=noun, noun_id=key) for noun, key in event.subjects
    )
    defer_reactions(event)
    return entry
