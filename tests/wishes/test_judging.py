"""A language model says what a ticket means, against a real server that speaks its method."""

import json

import pytest

from tests.briefs.readings import have_read
from tests.language_model import Model
from tests.web.customers import write
from tests.wishes.people import capability, wish_of
from tests.world import World
from whydesk.customers.models import Contact
from whydesk.history.models import Entry
from whydesk.tickets.models import Ticket
from whydesk.wishes.facing import face_capability, face_wish
from whydesk.wishes.judging import judge_what_is_meant
from whydesk.wishes.matching import judged_on, suggest
from whydesk.wishes.models import Face, Judgement
from whydesk.wishes.stories import Story

ASKED = "Mary Hill: please let us choose the colour of each ticket status"
STORY = Story(want="choose the colour of each ticket status")


def told(world: World, contact: Contact, text: str) -> Ticket:
    message = write(world, contact, subject="Hello", text=text)
    have_read(message, kind="wish")
    return message.ticket


@pytest.fixture
def ticket(world: World) -> Ticket:
    return told(world, world.mary, ASKED)


@pytest.fixture
def names(world: World) -> dict[str, str]:
    """Two things that may be meant, by their titles; the desk takes the first for it."""
    colours = capability("colours", en="Colours of statuses")
    face_capability(colours.pk)
    export = wish_of(world, title="Excel", story=Story("", "Export contacts to Excel", ""))
    face_wish(export.pk)
    return {"colours": f"capability {colours.pk}", "export": f"wish {export.pk}"}


def found(ticket: Ticket) -> dict[str, tuple[str, bool]]:
    met = suggest(STORY, language="en", judged=judged_on(ticket.pk))
    return {f"{one.noun} {one.pk}": (one.fit, one.is_by_model) for one in met}


def number_of(model: Model, words: str) -> int:
    said = str(model.asked[-1]["messages"][1]["content"])  # type: ignore[index]
    return next(int(line.partition(".")[0]) for line in said.splitlines() if words in line)


def test_what_the_model_says_counts_for_more(ticket: Ticket, names: dict[str, str], model: Model):
    assert list(found(ticket)) == [names["colours"]]
    model.answer = '{"same": [], "perhaps": []}'
    assert judge_what_is_meant(ticket)
    assert found(ticket) == {}
    model.answer = json.dumps({"same": [], "perhaps": [number_of(model, "Excel")]})
    assert judge_what_is_meant(ticket)
    assert found(ticket) == {names["export"]: ("perhaps", True)}
    assert Judgement.objects.count() == 2
    assert Entry.objects.filter(event="ticket.judged").count() == 2


def test_only_what_we_wrote_is_shown_to_it(ticket: Ticket, names: dict[str, str], model: Model):
    own = Face.objects.get(capability=names["colours"].partition(" ")[2])
    asked = "Anna of Foxglove wants colours of statuses"
    Face.objects.create(capability=own.capability, text=asked, is_own=False, vector=own.vector)
    judge_what_is_meant(ticket)
    sent = json.dumps(model.asked)
    assert "Colours of statuses" in sent
    for secret in ("Mary", "Hill", "Foxglove"):
        assert secret not in sent


@pytest.mark.parametrize(("status", "answer"), [(500, Model.answer), (200, "Sorry, I cannot")])
def test_without_an_answer_what_the_desk_found_stands(
    ticket: Ticket, names: dict[str, str], model: Model, status: int, answer: str
):
    model.status, model.answer = status, answer
    assert not judge_what_is_meant(ticket)
    assert [is_by_model for _fit, is_by_model in found(ticket).values()] == [False]


def test_without_a_model_nothing_leaves(ticket: Ticket, names: dict[str, str]):
    assert not judge_what_is_meant(ticket)
    assert not Judgement.objects.exists()
