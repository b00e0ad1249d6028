"""Changing what is known of a person at the desk, by themselves or by who runs it."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can, Role, must_give
from whydesk.people.events import (
    AgentDeactivated,
    AgentReactivated,
    PasswordChanged,
    PasswordLinkAsked,
    ProfileChanged,
    RoleChanged,
)
from whydesk.people.limiting import note_attempt, refuse_haste
from whydesk.people.models import Agent

LINK = "password link"


class NotYourself(ValueError):
    """Something that only somebody else may do to one's account."""


class LastAdmin(ValueError):
    """A change after which nobody could set up the desk."""


@transaction.atomic
def change_profile(agent: Agent, **fields: str) -> Agent:
    """Keep what an agent says of themselves: name, language, time zone, theme, density."""
    changed = [name for name, value in fields.items() if getattr(agent, name) != value]
    if not changed:
        return agent
    for name in changed:
        setattr(agent, name, fields[name])
    agent.save(update_fields=changed)
    record(ProfileChanged(agent.pk, sorted(changed)), by=agent)
    return agent


@transaction.atomic
def change_password(agent: Agent, password: str) -> Agent:
    """Set the agent's password; every other session of theirs ends by it."""
    validate_password(password, agent)
    agent.set_password(password)
    agent.save(update_fields=["password"])
    record(PasswordChanged(agent.pk), by=agent)
    return agent


def ask_for_password_link(email: str, *, network: str) -> None:
    """Have a link mailed by which a new password is chosen, if the address is an agent's.

    Known or not, the same is done here, so that nobody learns which it is.
    """
    email = email.strip().lower()
    refuse_haste(LINK, email, network, free=3)
    with transaction.atomic():
        note_attempt(LINK, email, network)
        record(PasswordLinkAsked(email), by=DESK)


@transaction.atomic
def change_role(agent: Agent, *, role: str, by: Actor) -> Agent:
    """Give somebody another role, within what one holds oneself."""
    agent = _settled_by(agent, by)
    must_give(by, role)
    if agent.role == role:
        return agent
    if role != Role.ADMIN:
        _keep_an_admin(agent)
    was, agent.role = agent.role, role
    agent.save(update_fields=["role"])
    record(RoleChanged(agent.pk, agent.name, was, role), by=by)
    return agent


@transaction.atomic
def deactivate_agent(agent: Agent, *, by: Actor) -> Agent:
    """Close somebody's account: they are signed out at once, and what they wrote stays."""
    agent = _settled_by(agent, by)
    if not agent.is_active:
        return agent
    _keep_an_admin(agent)
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    record(AgentDeactivated(agent.pk, agent.name), by=by)
    return agent


@transaction.atomic
def reactivate_agent(agent: Agent, *, by: Actor) -> Agent:
    """Open the account again, with the role it had."""
    agent = _settled_by(agent, by)
    if agent.is_active:
        return agent
    agent.is_active = True
    agent.save(update_fields=["is_active"])
    record(AgentReactivated(agent.pk, agent.name), by=by)
    return agent


def _settled_by(agent: Agent, by: Actor) -> Agent:
    """Lock the agent for a change by somebody who may make it.

    The admins are locked with them, in one order, so that two who remove each
    other at the same moment wait for one another and the second is refused.
    """
    by.must(Can.INVITE)
    if (by.kind, by.actor_id) == (agent.kind, agent.pk):
        raise NotYourself(_("Your own role and account are changed by somebody else."))
    locked = Agent.objects.select_for_update().filter(Q(pk=agent.pk) | Q(role=Role.ADMIN))
    agent = {found.pk: found for found in locked.order_by("pk")}[agent.pk]
    must_give(by, agent.role)
    return agent


def _keep_an_admin(agent: Agent) -> None:
    """Refuse to lose the last admin."""
    if agent.role != Role.ADMIN or not agent.is_active:
        return
    if not Agent.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=agent.pk).exists():
        raise LastAdmin(_("This is the last admin. Make somebody else one first."))
