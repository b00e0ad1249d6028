"""A voice put right: its weight, the way around it, how they are told."""

import pytest
from django.test import Client

from tests.wishes.people import make_product, wish_of
from tests.world import World
from whydesk.wishes.models import Voice

RIGHT = {"weight": "deal_breaker", "workaround": "none", "tell_by": "call"}


@pytest.fixture
def voice(world: World) -> Voice:
    return wish_of(world).voices.get()


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def test_one_comes_from_the_wish_and_back_to_the_voice(sam: Client, voice: Voice):
    address = f"/voices/{voice.pk}/"
    wish = f"/wishes/{voice.root_id}/"
    assert sam.get(wish).content.decode().count(f'href="{address}"') == 1
    page = sam.get(address).content.decode()
    assert page.count("checked") == 3
    answer = sam.post(address, RIGHT)
    assert (answer.status_code, answer["Location"]) == (303, f"{wish}#voice-{voice.pk}")
    voice.refresh_from_db()
    assert {name: getattr(voice, name) for name in RIGHT} == RIGHT
    assert "changed what is known of their voice" in sam.get(wish).content.decode()


def test_from_the_panel_of_a_ticket_one_comes_back_there(sam: Client, voice: Voice):
    address = f"/voices/{voice.pk}/?ticket={voice.ticket_id}"
    panel = f"/tickets/{voice.ticket_id}/wish"
    assert sam.get(panel).content.decode().count(f'href="{address}"') == 1
    assert sam.post(address, RIGHT)["Location"] == panel


def test_a_choice_that_is_none_is_refused_and_the_others_stay(sam: Client, voice: Voice):
    page = sam.post(f"/voices/{voice.pk}/", RIGHT | {"weight": "heavy"})
    voice.refresh_from_db()
    assert (page.status_code, voice.weight, voice.tell_by) == (422, "nice", "mail")
    assert page.content.decode().count("checked") == 2


def test_only_those_who_shape_wishes_come_in(world: World, client: Client, voice: Voice):
    for agent, status in ((world.gus, 403), (make_product(), 200)):
        client.force_login(agent)
        assert client.get(f"/voices/{voice.pk}/").status_code == status
    assert client.get("/voices/999999/").status_code == 404
