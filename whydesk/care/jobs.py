"""Care follows what happens to tickets, messages and people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.briefs.events import MessageRead, MessageReadAgain, ReadingCorrected
from whydesk.care.aftercaring import end_what_is_over
from whydesk.care.checking import note_unasked, tell_of_checks
from whydesk.care.erasing import forget_in_care
from whydesk.care.events import AftercareBegun, AftercareEnded, AftercareOver
from whydesk.care.following import follow_company
from whydesk.care.handing_on import hand_on_all_of
from whydesk.care.models import Care
from whydesk.care.noticing import note_faults, open_where_due
from whydesk.care.promising import note_missed_news
from whydesk.care.stepping import note_solved
from whydesk.care.telling import note_sent, note_undelivered
from whydesk.customers.erasing import forgets
from whydesk.customers.events import CompaniesMerged, CompanyLeftBehind
from whydesk.customers.models import Company, Erasure
from whydesk.desk.weighing import weigh_company
from whydesk.history.reactions import reacts
from whydesk.people.events import AgentAway, AgentDeactivated
from whydesk.people.models import Agent
from whydesk.tickets import events


@reacts(to=MessageRead, queue="desk", together=True)
def open_steps_where_due(ticket_ids: list[int]) -> None:
    """See in what customers write whether four steps are due."""
    open_where_due(sorted(set(ticket_ids)))


@reacts(
    to=(events.TicketRouted, events.TicketAssigned, MessageReadAgain, ReadingCorrected),
    queue="desk",
)
def open_steps_if_due(ticket_id: int) -> None:
    open_where_due([ticket_id])


@reacts(to=MessageRead, queue="desk", together=True)
def see_new_faults(message_ids: list[int], kinds: list[str]) -> None:
    note_faults(dict(zip(message_ids, kinds, strict=True)))


@reacts(to=events.ReplyQueued, queue="desk")
def see_what_was_told(message_id: int) -> None:
    note_sent(message_id)


@reacts(to=events.ReplyUndelivered, queue="desk")
def see_what_was_not_told(message_id: int) -> None:
    note_undelivered(message_id)
    note_unasked(message_id)


@reacts(to=events.TicketClosed, queue="desk")
def let_aftercare_be_due(ticket_id: int) -> None:
    """Take what is closed for solved."""
    for care in Care.objects.filter(ticket=ticket_id, closed_at=None):
        note_solved(care)


@reacts(to=(AftercareBegun, AftercareEnded, AftercareOver), queue="desk")
def weigh_whom_we_watch_over(company_id: int) -> None:
    """Let their messages rise in urgency for these weeks, and no longer."""
    weigh_company(company_id)


@reacts(to=(AgentDeactivated, AgentAway), queue="desk")
def hand_on_steps(agent_id: int) -> None:
    agent = Agent.objects.get(pk=agent_id)
    if agent.is_away or not agent.is_active:
        hand_on_all_of(agent)


@reacts(to=(CompaniesMerged, CompanyLeftBehind), queue="desk")
def care_for_merged(company_id: int) -> None:
    follow_company(Company.objects.get(pk=company_id))


@forgets
def forget_whom_we_cared_for(erasure: Erasure) -> None:
    forget_in_care(erasure)


@app.periodic(cron="* * * * *")
@app.task(name="care.jobs.watch_care", queue="desk", queueing_lock="watch care")
def watch_care(timestamp: int) -> None:
    """Note missed news, remind of questions to ask, end what is over."""
    for act in (note_missed_news, tell_of_checks, end_what_is_over):
        while act(timezone.now()):
            pass
