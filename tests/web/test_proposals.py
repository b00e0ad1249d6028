"""The draft of an answer, asked for beside the composer."""

import pytest
from django.test import Client

from tests.language_model import Model
from tests.web.customers import write
from tests.world import World
from whydesk.tickets.models import Draft, Ticket

ANSWER = "Choose “Export” in the menu."
HTMX = {"HX-Request": "true", "HX-Target": "div#proposal"}


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


@pytest.fixture
def ticket(world: World) -> Ticket:
    return write(world, world.mary, text="How do I export?").ticket


def test_the_draft_goes_into_the_composer_and_says_who_wrote_it(
    sam: Client, ticket: Ticket, model: Model
):
    model.answer = ANSWER
    part = sam.post(f"/tickets/{ticket.pk}/proposals", headers=HTMX).content.decode()
    assert f'data-insert="{ANSWER}" data-insert-now' in part
    assert "The language model wrote a draft." in part
    assert not Draft.objects.exists()


def test_without_scripts_it_goes_below_what_was_typed(
    world: World, sam: Client, ticket: Ticket, model: Model
):
    model.answer = ANSWER
    typed = {"kind": "reply", "text": "Dear Mary,"}
    page = sam.post(f"/tickets/{ticket.pk}/proposals", typed, follow=True).content.decode()
    assert Draft.objects.get(agent=world.sam).text == f"Dear Mary,\n\n{ANSWER}"
    assert "Read it before you send it." in page


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_where_nothing_comes_back_it_says_so_and_keeps_what_was_typed(
    sam: Client, ticket: Ticket, model: Model, headers: dict[str, str]
):
    model.status = 500
    typed = {"kind": "reply", "text": "Dear Mary,"}
    address = f"/tickets/{ticket.pk}/proposals"
    page = sam.post(address, typed, headers=headers, follow=True).content.decode()
    assert "The language model gave no draft." in page
    assert [one.text for one in Draft.objects.all()] == ([] if headers else ["Dear Mary,"])


def test_it_is_offered_where_there_is_a_model(sam: Client, ticket: Ticket, model: Model):
    assert "Have an answer drafted" in sam.get(f"/tickets/{ticket.pk}").content.decode()


def test_it_is_not_offered_where_there_is_none(sam: Client, ticket: Ticket):
    assert "Have an answer drafted" not in sam.get(f"/tickets/{ticket.pk}").content.decode()
