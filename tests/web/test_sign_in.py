"""Coming in and going out over HTTP."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.world import PASSWORD, World
from whydesk.people.models import Agent

VERA = {"email": "vera@desk.example", "password": PASSWORD}


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_signing_in_goes_where_the_reader_was_going(world: World, client: Client):
    response = client.post("/sign-in", {**VERA, "next": "/me"})
    assert (response.status_code, response["Location"]) == (303, "/me")
    assert signed_in_as(client) == str(world.vera.pk)


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(world: World, client: Client, there: str):
    assert client.post("/sign-in", {**VERA, "next": there})["Location"] == "/"


def test_the_session_is_a_new_one_after_signing_in(world: World, client: Client):
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.post("/sign-in", VERA)
    assert client.session.session_key != before


def test_a_wrong_password_keeps_the_address_and_not_the_password(world: World, client: Client):
    response = client.post("/sign-in", {**VERA, "password": "not-this-one"})
    assert response.status_code == 403
    page = response.content.decode()
    assert page.count("do not belong together") == 1
    assert page.count('value="vera@desk.example"') == 1
    assert "not-this-one" not in page
    assert signed_in_as(client) is None


def test_the_sixth_try_is_asked_to_wait(world: World, client: Client):
    for _ in range(5):
        assert client.post("/sign-in", {**VERA, "password": "no"}).status_code == 403
    response = client.post("/sign-in", VERA)
    assert response.status_code == 429
    assert "The next one is possible in" in response.content.decode()


def test_a_forwarded_address_counts_only_as_the_proxy_wrote_it(world: World, client: Client):
    for number in range(5):
        client.post(
            "/sign-in",
            {"email": f"guess{number}@desk.example", "password": "no"},
            headers={"X-Forwarded-For": f"10.9.8.{number}, 203.0.113.5"},
        )
    blocked = client.post("/sign-in", VERA, headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.5"})
    assert blocked.status_code == 429


def test_signing_out_needs_a_post(world: World, client: Client):
    client.force_login(world.vera)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert signed_in_as(client) is None


def test_the_page_to_sign_in_speaks_the_language_of_the_browser(db: None, client: Client):
    response = client.get("/sign-in", headers={"Accept-Language": "pt-BR,pt;q=0.9"})
    assert response["Content-Language"] == "pt-br"
    assert '<html lang="pt-br"' in response.content.decode()


def test_asking_for_a_link_says_the_same_for_known_and_unknown(world: World, client: Client):
    pages = [
        client.post("/password", {"email": email}).content.decode().replace(email, "somebody")
        for email in ["vera@desk.example", "nobody@desk.example"]
    ]
    assert pages[0] == pages[1]


def password_address(agent: Agent) -> str:
    key = urlsafe_base64_encode(force_bytes(agent.pk))
    return f"/password/{key}/{default_token_generator.make_token(agent)}"


def test_the_link_sets_a_new_password_once(world: World, client: Client):
    address = password_address(world.vera)
    assert client.get(address).status_code == 200
    response = client.post(address, {"password": "seven quiet herons"})
    assert response["Location"] == "/"
    world.vera.refresh_from_db()
    assert world.vera.check_password("seven quiet herons")
    assert Client().get(address).status_code == 404


def test_the_link_of_somebody_who_left_opens_nothing(world: World, client: Client):
    address = password_address(world.vera)
    world.vera.is_active = False
    world.vera.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("key", ["MQ", "!!", "_w", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_made_up_link_opens_nothing(world: World, client: Client, key: str):
    assert client.get(f"/password/{key}/abc-def").status_code == 404
