"""The draft of an answer, asked for beside the composer."""

import asyncio
from typing import Any

import pytest
from django.test import Client

from tests.language_model import Model
from tests.web.customers import write
from tests.world import World
from whydesk.tickets.models import Draft, Ticket

ANSWER = "Choose “Export” in the menu."


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


@pytest.fixture
def ticket(world: World) -> Ticket:
    return write(world, world.mary, text="How do I export?").ticket


def asked_for(client: Client, ticket: Ticket) -> str:
    """Return the part that comes once the model has answered."""
    answer: Any = client.post(f"/tickets/{ticket.pk}/proposals", headers={"HX-Request": "true"})

    async def read() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return asyncio.run(read()).decode()


def test_the_draft_goes_into_the_composer_and_says_who_wrote_it(
    sam: Client, ticket: Ticket, model: Model
):
    model.answer = ANSWER
    part = asked_for(sam, ticket)
    assert f'data-insert="{ANSWER}" data-insert-now' in part
    assert "The language model wrote a draft." in part
    assert not Draft.objects.exists()


def test_it_speaks_the_language_of_the_agent(
    world: World, client: Client, ticket: Ticket, model: Model
):
    client.force_login(world.vera)
    model.answer = ANSWER
    assert "Языковая модель набросала ответ." in asked_for(client, ticket)


def test_where_nothing_comes_back_it_says_so(sam: Client, ticket: Ticket, model: Model):
    model.status = 500
    part = asked_for(sam, ticket)
    assert "The language model gave no draft." in part
    assert "data-insert" not in part


def test_it_is_offered_where_there_is_a_model(sam: Client, ticket: Ticket, model: Model):
    assert "Have an answer drafted" in sam.get(f"/tickets/{ticket.pk}").content.decode()


def test_it_is_not_offered_where_there_is_none(sam: Client, ticket: Ticket):
    assert "Have an answer drafted" not in sam.get(f"/tickets/{ticket.pk}").content.decode()
    assert "gave no draft" in asked_for(sam, ticket)
