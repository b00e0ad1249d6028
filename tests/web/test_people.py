"""People, invitations and teams over HTTP."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World, make_agent
from whydesk.people.actors import Role
from whydesk.people.inviting import invite_person
from whydesk.people.models import Agent, Invitation, Team
from whydesk.people.tokens import invitation_token

OFFER = {"email": "olga@desk.example", "role": "agent", "language": "ru"}


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def test_the_list_costs_the_same_for_few_and_many(ada: Client, django_assert_num_queries):
    for name in ["Olga One", "Pavel Two", "Quinn Three"]:
        make_agent(name)
    for email in ["a@desk.example", "b@desk.example", "c@desk.example"]:
        Invitation.objects.create(email=email, role="agent", language="en")
    # session, reader, invitations, teams to choose from, people, their teams, parked mail
    with django_assert_num_queries(7):
        response = ada.get("/people")
    assert response.status_code == 200


def test_an_invitation_is_sent_and_its_link_shown(ada: Client, world: World):
    response = ada.post("/people/invitations", {**OFFER, "teams": [world.first_line.pk]})
    assert response["Location"] == "/people"
    invitation = Invitation.objects.get()
    assert list(invitation.teams.all()) == [world.first_line]
    link = reverse("joining", args=[invitation_token(invitation)]).rpartition(":")[0]
    assert ada.get("/people").content.decode().count(f'value="http://localhost:8000{link}') == 1


def test_an_address_that_works_here_is_refused_beside_its_field(ada: Client):
    response = ada.post("/people/invitations", {**OFFER, "email": "vera@desk.example"})
    assert list(response.context["form"].errors) == ["email"]


def test_a_lead_is_not_offered_and_cannot_force_an_admin(world: World, client: Client):
    client.force_login(make_agent("Lena Lead", Role.LEAD))
    form = client.get("/people").context["form"]
    assert "admin" not in dict(form.fields["role"].choices)
    response = client.post("/people/invitations", {**OFFER, "role": "admin"})
    assert list(response.context["form"].errors) == ["role"]
    assert not Invitation.objects.exists()


def test_an_agent_sees_who_works_here_but_no_invitation(world: World, client: Client):
    invite_person(**OFFER, by=world.ada)
    client.force_login(world.vera)
    page = client.get("/people").content.decode()
    assert page.count("Bruno Dias") == 1
    assert "olga@desk.example" not in page
    assert client.post("/people/invitations", OFFER).status_code == 403


def test_an_invitation_is_taken_back(ada: Client, world: World):
    invitation = invite_person(**OFFER, by=world.ada)
    ada.post(f"/people/invitations/{invitation.pk}/removal")
    assert not Invitation.objects.exists()


def test_role_and_teams_are_kept_together(ada: Client, world: World):
    ada.post(f"/people/{world.sam.pk}", {"role": "lead", "teams": [world.first_line.pk]})
    sam = Agent.objects.get(pk=world.sam.pk)
    assert (sam.role, list(sam.teams.all())) == ("lead", [world.first_line])


def test_ones_own_role_is_not_offered(ada: Client, world: World):
    assert list(ada.get(f"/people/{world.ada.pk}").context["form"].fields) == ["teams"]
    ada.post(f"/people/{world.ada.pk}", {"role": "agent"})
    assert Agent.objects.get(pk=world.ada.pk).role == "admin"


def test_closing_an_account_signs_the_person_out(ada: Client, world: World):
    vera = Client()
    vera.force_login(world.vera)
    assert vera.get("/me").status_code == 200
    ada.post(f"/people/{world.vera.pk}/account", {"is_active": "no"})
    assert vera.get("/me")["Location"] == "/sign-in?next=/me"
    ada.post(f"/people/{world.vera.pk}/account", {"is_active": "yes"})
    assert Agent.objects.get(pk=world.vera.pk).is_active


def test_closing_ones_own_account_is_refused_with_a_sentence(ada: Client, world: World):
    response = ada.post(f"/people/{world.ada.pk}/account", {"is_active": "no"})
    assert response.context["trouble"] == "Your own role and account are changed by somebody else."
    assert Agent.objects.get(pk=world.ada.pk).is_active


def test_a_team_is_formed_changed_and_dissolved(ada: Client, world: World):
    ada.post("/teams", {"name": "Money", "members": [world.sam.pk]})
    team = Team.objects.get(name="Money")
    assert list(team.members.all()) == [world.sam]
    ada.post(f"/teams/{team.pk}", {"name": "Invoices", "members": [world.vera.pk]})
    team.refresh_from_db()
    assert (team.name, list(team.members.all())) == ("Invoices", [world.vera])
    ada.post(f"/teams/{team.pk}/removal")
    assert not Team.objects.filter(pk=team.pk).exists()


def test_the_list_of_teams_costs_the_same_for_one_and_three(ada: Client, django_assert_num_queries):
    for name in ["Second line", "Money", "Night"]:
        Team.objects.create(name=name)
    # session, reader, teams, their members, agents to choose from, parked mail
    with django_assert_num_queries(6):
        ada.get("/teams")


def test_a_name_that_is_taken_is_refused_beside_its_field(ada: Client):
    response = ada.post("/teams", {"name": "First line"})
    assert list(response.context["form"].errors) == ["name"]
