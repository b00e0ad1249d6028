"""Promises and urgency follow what happens to tickets, customers and teams."""

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.briefs.alike import alike
from whydesk.briefs.events import MessageRead, MessageReadAgain, ReadingCorrected, TicketPlaced
from whydesk.customers.erasing import forgets
from whydesk.customers.events import CompanyChanged
from whydesk.customers.models import Erasure
from whydesk.desk.erasing import forget_reasons
from whydesk.desk.events import (
    PromiseBroken,
    PromiseMended,
    PromiseNear,
    RecountBegun,
    ReweighingBegun,
    TicketResumed,
    TicketStopped,
)
from whydesk.desk.matters import ENDED
from whydesk.desk.overruling import end_with_the_ticket
from whydesk.desk.promising import keep_promises
from whydesk.desk.recounting import begin_recount, recount_some
from whydesk.desk.reporting import tell_of_broken, tell_of_near
from whydesk.desk.reweighing import reweigh_some, reweighing_underway
from whydesk.desk.watching import note_broken_promises, warn_of_promises
from whydesk.desk.weighing import (
    hold_promise,
    weigh,
    weigh_company,
    weigh_outlived,
    weigh_promised,
)
from whydesk.history.reactions import reacts
from whydesk.people.events import TeamDissolved
from whydesk.tickets import events
from whydesk.tickets.models import Ticket

_TOGETHER = 200
# A thousand old promises are in less of a hurry than a new one.
_LATER = -5
# With more of them than count, the older ones are as urgent as that makes them.
_NEWEST = 10


@reacts(to=(events.MessageReceived, MessageRead), queue="desk", together=True)
def promise_by_messages(ticket_ids: list[int]) -> None:
    keep_promises(sorted(set(ticket_ids)))
    weigh(ticket_ids)


@reacts(
    to=(
        *(events.CallNoted, events.ReplyQueued, MessageReadAgain, ReadingCorrected),
        *(events.TicketClosed, events.TicketReopened, events.TicketLeftWaiting),
        *(events.TicketSnoozed, events.TicketWoken, events.TicketMarkedSpam),
        *(TicketStopped, TicketResumed),
    ),
    queue="desk",
)
def promise_by_changes(ticket_id: int) -> None:
    keep_promises([ticket_id])
    weigh([ticket_id])


@reacts(to=events.TicketRouted, queue="desk")
def promise_by_team(ticket_id: int) -> None:
    """Promise by the hours of the new team, and let nobody be less urgent for it."""
    hold_promise(ticket_id)
    keep_promises([ticket_id])
    weigh([ticket_id])


@reacts(to=(events.TicketClosed, events.TicketMarkedSpam), queue="desk")
def reckon_again_by_end(ticket_id: int) -> None:
    end_with_the_ticket(ticket_id)


@reacts(
    to=(events.TicketAssigned, events.TicketUnassigned, PromiseNear, PromiseBroken, PromiseMended),
    queue="desk",
    together=True,
)
def weigh_by_changes(ticket_ids: list[int]) -> None:
    weigh(ticket_ids)


@reacts(to=TicketPlaced, queue="desk", together=True)
def weigh_alike(ticket_ids: list[int]) -> None:
    """Weigh new tickets and those whose trouble they have too, the newest of them."""
    others = alike(ticket_ids).values()
    weigh({*ticket_ids, *(key for keys in others for key in keys[-_NEWEST:])})


@reacts(to=CompanyChanged, queue="desk")
def promise_by_account(company_id: int, changes: dict[str, list[str]]) -> None:
    """Promise what the new kind of account is promised."""
    theirs = Ticket.objects.filter(company=company_id).exclude(status__in=ENDED)
    ticket_ids = list(theirs.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ticket_ids) if "kind" in changes else 0, _TOGETHER):
        keep_promises(ticket_ids[start : start + _TOGETHER])
    weigh_company(company_id)


@reacts(to=events.TicketsMoved)
def promise_by_owner(company_id: int) -> None:
    """Promise what the company is promised that turned out to be the tickets' own."""
    promise_by_account(company_id=company_id, changes={"kind": []})


@forgets
def forget_why(erasure: Erasure) -> None:
    forget_reasons(erasure)


@reacts(to=TeamDissolved, queue="desk")
def promise_without_team(team_id: int) -> None:
    begin_recount()


@reacts(to=RecountBegun, queue="desk", priority=_LATER)
def recount(recount_id: int) -> None:
    while recount_some(recount_id):
        pass
    weigh_promised()


@reacts(to=ReweighingBegun, queue="desk", priority=_LATER)
def reweigh(reweighing_id: int) -> None:
    while reweigh_some(reweighing_id):
        pass


@reacts(to=PromiseNear, queue="desk")
def tell_of_near_promise(
    ticket_id: int, due_id: int, promise: str, due_at: str, agent_ids: list[int]
) -> None:
    tell_of_near(PromiseNear(ticket_id, due_id, promise, due_at, agent_ids))


@reacts(to=PromiseBroken, queue="desk")
def tell_of_broken_promise(
    ticket_id: int, company_id: int | None, due_id: int, promise: str, due_at: str
) -> None:
    tell_of_broken(PromiseBroken(ticket_id, company_id, due_id, promise, due_at))


@app.periodic(cron="* * * * *")
@app.task(name="desk.jobs.watch_promises", queue="desk", queueing_lock="watch promises")
def watch_promises(timestamp: int) -> None:
    """Warn of what is due soon, and note what has passed."""
    while warn_of_promises(timezone.now()):
        pass
    while note_broken_promises(timezone.now()):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="desk.jobs.watch_urgency", queue="desk", queueing_lock="watch urgency")
def watch_urgency(timestamp: int) -> None:
    """Weigh anew what was urgent until now, as when aftercare is over, and whatever a
    weighing of all tickets has left."""
    weigh_outlived()
    underway = reweighing_underway()
    while underway and reweigh_some(underway.pk):
        pass
