"""Which tickets there are for somebody, by queue and by filter."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.enums import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from whydesk.people.actors import Can
from whydesk.people.models import Agent, Team
from whydesk.prepared import prepared
from whydesk.tickets.models import QueueCount, Ticket


class Queue(TextChoices):
    MINE = "mine", _("Mine")
    UNASSIGNED = "unassigned", _("Unassigned")
    OPEN = "open", _("All open")
    WAITING = "waiting", _("Waiting for the customer")
    SNOOZED = "snoozed", _("Snoozed")
    CLOSED = "closed", _("Closed")
    SPAM = "spam", _("Spam")
    UNDELIVERED = "undelivered", _("Undeliverable")


# Where somebody waits for us, whoever has waited longest stands first, what is
# urgent as if it had waited longer still; elsewhere the newest does.
_BY_URGENCY = frozenset({Queue.MINE, Queue.UNASSIGNED, Queue.OPEN})


class WrongFilter(ValueError):
    """A filter in an address that means nothing."""


def visible_to(agent: Agent) -> QuerySet[Ticket]:
    """Return the tickets that exist for this agent."""
    return existing_for(agent.pk, sees_all=agent.may(Can.SEE_ALL_TICKETS))


def existing_for(agent: int, *, sees_all: bool) -> QuerySet[Ticket]:
    """Return the same by the agent's key, for what is laid out before anybody asks."""
    if sees_all:
        return Ticket.objects.all()
    return Ticket.objects.filter(
        Q(assignee=agent) | Q(team__in=Team.objects.filter(members=agent).values("pk")),
    )


def in_queue(queue: Queue, agent: Agent | int) -> Q:
    """Return the condition that a ticket stands in the queue."""
    conditions = {
        Queue.MINE: Q(status=Ticket.Status.OPEN, assignee=agent),
        Queue.UNASSIGNED: Q(status=Ticket.Status.OPEN, assignee=None),
        Queue.UNDELIVERED: Q(undelivered=True),
    }
    return conditions.get(queue, Q(status=queue.value))


@dataclass(frozen=True)
class Filters:
    """What narrows a queue; every one of them stands in the address."""

    assignee: int | None = None
    team: int | None = None
    company: int | None = None
    mailbox: int | None = None
    kind: str = ""
    about: str = ""
    tag: str = ""
    language: str = ""
    channel: str = ""

    @classmethod
    def from_query(cls, query: QueryDict | Mapping[str, str]) -> "Filters":
        """Read the filters of an address; what is no number where one belongs is refused."""
        numbers: dict[str, Any] = {}
        for name in ("assignee", "team", "company", "mailbox"):
            text = query.get(name) or ""
            if text and not (text.isascii() and text.isdigit() and len(text) < 19):
                raise WrongFilter(_("This address has a filter that means nothing."))
            numbers[name] = int(text) if text else None
        words: dict[str, Any] = {
            name: query.get(name) or "" for name in ("kind", "about", "tag", "language", "channel")
        }
        return cls(**numbers, **words)

    def to_query(self) -> dict[str, str]:
        """Return the filters that are set, as they stand in an address."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def condition(self) -> Q:
        lookups = {
            "assignee": "assignee_id",
            "team": "team_id",
            "company": "company_id",
            "mailbox": "mailbox_id",
            "kind": "company__kind",
            "about": "kind",
            "language": "language",
            "channel": "channel",
        }
        found = {
            lookups[name]: value
            for name, value in asdict(self).items()
            if name in lookups and value
        }
        return Q(**found) & (Q(tags__contains=[self.tag]) if self.tag else Q())


@dataclass(frozen=True)
class Page:
    """One page of a queue; `next` is the key after which the next begins, or empty."""

    tickets: list[Ticket] = field(default_factory=list)
    next: str = ""


# A list shows no more of each, and fifty rows of everything cost twice as much.
_SHOWN_IN_LIST = (
    *("subject", "snippet", "tags", "undelivered", "status", "kind", "temperature", "is_blocking"),
    *("updated_at", "waits_since", "urgency", "stands_since", "snoozed_until", "due_at"),
    *("contact__name", "company__name", "company__kind", "company__care_until"),
    "assignee__name",
)


def list_queue(
    agent: Agent, queue: Queue, filters: Filters, *, after: str = "", size: int = 30
) -> Page:
    """Return a page of the queue, by key: a page deep down costs what the first does."""
    at, pk = _key(after) if after else (None, 0)
    ask = _rows if filters.to_query() else _rows_unfiltered
    rows = list(
        ask(
            *(agent.pk, at, pk),
            queue=queue,
            sees_all=agent.may(Can.SEE_ALL_TICKETS),
            is_further=bool(after),
            filters=filters,
            most=size + 1,
        )
    )
    key = ""
    if len(rows) > size:
        rows = rows[:size]
        key = f"{getattr(rows[-1], _column(queue)).isoformat()}_{rows[-1].pk}"
    return Page(rows, key)


def _rows(
    agent: int,
    at: datetime | None,
    pk: int,
    *,
    queue: Queue,
    sees_all: bool,
    is_further: bool,
    filters: Filters,
    most: int,
) -> QuerySet[Ticket]:
    found = existing_for(agent, sees_all=sees_all).filter(
        in_queue(queue, agent), filters.condition()
    )
    column, ascending = _column(queue), queue in _BY_URGENCY
    if is_further:
        found = found.filter(_beyond(column, at, pk, ascending=ascending))
    order = (F(column).asc(), F("pk").asc()) if ascending else (F(column).desc(), F("pk").desc())
    shown = found.select_related("contact", "company", "assignee").only(*_SHOWN_IN_LIST)
    return shown.order_by(*order)[:most]


_rows_unfiltered = prepared(_rows)


def _column(queue: Queue) -> str:
    return "stands_since" if queue in _BY_URGENCY else "updated_at"


def _key(after: str) -> tuple[datetime, int]:
    """Read the key of a row (moment_id)."""
    moment, _sep, number = after.partition("_")
    try:
        return datetime.fromisoformat(moment), int(number)
    except ValueError as error:
        raise WrongFilter(_("This address has a page that means nothing.")) from error


def _beyond(column: str, at: datetime | None, pk: int, *, ascending: bool) -> Q:
    """Return the condition that a row comes after the key."""
    sign = "gt" if ascending else "lt"
    # The first condition lets the index start at the key; the second settles ties.
    return Q(**{f"{column}__{sign}e": at}) & (
        Q(**{f"{column}__{sign}": at}) | Q(**{column: at, f"pk__{sign}": pk})
    )


def count_queues(agent: Agent) -> dict[str, int]:
    """Return how many tickets stand in each queue, as the counters have it.

    Whoever may not see all tickets sees the count of their own queue only.
    """
    counts = {queue: max(0, total) for queue, total in _counts(agent.pk)}
    if not agent.may(Can.SEE_ALL_TICKETS):
        return {Queue.MINE.value: counts.get(Queue.MINE, 0)}
    return {queue.value: counts.get(queue, 0) for queue in Queue}


@prepared
def _counts(agent: int) -> QuerySet[QueueCount, tuple[str, int]]:
    changes = QueueCount.objects.filter(agent_id__in=(0, agent))
    return changes.values_list("queue").annotate(sum=Sum("tickets"))
