from tests.world import World
from whydesk.notices.models import Notice
from whydesk.notices.telling import tell
from whydesk.notices.topics import ASSIGNED
from whydesk.tickets.events import TicketAssigned


def test_nobody_is_told_the_same_twice(world: World) -> None:
    event = TicketAssigned(7, world.vera.pk, world.vera.name)
    for _again in range(2):
        tell([world.vera.pk], topic=ASSIGNED, event=event)
    told = Notice.objects.get()
    assert (told.agent, told.noun, told.noun_id) == (world.vera, "ticket", 7)
