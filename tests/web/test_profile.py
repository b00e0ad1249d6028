"""What a reader changes of themselves."""

import pytest
from django.test import Client

from tests.world import PASSWORD, World
from whydesk.people.models import Agent

PROFILE = {
    "name": "Vera O.",
    "language": "pt-br",
    "time_zone": "Asia/Tomsk",
    "theme": "dark",
    "density": "compact",
}


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    client.force_login(world.vera)
    return client


def test_the_profile_is_kept_and_the_page_speaks_the_new_language(vera: Client, world: World):
    assert vera.post("/me", PROFILE)["Location"] == "/me"
    agent = Agent.objects.get(pk=world.vera.pk)
    assert {name: getattr(agent, name) for name in PROFILE} == PROFILE
    page = vera.get("/me").content.decode()
    assert '<html lang="pt-br" data-theme="dark" data-density="compact">' in page


def test_a_name_is_needed(vera: Client, world: World):
    response = vera.post("/me", {**PROFILE, "name": " "})
    assert list(response.context["form"].errors) == ["name"]
    assert Agent.objects.get(pk=world.vera.pk).name == "Vera Orlova"


def test_one_click_changes_the_theme_and_nothing_else(vera: Client, world: World):
    response = vera.post(
        "/me/appearance", {"theme": "dark"}, headers={"Referer": "http://testserver/inbox/mine"}
    )
    assert response["Location"] == "http://testserver/inbox/mine"
    agent = Agent.objects.get(pk=world.vera.pk)
    assert (agent.theme, agent.density, agent.name) == ("dark", "comfortable", "Vera Orlova")


def test_a_theme_that_is_none_changes_nothing(vera: Client, world: World):
    vera.post("/me/appearance", {"theme": "neon"}, headers={"Referer": "https://evil.example/"})
    assert Agent.objects.get(pk=world.vera.pk).theme == "auto"


def test_a_new_password_keeps_this_session_and_ends_the_others(vera: Client, world: World):
    other = Client()
    other.force_login(world.vera)
    response = vera.post("/me/password", {"current": PASSWORD, "password": "seven quiet herons"})
    assert response["Location"] == "/me"
    assert vera.get("/me").status_code == 200
    assert other.get("/me").status_code == 302


def test_the_current_password_is_asked_for(vera: Client, world: World):
    response = vera.post("/me/password", {"current": "no", "password": "seven quiet herons"})
    assert list(response.context["password_form"].errors) == ["current"]
    assert Agent.objects.get(pk=world.vera.pk).check_password(PASSWORD)
