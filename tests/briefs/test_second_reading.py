"""A language model reads after the desk, against a real server that speaks its method."""

import json

import pytest

from tests.briefs.readings import have_read
from tests.language_model import Model
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.correcting import correct_reading
from whydesk.briefs.models import Reading
from whydesk.briefs.second_reading import take_opinion


@pytest.fixture
def reading(world: World) -> Reading:
    text = "Mary Hill here: nothing works since Monday, call +44 20 7946 0958."
    return have_read(write(world, world.mary, subject="Mary Hill: no login", text=text))


def test_the_model_improves_what_was_read_and_is_named(reading: Reading, model: Model):
    take_opinion(reading.message_id)
    reading.refresh_from_db()
    reading.ticket.refresh_from_db()
    assert (reading.is_by_model, reading.brief["kind"]) == (True, "outage")
    assert (reading.ticket.is_read_by_model, reading.ticket.kind) == (True, "outage")
    asked = model.asked[0]
    assert (asked["path"], asked["key"], asked["model"]) == (
        "/v1/chat/completions",
        "Bearer s3cret",
        "small",
    )
    sent = json.dumps(asked["messages"])
    assert ("Mary" in sent, "7946" in sent) == (False, False)
    assert "Subject: [NAME_1]: no login" in sent
    assert "since Monday" in sent


@pytest.mark.parametrize(
    ("status", "seconds", "answer"),
    [(500, 0, Model.answer), (200, 3, Model.answer), (200, 0, "Sorry, I cannot")],
)
def test_without_an_answer_what_the_desk_read_stands(
    reading: Reading, model: Model, status: int, seconds: float, answer: str
):
    model.status, model.seconds, model.answer = status, seconds, answer
    assert take_opinion(reading.message_id) is None
    reading.refresh_from_db()
    assert (reading.reader, reading.brief["kind"]) == ("desk", "bug")


def test_a_model_that_is_gone_harms_nobody(reading: Reading, model: Model):
    model.server_close()
    assert take_opinion(reading.message_id) is None


def test_what_an_agent_corrected_stands(world: World, reading: Reading, model: Model):
    correct_reading(reading, what="kind", to="billing", by=world.vera)
    assert take_opinion(reading.message_id) is None
    reading.refresh_from_db()
    assert reading.said["kind"] == "billing"


def test_without_a_setting_nothing_leaves(reading: Reading, model: Model, settings):
    settings.ENVIRONMENT = settings.ENVIRONMENT | {"WHYDESK_MODEL_URL": ""}
    assert take_opinion(reading.message_id) is None
    assert model.asked == []
