from collections.abc import Iterator
from typing import Any

import pytest

from tests.mailroom.sink import Sink, smtp_sink
from tests.stories.draining import forget_jobs
from tests.world import World
from whydesk.briefs.readers import reader


@pytest.fixture
def cast(world: World, settings: Any) -> World:
    """The people of the tests on a desk where nothing has happened; they all read English."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
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
