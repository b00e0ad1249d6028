"""Saying how urgent a ticket is, whatever the desk reckons."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.desk.events import UrgencyPutBack, UrgencySet
from whydesk.desk.matters import ENDED
from whydesk.desk.models import Overruling, Pause
from whydesk.desk.weighing import weigh
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket

# A month ahead of all others, or behind them.
MOST_MINUTES = 60 * 24 * 30


class WrongUrgency(ValueError):
    """An urgency without a reason, or beyond all measure."""


@transaction.atomic
def set_urgency(ticket: Ticket, *, minutes: int, reason: str, by: Actor) -> Overruling:
    """Let the ticket stand as if it had waited so many minutes longer, and say why.

    Less than nothing lets others go first. It counts until the ticket is
    closed or somebody leaves it to the desk again.

    :raises WrongUrgency: there is no reason, or it is more than a month.
    """
    by.must(Can.SORT)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise WrongUrgency(_("Say in a few words why, for whoever finds it on top."))
    if abs(minutes) > MOST_MINUTES:
        raise WrongUrgency(_("Choose something up to thirty days."))
    current = _current(ticket)
    if current and (current.minutes, current.reason) == (minutes, reason):
        return current
    _end(current, by)
    agent = by if isinstance(by, Agent) else None
    overruling = Overruling.objects.create(
        ticket=ticket, minutes=minutes, reason=reason, agent=agent, at=timezone.now()
    )
    record(UrgencySet(ticket.pk, minutes, reason), by=by)
    weigh([ticket.pk])
    return overruling


@transaction.atomic
def put_urgency_back(ticket: Ticket, *, by: Actor) -> Ticket:
    """Leave it to the desk again how urgent the ticket is."""
    by.must(Can.SORT)
    current = _current(ticket)
    if current:
        _end(current, by)
        record(UrgencyPutBack(ticket.pk), by=by)
        weigh([ticket.pk])
    return ticket


def end_with_the_ticket(ticket_id: int) -> None:
    """End what somebody said of a ticket that has been closed since."""
    ends = Pause.objects.filter(ticket=OuterRef("ticket"), state__in=ENDED)
    has_ended = Exists(ends.filter(since__gte=OuterRef("at")))
    theirs = Overruling.objects.filter(has_ended, ticket=ticket_id, ended_at=None)
    theirs.update(ended_at=timezone.now())


def _current(ticket: Ticket) -> Overruling | None:
    """Lock the ticket and return what somebody says of it."""
    Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    return Overruling.objects.filter(ticket=ticket, ended_at=None).first()


def _end(current: Overruling | None, by: Actor) -> None:
    if current:
        current.ended_at = timezone.now()
        current.ended_by = by if isinstance(by, Agent) else None
        current.save(update_fields=["ended_at", "ended_by"])
