"""Requests answered in threads that stay."""

import asyncio
from typing import Any

import pytest
from django.db import connection

from whydesk.config.threads import DeskHandler


async def ask(handler: DeskHandler, path: str) -> int:
    """Return the status of the answer, as a server would see it."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    asked = iter([{"type": "http.request"}])
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(asked, None) or await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await handler(scope, receive, send)
    return int(told[0]["status"])


@pytest.mark.django_db(transaction=True)
def test_a_request_is_answered_and_its_connection_goes_back_to_the_pool():
    handler = DeskHandler()
    assert [asyncio.run(ask(handler, path)) for path in ("/health", "/inbox")] == [200, 302]
    kept = [handler.threads.submit(lambda: connection.connection).result() for _ in range(8)]
    assert kept == [None] * 8


def test_only_http_is_served():
    with pytest.raises(ValueError, match="Only HTTP"):
        asyncio.run(DeskHandler()({"type": "websocket"}, None, None))
