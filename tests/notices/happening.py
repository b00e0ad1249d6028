"""Things that happen in the tests of being told."""

from tests.world import World
from whydesk.history.recording import record
from whydesk.notices.models import Choice
from whydesk.notices.topics import Topic
from whydesk.people.models import Agent
from whydesk.tickets.events import TicketAssigned

URGENT = Topic("test.urgent", "Something burns", is_urgent=True)
CALM = Topic("test.calm", "Something happened")


def assigned(
    world: World, to: Agent, *, ticket: int = 7, by: Agent | None = None
) -> TicketAssigned:
    """Write into history that a ticket was given to somebody."""
    event = TicketAssigned(ticket, to.pk, to.name)
    record(event, by=by or world.ada)
    return event


def choose(agent: Agent, topic: Topic, *ways: str) -> None:
    """Let somebody hear of the topic by these ways."""
    Choice.objects.update_or_create(agent=agent, topic=topic.name, defaults={"ways": list(ways)})
