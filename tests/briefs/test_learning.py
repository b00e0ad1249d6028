"""The desk learns at night."""

import pytest

from tests.briefs.readings import have_read
from tests.understanding.test_own_heads import examples
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.correcting import correct_reading
from whydesk.briefs.learning import learn_from_corrections, own_heads
from whydesk.briefs.models import Reading
from whydesk.history.models import Entry
from whydesk.understanding.version import VERSION


@pytest.fixture
def corrected(world: World) -> None:
    """Sixty messages about money that the desk took for questions, each put right."""
    for example in examples(120, shipped_is_right=False):
        reading = have_read(write(world, world.mary, text=example.text), kind=example.shipped)
        if example.true != example.shipped:
            correct_reading(reading, what="kind", to=example.true, by=world.vera)
        else:
            reading.ticket.status = "closed"
            reading.ticket.waits_since = None
            reading.ticket.save()
    Reading.objects.update(version=VERSION)


@pytest.mark.usefixtures("corrected")
def test_a_head_that_wins_is_used_for_the_next_message(world: World):
    [head] = learn_from_corrections()
    assert (head.what, head.right > head.shipped_right) == ("kind", True)
    assert own_heads() == {"kind": head.weights}
    entry = Entry.objects.get(event="head.learnt")
    assert entry.data["right"] == head.right


@pytest.mark.usefixtures("corrected")
def test_a_head_of_an_older_version_is_not_used(world: World):
    [head] = learn_from_corrections()
    head.version = "0"
    head.save()
    assert own_heads() == {}


def test_without_corrections_nothing_is_learnt(world: World):
    have_read(write(world, world.mary))
    Reading.objects.update(version=VERSION)
    assert learn_from_corrections() == []
