"""What is promised on tickets, how long there is for it, and how urgent they are."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F

from whydesk.desk.countdown import Countdown
from whydesk.desk.models import Due, Overruling, Pause, Recount, Standing
from whydesk.desk.settlement import is_broken
from whydesk.desk.urgency import Share
from whydesk.tickets.models import Ticket

_WITH_ALL = Due.objects.select_related("broken__agent", "rule")


def dues_of(ticket: Ticket) -> list[Due]:
    """Return everything promised on the ticket, kept and broken included, oldest first."""
    return list(_WITH_ALL.filter(ticket=ticket).order_by("started_at", "promise"))


def next_due_of(tickets: Collection[Ticket]) -> dict[int, Due]:
    """Return what each ticket owes next, in one query; one that stands still comes last."""
    keys = [ticket.pk for ticket in tickets]
    found = _WITH_ALL.filter(ticket__in=keys, met_at=None)
    nearest = found.order_by("ticket", F("due_at").asc(nulls_last=True), "pk").distinct("ticket")
    return {due.ticket_id: due for due in nearest}


def countdown_of(due: Due, now: datetime) -> Countdown:
    """Return how long there is for it."""
    promised = timedelta(minutes=due.minutes, seconds=-due.used_seconds)
    left = due.due_at - now if due.due_at else promised
    return Countdown(due.promise, due.due_at, left, due.due_at is None, is_broken(due))


def stop_of(ticket: Ticket) -> Pause | None:
    """Return what stops the clock of the ticket now."""
    stops = Pause.objects.select_related("stop", "agent")
    return stops.filter(ticket=ticket, until=None, stop__isnull=False).first()


def recount_underway() -> Recount | None:
    """Return how far the due times are reckoned anew, while they are."""
    return Recount.objects.filter(finished_at=None).first()


def shares_of(ticket: Ticket) -> list[Share]:
    """Return what makes the ticket urgent as the desk reckons it, heaviest first."""
    reasons = Standing.objects.filter(ticket=ticket).values_list("reasons", flat=True).first()
    return [Share(*share) for share in reasons or ()]


def overruling_of(ticket: Ticket) -> Overruling | None:
    """Return what somebody says of the ticket's urgency, while that counts."""
    said = Overruling.objects.select_related("agent")
    return said.filter(ticket=ticket, ended_at=None).first()
