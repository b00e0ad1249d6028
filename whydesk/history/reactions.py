"""Who reacts to what: jobs deferred in the transaction that recorded the event."""

import inspect
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from whydesk.history.events import Event

AGAIN_LATER = RetryStrategy(max_attempts=10, exponential_wait=4)


@dataclass(frozen=True)
class Reaction:
    """A job and the event fields that it takes; `entry_id` is the entry in history.

    One that is `together` takes a list of each: what happened to many at once is one job.
    """

    job: Any
    takes: tuple[str, ...]
    together: bool = False

    @property
    def name(self) -> str:
        return str(self.job.name)


REACTIONS: dict[str, list[Reaction]] = defaultdict(list)


def reacts(
    *,
    to: type[Event] | Sequence[type[Event]],
    queue: str = "default",
    priority: int = 0,
    together: bool = False,
    retry: RetryStrategy = AGAIN_LATER,
) -> Callable[[Callable[..., None]], Any]:
    """Make the function a job that runs after each such event, or any of several.

    Its parameters are names of the event's fields, or `entry_id`: it gets those
    and no more; one that reacts to many events `together` names them in the
    plural. It must be idempotent, since a job may run again after a crash.
    """

    def register(function: Callable[..., None]) -> Any:
        name = f"{function.__module__.removeprefix('whydesk.')}.{function.__name__}"
        job = app.task(name=name, queue=queue, priority=priority, retry=retry)(function)
        takes = tuple(inspect.signature(function).parameters)
        for event in (to,) if isinstance(to, type) else to:
            REACTIONS[event.name].append(Reaction(job, takes, together))
        return job

    return register


def defer_reactions(events: Sequence[tuple[int, Event]]) -> None:
    """Put every reaction to these entries and events into the queue, in this transaction."""
    for entry_id, event in events:
        for reaction in REACTIONS[event.name]:
            if not reaction.together:
                given = {field: _value(entry_id, event, field) for field in reaction.takes}
                reaction.job.defer(**given)
    for name in dict.fromkeys(event.name for _entry_id, event in events):
        alike = [one for one in events if one[1].name == name]
        for reaction in REACTIONS[name]:
            if reaction.together:
                reaction.job.defer(**_gathered(reaction, alike))


def _gathered(reaction: Reaction, events: Sequence[tuple[int, Event]]) -> dict[str, list[Any]]:
    return {
        plural: [_value(entry_id, event, plural.removesuffix("s")) for entry_id, event in events]
        for plural in reaction.takes
    }


def _value(entry_id: int, event: Event, field: str) -> Any:
    return entry_id if field == "entry_id" else getattr(event, field)
