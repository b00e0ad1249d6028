"""People are told by themselves: of tickets that are theirs, and of all that is due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.customers.erasing import forgets
from whydesk.customers.models import Erasure
from whydesk.history.reactions import reacts
from whydesk.mailroom.events import DeliveryStopped
from whydesk.notices.erasing import forget_notices
from whydesk.notices.failing import note_mail_stopped
from whydesk.notices.passing_on import pass_on_unanswered
from whydesk.notices.reacting import (
    tell_assignee,
    tell_author,
    tell_holders,
    tell_team,
)
from whydesk.notices.sending import due_ways, send_due
from whydesk.notices.telling import send_soon
from whydesk.tickets.events import (
    MessageReceived,
    ReplyUndelivered,
    TicketAssigned,
    TicketRouted,
)


@app.task(name="notices.jobs.send_by_way", queue="outgoing")
def send_by_way(way_id: int) -> None:
    send_due(way_id)


@app.periodic(cron="* * * * *")
@app.task(name="notices.jobs.send_what_is_due", queue="outgoing", queueing_lock="due notices")
def send_what_is_due(timestamp: int) -> None:
    """Send what was gathered, held back or could not be sent, and what a dead worker left."""
    send_soon(due_ways())


@app.periodic(cron="* * * * *")
@app.task(name="notices.jobs.pass_on", queueing_lock="pass on notices")
def pass_on(timestamp: int) -> None:
    while pass_on_unanswered(timezone.now()):
        pass


@forgets
def forget_what_was_told(erasure: Erasure) -> None:
    forget_notices(erasure)


@reacts(to=TicketAssigned)
def tell_of_assignment(ticket_id: int, agent_id: int, to: str) -> None:
    tell_assignee(TicketAssigned(ticket_id, agent_id, to))


@reacts(to=TicketRouted)
def tell_of_routing(ticket_id: int, team_id: int, to: str) -> None:
    tell_team(TicketRouted(ticket_id, team_id, to))


@reacts(to=ReplyUndelivered)
def tell_of_undelivered_reply(ticket_id: int, message_id: int, reason: str) -> None:
    tell_author(ReplyUndelivered(ticket_id, message_id, reason))


@reacts(to=MessageReceived, together=True)
def tell_of_messages(
    ticket_ids: list[int],
    contact_ids: list[int],
    company_ids: list[int | None],
    message_ids: list[int],
    automatics: list[str],
    is_firsts: list[bool],
) -> None:
    columns = (ticket_ids, contact_ids, company_ids, message_ids, automatics, is_firsts)
    tell_holders([MessageReceived(*row) for row in zip(*columns, strict=True)])


@reacts(to=DeliveryStopped)
def note_stopped_mail(delivery_id: int, reason: str) -> None:
    note_mail_stopped(delivery_id, reason)
