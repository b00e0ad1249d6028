"""Who works here, who is invited, and who may change what of whom."""

from django.db.models import QuerySet

from whydesk.people.actors import Role, may_give
from whydesk.people.models import Agent, Invitation, Team


def list_agents() -> QuerySet[Agent]:
    """Return everybody with their teams, those who left last."""
    return Agent.objects.prefetch_related("teams").order_by("-is_active", "name", "pk")


def list_teams() -> QuerySet[Team]:
    return Team.objects.prefetch_related("members").order_by("name")


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None).order_by("-pk")


def roles_from(agent: Agent) -> list[tuple[str, str]]:
    """List the roles that the agent may give, as choices."""
    return [(role.value, str(role.label)) for role in Role if may_give(agent, role)]


def in_charge() -> list[Agent]:
    """Return the leads, or the admins where there are none; who is away only if nobody is here."""
    found = list(
        Agent.objects.filter(role__in=(Role.LEAD, Role.ADMIN), is_active=True).order_by(
            "name", "pk"
        )
    )
    ranks = {agent.pk: (agent.is_away, agent.role != Role.LEAD) for agent in found}
    return [agent for agent in found if ranks[agent.pk] == min(ranks.values())]


def may_settle(agent: Agent, other: Agent) -> bool:
    """Say whether the agent may change the other's role and account."""
    return agent != other and may_give(agent, other.role)
