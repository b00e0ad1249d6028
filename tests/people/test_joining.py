"""The first admin, and those who were invited after them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from tests.world import World
from whydesk.history.models import Entry
from whydesk.people.actors import Role
from whydesk.people.inviting import invite_person, withdraw_invitation
from whydesk.people.joining import NotOpen, accept_invitation, open_desk
from whydesk.people.models import Agent
from whydesk.people.tokens import find_invitation, invitation_token, opens_welcome, welcome_token

SOMEBODY = {
    "name": "Olga Moroz",
    "password": "seven quiet herons",
    "language": "ru",
    "time_zone": "Europe/Minsk",
}


@pytest.mark.django_db
def test_the_first_admin_opens_the_desk_once():
    olga = open_desk(email="Olga@desk.example", **SOMEBODY)
    assert (olga.email, olga.role, olga.time_zone) == ("olga@desk.example", "admin", "Europe/Minsk")
    with pytest.raises(NotOpen):
        open_desk(email="eve@desk.example", **SOMEBODY)
    assert Agent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_becomes_the_first_admin():
    def try_it(email: str) -> str:
        try:
            return open_desk(email=email, **SOMEBODY).email
        except NotOpen:
            return "too late"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        results = list(both.map(try_it, ["a@desk.example", "b@desk.example"]))
    assert sorted(results)[1] == "too late"
    assert Agent.objects.count() == 1


@pytest.mark.django_db
def test_the_welcome_link_opens_only_an_empty_desk():
    assert opens_welcome(welcome_token())
    assert not opens_welcome(welcome_token() + "x")
    open_desk(email="olga@desk.example", **SOMEBODY)
    assert not opens_welcome(welcome_token())


@pytest.mark.django_db
def test_a_weak_password_makes_nobody():
    with pytest.raises(ValidationError):
        open_desk(email="olga@desk.example", **{**SOMEBODY, "password": "1234567890"})
    assert not Agent.objects.exists()


def test_the_invited_person_gets_role_and_teams_of_the_invitation(world: World):
    invitation = invite_person(
        email="Olga@desk.example",
        role=Role.SPECIALIST,
        language="ru",
        teams=[world.first_line],
        by=world.ada,
    )
    olga = accept_invitation(invitation, **SOMEBODY)
    assert (olga.email, olga.role, olga.name) == ("olga@desk.example", "specialist", "Olga Moroz")
    assert list(olga.teams.all()) == [world.first_line]
    assert Entry.objects.latest("pk").event == "invitation.accepted"


def test_an_invitation_is_taken_once(world: World):
    invitation = invite_person(
        email="olga@desk.example", role=Role.AGENT, language="ru", by=world.ada
    )
    token = invitation_token(invitation)
    assert find_invitation(token) == invitation
    accept_invitation(invitation, **SOMEBODY)
    assert find_invitation(token) is None
    with pytest.raises(NotOpen):
        accept_invitation(invitation, **SOMEBODY)


def test_a_link_is_worth_nothing_after_the_invitation_is_taken_back(world: World):
    invitation = invite_person(
        email="olga@desk.example", role=Role.AGENT, language="ru", by=world.ada
    )
    token = invitation_token(invitation)
    withdraw_invitation(invitation, by=world.ada)
    assert find_invitation(token) is None


def test_a_link_with_another_signature_finds_nothing(world: World):
    invitation = invite_person(
        email="olga@desk.example", role=Role.AGENT, language="ru", by=world.ada
    )
    assert find_invitation(invitation_token(invitation)[:-1]) is None
    assert find_invitation(welcome_token()) is None
