"""A customer phoned."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.customers.models import Contact
from whydesk.people.actors import Role
from whydesk.tickets.models import Message

CALL = {
    "name": "Nina New",
    "email": "nina@romashka.example",
    "subject": "No sound",
    "text": "She hears nothing.",
}


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def test_a_call_of_somebody_new_becomes_a_ticket(world: World, sam: Client):
    response = sam.post("/calls", CALL)
    call = Message.objects.get()
    assert response["Location"] == f"/tickets/{call.ticket_id}#message-{call.pk}"
    assert (call.kind, call.text, call.agent) == ("call", "She hears nothing.", world.sam)
    assert (call.ticket.subject, call.ticket.channel) == ("No sound", "phone")
    assert (call.contact.name, call.contact.company) == ("Nina New", world.anna.company)


def test_a_call_about_a_ticket_stands_on_it(world: World, sam: Client):
    ticket = write(world, world.anna).ticket
    sam.post("/calls", {"ticket": ticket.pk, "text": "She asks again."})
    call = ticket.messages.get(kind="call")
    assert (call.text, call.contact) == ("She asks again.", world.anna)


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(sam: Client):
    response = sam.post("/calls", {"text": "She hears nothing."})
    form = response.context["form"]
    assert response.status_code == 422
    assert sorted(form.errors) == ["email", "subject"]
    assert form["text"].value() == "She hears nothing."


def test_the_number_of_a_hidden_ticket_is_not_found(world: World, client: Client):
    ticket = write(world, world.anna).ticket
    client.force_login(world.gus)
    assert client.post("/calls", {"ticket": ticket.pk, "text": "x"}).status_code == 404


def test_who_may_not_answer_notes_no_call(world: World, client: Client):
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    before = Contact.objects.count()
    assert client.post("/calls", CALL).status_code == 403
    assert (Message.objects.count(), Contact.objects.count()) == (0, before)
