import pytest

from tests.world import World
from whydesk.wishes.models import Review
from whydesk.wishes.planning import plan_review


@pytest.fixture
def review(world: World) -> Review:
    """The review to come."""
    planned = plan_review()
    assert planned is not None
    return planned
