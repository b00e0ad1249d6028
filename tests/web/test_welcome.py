"""The first admin and the invited come in over HTTP."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World
from whydesk.people.actors import Role
from whydesk.people.inviting import invite_person
from whydesk.people.models import Agent
from whydesk.people.tokens import invitation_token, welcome_token

OLGA = {
    "name": "Olga Moroz",
    "password": "seven quiet herons",
    "language": "ru",
    "time_zone": "Europe/Minsk",
}


@pytest.mark.django_db
def test_the_first_admin_comes_in_by_the_link_and_is_signed_in(client: Client):
    address = f"/welcome/{welcome_token()}"
    assert client.get(address).status_code == 200
    response = client.post(address, {**OLGA, "email": "olga@desk.example"})
    assert response["Location"] == "/"
    olga = Agent.objects.get()
    assert (olga.role, client.session["_auth_user_id"]) == (Role.ADMIN, str(olga.pk))
    assert client.get(address).status_code == 404


def test_the_link_of_the_first_admin_opens_no_desk_that_has_people(world: World, client: Client):
    address = f"/welcome/{welcome_token()}"
    assert client.get(address).status_code == 404
    assert client.post(address, {**OLGA, "email": "eve@desk.example"}).status_code == 404
    assert not Agent.objects.filter(email="eve@desk.example").exists()


@pytest.mark.django_db
def test_a_weak_password_is_refused_beside_its_field(client: Client):
    address = f"/welcome/{welcome_token()}"
    response = client.post(
        address, {**OLGA, "email": "olga@desk.example", "password": "1234567890"}
    )
    assert list(response.context["form"].errors) == ["password"]
    assert not Agent.objects.exists()


def test_the_invited_reads_their_language_and_joins(world: World, client: Client):
    invitation = invite_person(
        email="olga@desk.example", role=Role.LEAD, language="ru", by=world.ada
    )
    address = reverse("joining", args=[invitation_token(invitation)])
    assert '<html lang="ru"' in client.get(address).content.decode()
    assert client.post(address, OLGA)["Location"] == "/"
    assert Agent.objects.get(email="olga@desk.example").role == Role.LEAD
    assert Client().get(address).status_code == 404


def test_an_unknown_time_zone_is_refused(world: World, client: Client):
    invitation = invite_person(
        email="olga@desk.example", role=Role.LEAD, language="ru", by=world.ada
    )
    address = reverse("joining", args=[invitation_token(invitation)])
    response = client.post(address, {**OLGA, "time_zone": "Mars/Base"})
    assert list(response.context["form"].errors) == ["time_zone"]
