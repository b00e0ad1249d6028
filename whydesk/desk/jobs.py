"""Promises follow what happens to tickets, customers and teams."""

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.briefs.events import MessageRead, MessageReadAgain, ReadingCorrected
from whydesk.customers.events import CompanyChanged
from whydesk.desk.events import RecountBegun, TicketResumed, TicketStopped
from whydesk.desk.matters import ENDED
from whydesk.desk.promising import keep_promises
from whydesk.desk.recounting import begin_recount, recount_some
from whydesk.desk.watching import note_broken_promises, warn_of_promises
from whydesk.history.reactions import reacts
from whydesk.people.events import TeamDissolved
from whydesk.tickets import events
from whydesk.tickets.models import Ticket

_TOGETHER = 200
# A thousand old promises are in less of a hurry than a new one.
_LATER = -5


@reacts(to=(events.MessageReceived, MessageRead), queue="desk", together=True)
def promise_by_messages(ticket_ids: list[int]) -> None:
    keep_promises(sorted(set(ticket_ids)))


@reacts(
    to=(
        *(events.CallNoted, events.ReplyQueued, MessageReadAgain, ReadingCorrected),
        *(events.TicketClosed, events.TicketReopened, events.TicketLeftWaiting),
        *(events.TicketSnoozed, events.TicketWoken, events.TicketMarkedSpam),
        *(events.TicketRouted, TicketStopped, TicketResumed),
    ),
    queue="desk",
)
def promise_by_changes(ticket_id: int) -> None:
    keep_promises([ticket_id])


@reacts(to=CompanyChanged, queue="desk")
def promise_by_account(company_id: int, changes: dict[str, list[str]]) -> None:
    """Promise what the new kind of account is promised."""
    theirs = Ticket.objects.filter(company=company_id).exclude(status__in=ENDED)
    ticket_ids = list(theirs.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ticket_ids) if "kind" in changes else 0, _TOGETHER):
        keep_promises(ticket_ids[start : start + _TOGETHER])


@reacts(to=TeamDissolved, queue="desk")
def promise_without_team(team_id: int) -> None:
    begin_recount()


@reacts(to=RecountBegun, queue="desk", priority=_LATER)
def recount(recount_id: int) -> None:
    while recount_some(recount_id):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="desk.jobs.watch_promises", queue="desk", queueing_lock="watch promises")
def watch_promises(timestamp: int) -> None:
    """Warn of what is due soon, and note what has passed."""
    while warn_of_promises(timezone.now()):
        pass
    while note_broken_promises(timezone.now()):
        pass
