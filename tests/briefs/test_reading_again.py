"""`whydesk understand` with what the desk itself has read."""

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from tests.briefs.readings import have_read
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.correcting import correct_reading
from whydesk.briefs.models import Reading
from whydesk.config.cli import main
from whydesk.understanding.version import VERSION


@pytest.fixture
def reading(world: World) -> Reading:
    text = "The total is wrong since Monday."
    return have_read(write(world, world.mary, text=text), said={"since": "since Monday"})


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests stands in for the one that a command opens."""
    monkeypatch.setattr("whydesk.config.opening.desk_opened", nullcontext)


def understand(*options: str) -> Result:
    return CliRunner().invoke(main, ["understand", *options], catch_exceptions=False)


def test_what_an_older_version_read_is_read_again(reading: Reading):
    assert understand("--again").stdout == "Messages read: 1.\n"
    reading.refresh_from_db()
    assert reading.version == VERSION
    assert understand("--again").stdout == "Messages read: 0.\n"
    assert understand("--again", "--everything").stdout == "Messages read: 1.\n"


def test_corrections_come_as_lines_to_train_with(world: World, reading: Reading):
    assert understand("--corrections").stdout == ""
    correct_reading(reading, what="kind", to="outage", by=world.vera)
    [line] = map(json.loads, understand("--corrections").stdout.splitlines())
    assert (line["id"], line["kind"], line["text"]) == (
        f"m{reading.message_id}",
        "outage",
        "The total is wrong since Monday.",
    )
    assert not line["reply"]


def test_a_corrected_reply_says_that_it_is_one(world: World, reading: Reading):
    reply = have_read(write(world, world.mary, text="Right now!", ticket=reading.ticket))
    correct_reading(reply, what="kind", to="praise", by=world.vera)
    [line] = map(json.loads, understand("--corrections").stdout.splitlines())
    assert (line["id"], line["reply"]) == (f"m{reply.message_id}", True)


def test_a_correction_stands_when_all_is_read_again(world: World, reading: Reading):
    correct_reading(reading, what="kind", to="outage", by=world.vera)
    [line] = understand("--again", "--corrections").stdout.splitlines()
    assert json.loads(line)["kind"] == "outage"


def test_everything_alone_is_no_command():
    assert "--everything goes with --again." in understand("--everything").output
