from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.conftest import chromium as chromium
from tests.browser.conftest import visit as visit
from tests.mailroom.sink import Sink, smtp_sink
from tests.stories.browsing import Desk
from tests.stories.draining import forget_jobs
from tests.stories.screens import Screen, Sight
from tests.world import World
from whydesk.briefs.readers import reader
from whydesk.config.static import collect_static
from whydesk.people.models import Agent

Seat = Callable[[Agent], Sight]


@pytest.fixture
def cast(world: World) -> World:
    """The people of the tests on a desk where nothing has happened; they all read English."""
    collect_static()
    for agent in (world.vera, world.bruno):
        agent.language = "en"
        agent.save()
    forget_jobs()
    return world


@pytest.fixture
def customers_server(settings: Any) -> Iterator[Sink]:
    """The server that takes the desk's mail for its customers."""
    with smtp_sink() as sink:
        url = f"smtp://127.0.0.1:{sink.port}"
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, "WHYDESK_SMTP_URL": url}
        yield sink


@pytest.fixture(scope="module")
def read_apart() -> Iterator[None]:
    """Let the process that reads go when the story is told."""
    yield
    reader().close()


@pytest.fixture(params=["pages", pytest.param("browser", marks=pytest.mark.browser)])
def seat(request: pytest.FixtureRequest) -> Seat:
    """Let somebody sit down at the desk: once with its bare pages, once in a real browser."""
    if request.param == "pages":
        return Desk
    visit = request.getfixturevalue("visit")
    return lambda agent: Screen(visit("/inbox", agent=agent))
