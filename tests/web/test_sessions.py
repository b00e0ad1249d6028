"""Whose request it is."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.world import World
from whydesk.people.models import Agent


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/me").status_code == 200


def test_who_has_signed_out_is_out_at_once_everywhere(sam: Client):
    elsewhere = Client()
    elsewhere.cookies = sam.cookies.copy()
    assert is_in(elsewhere)
    sam.post("/sign-out")
    assert not is_in(elsewhere)


def test_a_session_ends_when_its_time_is_over(sam: Client):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(sam)


def test_who_has_left_the_desk_is_out_at_once(world: World, sam: Client):
    Agent.objects.filter(pk=world.sam.pk).update(is_active=False)
    assert not is_in(sam)


def test_a_new_password_ends_the_sessions_of_the_old(world: World, sam: Client):
    world.sam.set_password("another battery staple")
    world.sam.save()
    assert not is_in(sam)


@pytest.mark.parametrize("key", ["", "short", "x" * 40, "'; --" * 4, "é" * 20])
def test_a_made_up_session_is_nobody(world: World, client: Client, key: str):
    client.cookies["sessionid"] = key
    assert not is_in(client)


def test_what_changes_in_an_agent_shows_at_once(world: World, sam: Client):
    Agent.objects.filter(pk=world.sam.pk).update(name="Samuel Stone")
    assert sam.get("/me").context["user"].name == "Samuel Stone"
