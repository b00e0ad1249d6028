"""Becoming somebody who works at the desk."""

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.people.actors import Role
from whydesk.people.events import FirstAdminJoined, InvitationAccepted
from whydesk.people.models import Agent, Invitation


class NotOpen(Exception):
    """An invitation that nobody can take any more."""


@transaction.atomic
def open_desk(*, email: str, name: str, password: str, language: str, time_zone: str) -> Agent:
    """Make the first admin of a desk that has nobody yet."""
    with connection.cursor() as cursor:
        # Two people with the same link: the second waits here, then finds the first.
        cursor.execute("LOCK TABLE people_agent IN SHARE ROW EXCLUSIVE MODE")
    if Agent.objects.exists():
        raise NotOpen(_("This desk has an admin already. Ask them for an invitation."))
    agent = Agent(
        email=email.strip().lower(),
        name=name,
        role=Role.ADMIN,
        language=language,
        time_zone=time_zone,
    )
    _save_with_password(agent, password)
    record(FirstAdminJoined(agent.pk), by=agent)
    return agent


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, name: str, password: str, language: str, time_zone: str
) -> Agent:
    """Make the person invited an agent, with the role and the teams of the invitation."""
    found = Invitation.objects.select_for_update().filter(pk=invitation.pk, accepted_at=None)
    offer = found.first()
    if offer is None or Agent.objects.filter(email=offer.email).exists():
        raise NotOpen(_("This invitation has been used. Sign in, or ask for a new one."))
    agent = Agent(
        email=offer.email, name=name, role=offer.role, language=language, time_zone=time_zone
    )
    _save_with_password(agent, password)
    agent.teams.set(offer.teams.all())
    offer.accepted_by, offer.accepted_at = agent, timezone.now()
    offer.save(update_fields=["accepted_by", "accepted_at"])
    record(InvitationAccepted(offer.pk, agent.pk), by=agent)
    return agent


def _save_with_password(agent: Agent, password: str) -> None:
    """Refuse a weak password with Django's reasons."""
    validate_password(password, agent)
    agent.set_password(password)
    agent.save()
