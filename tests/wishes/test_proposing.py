"""Drafts by a language model, against a real server that speaks its method."""

import asyncio
import json

import pytest

from tests.briefs.readings import have_read
from tests.language_model import Model
from tests.web.customers import write
from tests.wishes.people import capability, make_product
from tests.world import World
from whydesk.briefs.likening import liken
from whydesk.customers.models import Contact
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Agent
from whydesk.tickets.models import Draft, Message, Ticket
from whydesk.tickets.replying import send_reply, write_note
from whydesk.wishes.facing import face_capability
from whydesk.wishes.proposing import draft, want_draft

ASKED = "Mary Hill: how do I export the contacts to Excel? Call +44 20 7946 0958"


def told(world: World, contact: Contact, text: str) -> Ticket:
    message = write(world, contact, subject="Hello", text=text)
    have_read(message, kind="question", question="Which contacts?", ask=("scope",))
    liken([message.ticket_id])
    return message.ticket


@pytest.fixture
def ticket(world: World) -> Ticket:
    return told(world, world.mary, ASKED)


def propose_answer(ticket: Ticket, *, by: Agent) -> str:
    wanted = want_draft(ticket, by=by)
    return asyncio.run(draft(wanted)) if wanted else ""


def sent(model: Model) -> str:
    [asked] = model.asked
    return json.dumps(asked["messages"], ensure_ascii=False)


def test_a_draft_comes_back_with_the_names_in_it(world: World, ticket: Ticket, model: Model):
    model.answer = "Dear [NAME_2], choose Export."
    assert propose_answer(ticket, by=world.sam) == "Dear Mary, choose Export."
    assert not Draft.objects.exists()
    entry = Entry.objects.get(event="draft.wanted")
    assert (entry.actor_name, entry.data["ticket_id"]) == ("Sam Stone", ticket.pk)


def test_nothing_personal_and_no_note_leaves(world: World, ticket: Ticket, model: Model):
    write_note(ticket, text="She is the sister of our CEO", by=world.sam)
    propose_answer(ticket, by=world.sam)
    for secret in ("Mary", "7946", "sister"):
        assert secret not in sent(model)
    assert "Subject: Hello" in sent(model)


def test_what_was_answered_to_the_same_is_told(world: World, model: Model):
    known = told(world, world.joao, "Não consigo exportar os contatos para uma planilha Excel")
    send_reply(known, text="Use “Exportar” no menu dos contatos.", by=world.bruno)
    propose_answer(told(world, world.mary, ASKED), by=world.sam)
    assert "1. Use “Exportar” no menu dos contatos." in sent(model)


def test_the_article_that_fits_is_told(world: World, ticket: Ticket, model: Model):
    made = capability("export", en="Export of contacts to Excel")
    face_capability(made.pk)
    propose_answer(ticket, by=world.sam)
    assert "1. Export of contacts to Excel" in sent(model)


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, "Dear [NAME_1]"), (200, "Dear [NAME_7], call [NUMBER_9]"), (200, " ")],
)
def test_without_a_usable_answer_there_is_no_draft(
    world: World, ticket: Ticket, model: Model, status: int, answer: str
):
    model.status, model.answer = status, answer
    assert propose_answer(ticket, by=world.sam) == ""


def test_what_a_model_thinks_aloud_is_no_draft(world: World, ticket: Ticket, model: Model):
    model.answer = "<think>She wants\nan export.</think>\nChoose Export."
    assert propose_answer(ticket, by=world.sam) == "Choose Export."


def test_where_nobody_has_asked_anything_nothing_leaves(world: World, ticket: Ticket, model: Model):
    Message.objects.filter(ticket=ticket).update(kind=Message.Kind.NOTE)
    assert propose_answer(ticket, by=world.sam) == ""
    assert model.asked == []


def test_who_may_not_answer_has_no_draft_made(world: World, ticket: Ticket, model: Model):
    with pytest.raises(NotAllowed):
        propose_answer(ticket, by=make_product())
    assert model.asked == []


def test_without_a_model_nothing_leaves(world: World, ticket: Ticket):
    assert propose_answer(ticket, by=world.sam) == ""
