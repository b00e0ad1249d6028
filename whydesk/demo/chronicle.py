"""Say what happened on a told ticket, and when, as its timeline shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from whydesk.customers.models import Contact
from whydesk.demo.introducing import Known
from whydesk.demo.scenes import Scene
from whydesk.demo.stories import Line
from whydesk.history.events import Event
from whydesk.people.actors import DESK, Desk
from whydesk.people.models import Agent
from whydesk.tickets import events
from whydesk.tickets.models import Message

MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Happening:
    """An event, with when it was and who did it."""

    at: datetime
    event: Event
    by: Agent | Contact | Desk


def happenings_of(scene: Scene, known: Known, now: datetime) -> Iterator[Happening]:
    """Yield what happened on the ticket, in order."""
    taken_at = min(_taken_at(scene), now)
    pending = [*_taking(scene, known, taken_at)]
    is_first = True
    for line, at, message in scene.steps():
        if pending and at > taken_at:
            yield from pending
            pending = []
        yield from _saying(scene, line, at, message, is_first=is_first)
        is_first = False
    yield from pending
    yield from _settling(scene, known, min(scene.times[-1] + MOMENT, now))


def _taken_at(scene: Scene) -> datetime:
    """Return when somebody took the ticket: just before the first of the staff spoke."""
    first, rest = scene.times[0], zip(scene.agents, scene.times, strict=True)
    spoke_at = next((at for agent, at in rest if agent is not None), first + 3 * MOMENT)
    return max(first, spoke_at - MOMENT)


def _taking(scene: Scene, known: Known, at: datetime) -> Iterator[Happening]:
    ticket = scene.ticket
    if ticket.status == "spam":
        return
    if ticket.assignee:
        agent = ticket.assignee
        yield Happening(at, events.TicketAssigned(ticket.pk, agent.pk, agent.name), _sorter(scene))
    for tag in ticket.tags:
        yield Happening(at, events.TicketTagged(ticket.pk, tag), _sorter(scene))


def _sorter(scene: Scene) -> Agent | Desk:
    """Return who sorted the ticket: the first of the staff to be seen on it."""
    seen = next((agent for agent in scene.agents if agent is not None), None)
    return seen or scene.ticket.assignee or DESK


def _saying(
    scene: Scene, line: Line, at: datetime, message: Message, *, is_first: bool
) -> Iterator[Happening]:
    if line.news:
        return  # told to many at once: the incident says so
    ticket = scene.ticket
    about = (ticket.pk, ticket.contact_id, ticket.company_id, message.pk)
    if message.kind == Message.Kind.INCOMING and message.contact:
        by = message.contact
        received = events.MessageReceived(
            ticket.pk, by.pk, ticket.company_id, message.pk, line.automatic, is_first
        )
        yield Happening(at, received, by)
        if line.automatic == "bounce" and message.about and message.about.delivery:
            reason = message.about.delivery.error
            undelivered = events.ReplyUndelivered(ticket.pk, message.about.pk, reason)
            yield Happening(at, undelivered, DESK)
    elif message.kind == Message.Kind.REPLY and message.agent and message.delivery:
        yield Happening(at, events.ReplyQueued(*about, message.delivery.pk), message.agent)
    elif message.kind == Message.Kind.NOTE and message.agent:
        yield Happening(at, events.NoteWritten(ticket.pk, message.pk), message.agent)
    elif message.agent:
        yield Happening(at, events.CallNoted(*about), message.agent)


def _settling(scene: Scene, known: Known, at: datetime) -> Iterator[Happening]:
    """Yield how the ticket came to stand where it does."""
    ticket = scene.ticket
    by = next((agent for agent in reversed(scene.agents) if agent), None) or _sorter(scene)
    if ticket.status == "closed":
        closed = events.TicketClosed(ticket.pk, ticket.contact_id, ticket.company_id)
        yield Happening(at, closed, by)
    elif ticket.status == "waiting":
        yield Happening(at, events.TicketLeftWaiting(ticket.pk), by)
    elif ticket.status == "snoozed" and ticket.snoozed_until:
        until = ticket.snoozed_until.isoformat()
        yield Happening(at, events.TicketSnoozed(ticket.pk, until), by)
    elif ticket.status == "spam":
        yield Happening(at, events.TicketMarkedSpam(ticket.pk), known.agents["marta"])
