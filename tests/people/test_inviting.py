"""Who may invite whom."""

import pytest

from tests.world import World, make_agent
from whydesk.people.actors import NotAllowed, Role
from whydesk.people.inviting import AlreadyHere, invite_person
from whydesk.people.models import Invitation


def test_inviting_the_same_address_again_changes_the_open_offer(world: World):
    first = invite_person(email="olga@desk.example", role=Role.AGENT, language="en", by=world.ada)
    second = invite_person(email="Olga@desk.example", role=Role.LEAD, language="ru", by=world.ada)
    assert second.pk == first.pk
    assert list(Invitation.objects.values_list("role", "language")) == [("lead", "ru")]


def test_somebody_who_works_here_is_not_invited(world: World):
    with pytest.raises(AlreadyHere):
        invite_person(email="VERA@desk.example", role=Role.AGENT, language="ru", by=world.ada)


def test_an_agent_invites_nobody(world: World):
    with pytest.raises(NotAllowed):
        invite_person(email="olga@desk.example", role=Role.GUEST, language="ru", by=world.vera)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_a_lead_invites_everyone_but_admins(world: World, role: Role):
    lead = make_agent("Lena Lead", Role.LEAD)
    invitation = invite_person(email="olga@desk.example", role=role, language="ru", by=lead)
    assert (invitation.role, invitation.invited_by) == (role, lead)


def test_a_lead_makes_no_admin(world: World):
    lead = make_agent("Lena Lead", Role.LEAD)
    with pytest.raises(NotAllowed):
        invite_person(email="olga@desk.example", role=Role.ADMIN, language="ru", by=lead)
    assert not Invitation.objects.exists()
