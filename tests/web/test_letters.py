"""Mail that could not be read, on its screen."""

import hashlib

import pytest
from django.test import Client

from tests.world import World
from whydesk.mailroom.models import Letter

STATE = Letter.State


def park(number: int, world: World, state: str = STATE.PARKED) -> Letter:
    raw = b"From: a@b.example\r\n\r\n\xff" + str(number).encode()
    return Letter.objects.create(
        mailbox=world.support,
        door="smtp",
        raw=raw,
        digest=hashlib.sha256(raw).digest(),
        envelope_from=f"sender{number}@b.example",
        envelope_to=["support@desk.example"],
        state=state,
        reason=f"Reason {number}.",
        tries=3,
    )


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    client.force_login(world.vera)
    return client


def test_each_says_why_and_the_list_costs_the_same(
    vera: Client, world: World, django_assert_num_queries
):
    park(0, world, STATE.READ)
    for number in (1, 2, 3):
        park(number, world)
    # session, reader, letters, how many
    with django_assert_num_queries(4):
        page = vera.get("/letters/").content.decode()
    assert [page.count(f"Reason {number}.") for number in range(4)] == [0, 1, 1, 1]


def test_the_list_goes_on_by_key(vera: Client, world: World):
    letters = [park(number, world) for number in range(51)]
    first = vera.get("/letters/").context
    assert [len(first["letters"]), first["newer_url"]] == [50, ""]
    second = vera.get(first["older_url"]).context
    assert [second["letters"], second["older_url"]] == [[letters[0]], ""]
    assert second["newer_url"] == "/letters/"


def test_a_letter_is_handed_over_byte_for_byte(vera: Client, world: World):
    letter = park(1, world)
    response = vera.get(f"/letters/{letter.pk}/source")
    assert response.content == bytes(letter.raw)
    assert response["Content-Disposition"] == f'attachment; filename="mail-{letter.pk}.eml"'


def test_a_letter_that_was_read_is_not_handed_out_here(vera: Client, world: World):
    letter = park(1, world, STATE.READ)
    assert vera.get(f"/letters/{letter.pk}/source").status_code == 404


def test_trying_again_lets_it_wait_to_be_read(vera: Client, world: World):
    one, other = park(1, world), park(2, world)
    vera.post(f"/letters/{one.pk}/tries")
    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {one.pk: STATE.WAITING, other.pk: STATE.PARKED}


def test_all_are_tried_again_at_once(vera: Client, world: World):
    park(1, world)
    park(2, world)
    vera.post("/letters/tries")
    assert set(Letter.objects.values_list("state", flat=True)) == {STATE.WAITING}


def test_a_guest_sees_none_of_it(world: World, client: Client):
    letter = park(1, world)
    client.force_login(world.gus)
    assert client.get("/letters/").status_code == 403
    assert client.get(f"/letters/{letter.pk}/source").status_code == 403
    assert client.post(f"/letters/{letter.pk}/tries").status_code == 403
    assert client.post("/letters/tries").status_code == 403
    assert Letter.objects.get().state == STATE.PARKED


def test_an_address_with_a_page_that_is_none_leads_nowhere(vera: Client):
    assert vera.get("/letters/?before=x").status_code == 404
