"""Who reacts to what: jobs deferred in the transaction that recorded the event."""

import inspect
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from whydesk.history.events import Event

AGAIN_LATER = RetryStrategy(max_attempts=10, exponential_wait=4)


@dataclass(frozen=True)
class Reaction:
    """A job and the event fields that it takes."""

    job: Any
    takes: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.job.name)


REACTIONS: dict[str, list[Reaction]] = defaultdict(list)


def reacts(
    *, to: type[Event], queue: str = "default", retry: RetryStrategy = AGAIN_LATER
) -> Callable[[Callable[..., None]], Any]:
    """Make the function a job that runs after each such event.

    Its parameters are names of the event's fields: it gets those and no more.
    It must be idempotent, since a job may run again after a crash.
    """

    def register(function: Callable[..., None]) -> Any:
        name = f"{function.__module__.removeprefix('whydesk.')}.{function.__name__}"
        job = app.task(name=name, queue=queue, retry=retry)(function)
        takes = tuple(inspect.signature(function).parameters)
        REACTIONS[to.name].append(Reaction(job, takes))
        return job

    return register


def defer_reactions(event: Event) -> None:
    """Put every reaction to the event into the queue, in this transaction."""
    for reaction in REACTIONS[event.name]:
        reaction.job.defer(**{field: getattr(event, field) for field in reaction.takes})
