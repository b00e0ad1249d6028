"""A language model compares tickets, against a real server that speaks its method."""

import json

import pytest

from tests.briefs.readings import have_read
from tests.language_model import Model
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.comparing import compare_with_nearest
from whydesk.briefs.likening import liken, opened_by
from whydesk.briefs.models import Comparison
from whydesk.briefs.similar import similar_to
from whydesk.customers.models import Contact
from whydesk.history.models import Entry
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.sorting import assign_ticket

# The desk takes the second for the same, and the third for something else.
ASKED = "Mary Hill: how do I export the contacts to Excel?"
SAME = "Não consigo exportar os contatos para uma planilha Excel"
OTHER = "The chat window covers the cookie banner on the phone, +44 20 7946 0958"


def told(world: World, contact: Contact, text: str) -> Ticket:
    message = write(world, contact, subject="Hello", text=text)
    have_read(message)
    liken([message.ticket_id])
    return message.ticket


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    people = ((world.joao, SAME), (world.anna, OTHER), (world.mary, ASKED))
    return [told(world, who, text) for who, text in people]


def number_of(model: Model, words: str) -> int:
    """Return the number under which the model was shown an entry."""
    said = str(model.asked[-1]["messages"][1]["content"])  # type: ignore[index]
    return next(int(line.partition(".")[0]) for line in said.splitlines() if words in line)


def test_what_the_model_says_counts_for_more(world: World, tickets: list[Ticket], model: Model):
    same, other, asked = tickets
    assert [one.ticket for one in similar_to(asked, world.sam)] == [same]
    model.answer = '{"same": [], "perhaps": []}'
    assert compare_with_nearest(asked)
    assert similar_to(asked, world.sam) == []
    model.answer = json.dumps({"same": [number_of(model, "cookie")], "perhaps": []})
    assert compare_with_nearest(asked)
    [found] = similar_to(asked, world.sam)
    assert (found.ticket, found.fit, found.is_by_model) == (other, "fits", True)
    assert Entry.objects.filter(event="ticket.compared").count() == 2


def test_what_it_said_of_one_holds_for_the_other(world: World, tickets: list[Ticket], model: Model):
    same, _other, asked = tickets
    model.answer = '{"same": [], "perhaps": []}'
    compare_with_nearest(asked)
    assert similar_to(same, world.sam) == []


def test_nothing_personal_is_shown_to_it(tickets: list[Ticket], model: Model):
    compare_with_nearest(tickets[2])
    sent = json.dumps(model.asked)
    assert "cookie banner" in sent
    for secret in ("Mary", "Hill", "7946"):
        assert secret not in sent


def test_what_an_agent_may_not_see_is_not_shown_though_it_fits(
    world: World, tickets: list[Ticket], model: Model
):
    same, _other, asked = tickets
    for ticket, agent in ((same, world.sam), (asked, world.gus)):
        assign_ticket(ticket, to=agent, by=world.sam)
    model.answer = '{"same": [0, 1], "perhaps": []}'
    compare_with_nearest(asked)
    assert same not in [one.ticket for one in similar_to(asked, world.gus)]


@pytest.mark.parametrize(("status", "answer"), [(500, Model.answer), (200, "Sorry, I cannot")])
def test_without_an_answer_what_the_desk_found_stands(
    world: World, tickets: list[Ticket], model: Model, status: int, answer: str
):
    model.status, model.answer = status, answer
    assert not compare_with_nearest(tickets[2])
    [found] = similar_to(tickets[2], world.sam)
    assert (found.ticket, found.is_by_model) == (tickets[0], False)
    assert not Comparison.objects.exists()


def test_without_a_model_nothing_leaves(tickets: list[Ticket]):
    assert not compare_with_nearest(tickets[2])


def test_only_the_message_that_opened_the_matter_is_compared(world: World):
    first = write(world, world.mary, subject="Hello", text=ASKED)
    have_read(first)
    later = write(world, world.mary, text="And the lamp too.", ticket=first.ticket)
    have_read(later)
    assert opened_by(first.pk) == first.ticket
    assert opened_by(later.pk) is None
    assert Message.objects.count() == 2
