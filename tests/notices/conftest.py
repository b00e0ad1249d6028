from collections.abc import Iterator

import pytest

from tests.notices.happening import URGENT, choose
from tests.notices.telegram import ADDRESS, Telegram, telegram
from tests.world import World
from whydesk.notices.models import Way


@pytest.fixture
def messenger(settings) -> Iterator[Telegram]:
    """Run a Bot API server of our own, and let the desk use it."""
    with telegram() as server:
        there = {"WHYDESK_TELEGRAM_URL": server.url}
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, **there}
        yield server


@pytest.fixture
def telephone(world: World, messenger: Telegram) -> Way:
    """Let Sam be told by Telegram, and not by mail."""
    way = Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram", url=ADDRESS)
    choose(world.sam, URGENT, way.key)
    return way
