"""Who has a step: whoever has the ticket, and a lead where nobody does."""

from collections.abc import Collection

from whydesk.people.actors import Actor, Can, Role
from whydesk.people.models import Agent
from whydesk.people.queries import in_charge
from whydesk.tickets.models import Ticket


def can_own(agent: Agent | None) -> bool:
    """Say whether somebody is here, not on leave, and may take the steps."""
    if agent is None or agent.is_away:
        return False
    return agent.may(Can.ANSWER) and agent.may(Can.RUN_INCIDENTS)


def owner_for(ticket: Ticket, *, by: Actor, but: Collection[int] = ()) -> Agent | None:
    """Return who has the ticket, else whoever takes it up, else the lead of its team or another."""
    holder = ticket.assignee
    for agent in (holder, by):
        if isinstance(agent, Agent) and can_own(agent) and agent.pk not in but:
            return agent
    return lead_of(ticket.team_id, but=but)


def watcher_for(ticket: Ticket | None, *, by: Actor, but: Collection[int] = ()) -> Agent | None:
    """Return who watches over a company: whoever says so, else who has the ticket, else a lead."""
    for agent in (by, ticket.assignee if ticket else None):
        if isinstance(agent, Agent) and can_own(agent) and agent.pk not in but:
            return agent
    return lead_of(ticket.team_id if ticket else None, but=but)


def lead_of(team_id: int | None, *, but: Collection[int] = ()) -> Agent | None:
    """Return a lead of the team, or any; an admin where no lead is here.

    Somebody who is away is better than nobody, and chosen last.
    """
    known = Agent.objects.filter(role__in=(Role.LEAD, Role.ADMIN), is_active=True)
    found = list(known.exclude(pk__in=but).order_by("pk"))
    members = set(
        Agent.objects.filter(teams=team_id, pk__in=[one.pk for one in found]).values_list(
            "pk", flat=True
        )
        if team_id
        else ()
    )
    found.sort(key=lambda one: (one.is_away, one.role != Role.LEAD, one.pk not in members, one.pk))
    return found[0] if found else None


def leads() -> list[int]:
    """Return the keys of the leads who are here, or of whoever stands in for them."""
    return [agent.pk for agent in in_charge()]
