"""A lead's word while one writes."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.wishes.people import decided, to_be_told, wish_of
from tests.world import World
from whydesk.wishes.choices import Outcome
from whydesk.wishes.terms import Terms


@pytest.fixture
def said(world: World) -> str:
    message = write(world, world.mary, text="Will you support Excel one day?")
    message.ticket.kind = "wish"
    message.ticket.temperature = 1
    message.ticket.save()
    return f"/tickets/{message.ticket_id}/coaching"


def remarks(client: Client, address: str, text: str) -> str:
    response = client.post(address, {"text": text})
    assert response.status_code == 200
    return response.content.decode()


def test_an_answer_without_regret_is_remarked_on(world: World, client: Client, said: str):
    client.force_login(world.sam)
    page = remarks(client, said, "We do not support Excel, use CSV instead.")
    assert "There is no word of regret yet" in page


def test_a_promise_that_nobody_made_is_shown_with_its_words(
    world: World, client: Client, said: str
):
    client.force_login(world.sam)
    promise = "We will add Excel export in the next release."
    page = remarks(client, said, f"Thank you for writing. {promise} Sorry for the wait.")
    assert "This promises what nobody has decided yet." in page
    assert promise in page


def test_a_word_is_no_answer_yet(world: World, client: Client, said: str):
    client.force_login(world.sam)
    assert remarks(client, said, "Hello") == "\n\n"


def test_what_may_not_be_seen_gets_no_advice(world: World, client: Client, said: str):
    client.force_login(world.gus)
    assert client.post(said, {"text": "Hello, how are you today?"}).status_code == 404


def test_words_of_a_decision_are_held_against_what_was_decided(world: World, client: Client):
    refused = Terms(Outcome.NEVER, reason="The list has to stay quiet.")
    [bad] = to_be_told(decided(wish_of(world), refused))
    [good] = to_be_told(decided(wish_of(world, world.mary), Terms(Outcome.SHIPPED)))
    client.force_login(world.sam)
    text = "You can change colours now, under Settings. Thank you for asking."
    assert remarks(client, f"/callbacks/{good.pk}/coaching", text) == "\n\n"
    page = remarks(client, f"/callbacks/{bad.pk}/coaching", text)
    assert "There is no word of regret yet" in page
    assert "Say why, in words that they can accept." in page
    client.force_login(world.gus)
    assert client.post(f"/callbacks/{bad.pk}/coaching", {"text": text}).status_code == 404
