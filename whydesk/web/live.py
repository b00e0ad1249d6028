"""News as it happens, for whoever has a page open."""

import asyncio
import json
from collections.abc import AsyncIterator

from django.db import connection
from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.listening import EAR, News, Reader
from whydesk.web.pages import AgentRequest, for_agents

HEARTBEAT_SECONDS = 20
# A stream ends after a while and the browser opens another, so that whoever was
# signed out or moved to another team meanwhile hears no more than they may.
LIFE_SECONDS = 15 * 60


@for_agents
@require_GET
def live(request: AgentRequest) -> StreamingHttpResponse:
    reader = reader_for(request.user)
    # The stream may stay open for long and asks nothing more of the database.
    connection.close()
    response = StreamingHttpResponse(
        stream(reader, is_again="Last-Event-ID" in request.headers),
        content_type="text/event-stream",
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def reader_for(agent: Agent) -> Reader:
    sees_all = agent.may(Can.SEE_ALL_TICKETS)
    teams = () if sees_all else agent.teams.values_list("pk", flat=True)
    return Reader(agent.pk, sees_all, frozenset(teams))


async def stream(reader: Reader, *, is_again: bool) -> AsyncIterator[bytes]:
    """Give events as the browser takes them, with a sign of life in between."""
    ends = asyncio.get_running_loop().time() + LIFE_SECONDS
    yield b"retry: 2000\nid: 1\n\n"
    if is_again:
        yield written(News("changed"), reader)
    with EAR.lent_to(reader):
        while asyncio.get_running_loop().time() < ends:
            try:
                news = await asyncio.wait_for(reader.untold.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if news is None:
                return
            yield written(news, reader)


def written(news: News, reader: Reader) -> bytes:
    """Write the news as an event; without a ticket it only asks to count again."""
    if news.agent is not None:
        return b"event: notice\ndata: {}\n\n"
    standing = news.standing
    data = {
        "id": standing.ticket if standing else 0,
        "change": news.change,
        "queues": standing.queues(reader.agent) if standing else [],
        "message": standing.message if standing else None,
    }
    return f"event: ticket\ndata: {json.dumps(data)}\n\n".encode()
