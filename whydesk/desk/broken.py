"""Promises that were broken, and why."""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from whydesk.desk.models import BrokenPromise, Pause, Stop
from whydesk.people.models import Agent
from whydesk.tickets.queries import visible_to


def broken_promises(agent: Agent, *, is_unexplained: bool = False) -> QuerySet[BrokenPromise]:
    """Return those on tickets that exist for the agent, the last to be noted first."""
    found = BrokenPromise.objects.filter(due__ticket__in=visible_to(agent).values("pk"))
    if is_unexplained:
        found = found.filter(reason="")
    return found.select_related("agent", "due__ticket__company", "due__ticket__assignee").order_by(
        "-pk"
    )


def stops_with_counts() -> QuerySet[Stop]:
    """Return every stop with how many tickets it holds now, those that are used first."""
    held = Pause.objects.filter(stop=OuterRef("pk"), until=None).order_by().values("stop")
    holding = Coalesce(Subquery(held.annotate(held=Count("pk")).values("held")), 0)
    found = Stop.objects.annotate(holding=holding)
    return found.order_by(F("retired_at").asc(nulls_first=True), "name")


def stops_in_use() -> QuerySet[Stop]:
    return Stop.objects.filter(retired_at=None)
