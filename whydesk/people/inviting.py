"""Asking people to join the desk."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can, must_give
from whydesk.people.events import InvitationWithdrawn, PersonInvited
from whydesk.people.models import Agent, Invitation, Team


class AlreadyHere(ValueError):
    """Somebody of this address works at the desk."""


@transaction.atomic
def invite_person(
    *, email: str, role: str, language: str, teams: Iterable[Team] = (), by: Actor
) -> Invitation:
    """Offer somebody a place; an open offer to the same address is changed and sent again."""
    by.must(Can.INVITE)
    must_give(by, role)
    email = email.strip().lower()
    if Agent.objects.filter(email=email).exists():
        raise AlreadyHere(_("Somebody of this address works here already."))
    invitation, _new = Invitation.objects.update_or_create(
        email=email,
        accepted_at=None,
        defaults={"role": role, "language": language, "invited_by_id": _inviter(by)},
    )
    invitation.teams.set(teams)
    record(PersonInvited(invitation.pk, email, role), by=by)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Take an open offer back: its link opens nothing any more."""
    by.must(Can.INVITE)
    open_one = Invitation.objects.select_for_update().filter(pk=invitation.pk, accepted_at=None)
    if not open_one.exists():
        return
    event = InvitationWithdrawn(invitation.pk, invitation.email)
    open_one.delete()
    record(event, by=by)


def _inviter(by: Actor) -> int | None:
    return by.actor_id if by.kind == "agent" else None
