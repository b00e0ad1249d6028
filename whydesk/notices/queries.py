"""What somebody was told, newest first, and what of it is new to them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import IntegerField, OuterRef, Prefetch, QuerySet, Subquery

from whydesk.notices.models import Dispatch, Notice, OnCall, Way
from whydesk.notices.topics import MAIL
from whydesk.people.models import Agent

_TROUBLED = (Dispatch.State.FAILED, Dispatch.State.UNCLEAR)
MOST_COUNTED = 100


class CountOf(Subquery):
    """How many rows there are, as a column of a query that is asked anyway."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def unseen_of_agent() -> CountOf:
    """Count what is new to the agent of the row, as far as anybody reads a number."""
    unseen = Notice.objects.filter(agent=OuterRef("pk"), is_on_screen=True, seen_at=None)
    return CountOf(unseen.values("pk")[:MOST_COUNTED])


def count_unseen(agent: Agent) -> int:
    unseen = Notice.objects.filter(agent=agent, is_on_screen=True, seen_at=None)
    return unseen[:MOST_COUNTED].count()


def notices_of(agent: Agent) -> QuerySet[Notice]:
    """Return what the agent was told on the screen, newest first, and where it did not arrive."""
    troubled = Dispatch.objects.filter(state__in=_TROUBLED).select_related("way")
    found = Notice.objects.filter(agent=agent, is_on_screen=True).order_by("-pk")
    return found.prefetch_related(Prefetch("dispatches", troubled, to_attr="troubled"))


def failing_ways(agent: Agent) -> QuerySet[Way]:
    return agent.ways.filter(failing_since__isnull=False).order_by("pk")


def ways_of(agent: Agent) -> list[Way]:
    """Return every way of the agent; mail is there before it is first used."""
    ways = list(agent.ways.order_by("pk"))
    by_mail = [way for way in ways if way.key == MAIL]
    mail = by_mail or [Way(agent=agent, kind=Way.Kind.MAIL, name=agent.email)]
    return [*mail, *(way for way in ways if way.key != MAIL)]


def roster(now: datetime) -> Collection[OnCall]:
    """Return who is on call now and later, who begins first coming first."""
    return OnCall.objects.filter(until__gt=now).select_related("agent").order_by("since", "pk")
