"""Who is told of promises that break."""

from datetime import datetime, timedelta

from django.utils import timezone

from whydesk.desk.events import PromiseBroken, PromiseNear
from whydesk.desk.topics import PROMISE_BROKEN, PROMISE_NEAR
from whydesk.notices.telling import tell
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket

NEWS = timedelta(hours=4)


def tell_of_near(event: PromiseNear) -> None:
    """Tell those whom the rule names."""
    tell(event.agent_ids, topic=PROMISE_NEAR, event=event)


def tell_of_broken(event: PromiseBroken) -> None:
    """Tell whoever has the ticket, and the leads.

    What passed long ago and is found only now, since hours or rules have
    changed, stands on the ticket and is no news.
    """
    if datetime.fromisoformat(event.due_at) < timezone.now() - NEWS:
        return
    held = Ticket.objects.filter(pk=event.ticket_id, assignee__isnull=False)
    holders = held.values_list("assignee", flat=True)
    leads = Agent.objects.filter(role=Role.LEAD).order_by("pk").values_list("pk", flat=True)
    tell([*holders, *leads], topic=PROMISE_BROKEN, event=event)
