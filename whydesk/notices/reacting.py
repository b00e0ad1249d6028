"""Who is told of what happens to tickets."""

from collections.abc import Collection

from whydesk.notices.models import Choice
from whydesk.notices.telling import entry_of, tell
from whydesk.notices.topics import ASSIGNED, CUSTOMER_WROTE, TEAM_TICKET, UNDELIVERED
from whydesk.people.models import Team
from whydesk.tickets.events import (
    MessageReceived,
    ReplyUndelivered,
    TicketAssigned,
    TicketRouted,
)
from whydesk.tickets.models import Message, Ticket


def tell_assignee(event: TicketAssigned) -> None:
    """Tell whoever was given a ticket, unless they took it themselves."""
    entry = entry_of(event)
    if entry and (entry.actor_kind, entry.actor_id) == ("agent", event.agent_id):
        return
    tell([event.agent_id], topic=ASSIGNED, event=event)


def tell_holders(events: Collection[MessageReceived]) -> None:
    """Tell those in whose tickets customers wrote; a machine that answers is no news."""
    by_people = [event for event in events if not event.automatic]
    tickets = Ticket.objects.only("assignee", "team").in_bulk({e.ticket_id for e in by_people})
    listeners = _listeners({ticket.team_id for ticket in tickets.values()})
    for event in by_people:
        ticket = tickets.get(event.ticket_id)
        if ticket and ticket.assignee_id:
            tell([ticket.assignee_id], topic=CUSTOMER_WROTE, event=event)
        elif ticket and event.is_first and listeners.get(ticket.team_id):
            tell(listeners[ticket.team_id], topic=TEAM_TICKET, event=event)


def tell_team(event: TicketRouted) -> None:
    """Tell those of the team who want to hear of each of its tickets."""
    entry = entry_of(event)
    routed_by = entry.actor_id if entry and entry.actor_kind == "agent" else None
    listeners = _listeners({event.team_id}).get(event.team_id, [])
    others = [agent_id for agent_id in listeners if agent_id != routed_by]
    tell(others, topic=TEAM_TICKET, event=event)


def tell_author(event: ReplyUndelivered) -> None:
    """Tell whoever wrote an answer that did not arrive, or whoever has the ticket now."""
    found = Message.objects.filter(pk=event.message_id)
    author, assignee = found.values_list("agent", "ticket__assignee").first() or (None, None)
    if told := author or assignee:
        tell([told], topic=UNDELIVERED, event=event)


def _listeners(team_ids: set[int | None]) -> dict[int | None, list[int]]:
    """Return who of each team has chosen to hear of its tickets: nobody has to."""
    chosen = Choice.objects.filter(topic=TEAM_TICKET.name).exclude(ways=[])
    asked = set(chosen.values_list("agent", flat=True))
    if not asked:
        return {}
    through = Team.members.through.objects.filter(team__in=team_ids - {None}, agent__in=asked)
    found: dict[int | None, list[int]] = {}
    for team_id, agent_id in through.order_by("agent").values_list("team_id", "agent_id"):
        found.setdefault(team_id, []).append(agent_id)
    return found
