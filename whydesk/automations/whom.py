"""Whom a rule tells."""

from datetime import datetime

from django.db.models import QuerySet

from whydesk.automations.acts import HOLDER, LEADS, ON_CALL, TEAM, Acts
from whydesk.notices.oncall import who_is_on_call
from whydesk.people.models import Agent
from whydesk.people.queries import in_charge
from whydesk.tickets.models import Ticket


def whom_to_tell(acts: Acts, ticket: Ticket, at: datetime) -> list[Agent]:
    """Return who is told, in the order of a chain: the nearest first, the leads last.

    Where nobody is found, since nobody is on call or has the ticket, the leads are told.
    """
    found: list[Agent] = []
    if ON_CALL in acts.tell:
        found += who_is_on_call(at)
    if HOLDER in acts.tell:
        found += _active().filter(pk=ticket.assignee_id or 0)
    if TEAM in acts.tell:
        found += _active().filter(teams=ticket.team_id).order_by("name", "pk")
    found += sorted(
        _active().filter(pk__in=acts.tell_people),
        key=lambda agent: acts.tell_people.index(agent.pk),
    )
    if LEADS in acts.tell or not found:
        found += in_charge()
    return list(dict.fromkeys(found))


def _active() -> QuerySet[Agent]:
    return Agent.objects.filter(is_active=True)
