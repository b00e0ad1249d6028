"""Incidents move on by themselves."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.briefs.events import MessageRead, MessageReadAgain, ReadingCorrected
from whydesk.briefs.models import Likeness
from whydesk.customers.erasing import forgets
from whydesk.customers.events import (
    CompaniesMerged,
    CompanyLeftBehind,
    ContactLeftBehind,
    ContactsMerged,
)
from whydesk.customers.models import Company, Contact, Erasure
from whydesk.desk.promising import keep_promises
from whydesk.history.reactions import reacts
from whydesk.incidents.caring import (
    move_steps_along,
    note_all_solved,
    note_outlook,
    take_up_steps,
)
from whydesk.incidents.counting import count_anew, count_told, count_unsettled
from whydesk.incidents.erasing import forget_in_incidents
from whydesk.incidents.events import (
    CustomersTold,
    IncidentDeclared,
    IncidentEnded,
    IncidentMerged,
    IncidentSetApart,
    IncidentSuggested,
    NewsMissed,
    SubscribersMailed,
    TicketAttached,
    UpdateSentOn,
    UpdateWritten,
)
from whydesk.incidents.following import follow_company, follow_contact
from whydesk.incidents.models import Incident, Telling
from whydesk.incidents.posting import post_everywhere
from whydesk.incidents.promising import note_missed_news
from whydesk.incidents.suggesting import forget_old_suggestions, look_at
from whydesk.incidents.telling import tell_everyone
from whydesk.incidents.topics import DECLARED, NEWS_MISSED, SUGGESTED, tell_leads
from whydesk.mailroom.events import DeliveryConfirmed, DeliveryTriedAgain
from whydesk.mailroom.jobs import send_mail
from whydesk.tickets.events import ReplyUndelivered
from whydesk.tickets.models import Ticket

# A thousand mails to everybody go after the one to whom an agent has just written.
AFTER_REPLIES = -10
# What stands in new messages comes before what it may be part of.
AFTER_READING = -20
_PLACED_WITHIN = timedelta(minutes=5)


@reacts(
    to=[MessageRead, MessageReadAgain, ReadingCorrected],
    queue="briefs",
    priority=AFTER_READING,
    together=True,
)
def look_for_trouble(ticket_ids: list[int]) -> None:
    """See whether messages tell of an incident; where they lie may be known a moment later."""
    unplaced = [key for key in sorted(set(ticket_ids)) if not _is_looked_at(key)]
    since = timezone.now() - _PLACED_WITHIN
    fresh = Ticket.objects.filter(pk__in=unplaced, updated_at__gt=since)
    if again := list(fresh.values_list("pk", flat=True)):
        later = look_for_trouble.configure(schedule_in={"seconds": 20}, priority=AFTER_READING)
        later.defer(ticket_ids=again)


def _is_looked_at(ticket_id: int) -> bool:
    try:
        look_at(ticket_id)
    except Likeness.DoesNotExist:
        return False
    return True


@reacts(to=IncidentSuggested)
def tell_of_suggestion(suggestion_id: int, customers: int) -> None:
    tell_leads(SUGGESTED, IncidentSuggested(suggestion_id, customers))


@reacts(to=IncidentDeclared)
def tell_of_incident(incident_id: int, title: str, severity: str) -> None:
    tell_leads(DECLARED, IncidentDeclared(incident_id, title, severity))


@reacts(to=NewsMissed)
def tell_of_missed_news(incident_id: int, title: str, promised_at: str) -> None:
    """Tell the leads, and whoever declared it."""
    declared_by = Incident.objects.values_list("declared_by", flat=True).get(pk=incident_id)
    event = NewsMissed(incident_id, title, promised_at)
    tell_leads(NEWS_MISSED, event, also=[declared_by] if declared_by else [])


@reacts(to=[UpdateWritten, UpdateSentOn])
def tell_customers(update_id: int) -> None:
    tell_everyone(update_id)


@reacts(to=UpdateWritten)
def tell_subscribers(update_id: int) -> None:
    post_everywhere(update_id)


@reacts(to=[CustomersTold, SubscribersMailed], queue="outgoing", priority=AFTER_REPLIES)
def send_mails(delivery_ids: list[int]) -> None:
    """Give each mail a job of its own, so that they leave side by side."""
    job = send_mail.configure(priority=AFTER_REPLIES)
    job.batch_defer(*({"delivery_id": delivery_id} for delivery_id in delivery_ids))


@reacts(to=CustomersTold, queue="desk", priority=AFTER_REPLIES)
def keep_promises_to_told(ticket_ids: list[int]) -> None:
    """What was told to everybody answers each of them."""
    for start in range(0, len(ticket_ids), 200):
        keep_promises(ticket_ids[start : start + 200])


@reacts(to=TicketAttached, priority=AFTER_REPLIES, together=True)
def open_steps_of_attached(incident_ids: list[int]) -> None:
    for incident_id in sorted(set(incident_ids)):
        take_up_steps(incident_id)


@reacts(to=CustomersTold, priority=AFTER_REPLIES)
def open_steps_of_told(incident_id: int, update_id: int, ticket_ids: list[int]) -> None:
    """Take up the steps of those who were told first, and note that this was the first of them."""
    take_up_steps(incident_id)
    note_outlook(update_id, ticket_ids)


@reacts(to=IncidentEnded, priority=AFTER_REPLIES)
def let_aftercare_be_due(incident_id: int) -> None:
    note_all_solved(incident_id)


@reacts(to=[IncidentMerged, IncidentSetApart])
def take_steps_along(incident_id: int, into_id: int) -> None:
    for key in (incident_id, into_id):
        move_steps_along(key)


@reacts(to=ReplyUndelivered)
def count_undelivered(message_id: int) -> None:
    count_anew(message_id)


@reacts(to=[DeliveryTriedAgain, DeliveryConfirmed])
def count_tried_again(delivery_id: int) -> None:
    for telling in Telling.objects.filter(message__delivery=delivery_id):
        count_told(telling.update_id)


@reacts(to=(CompaniesMerged, CompanyLeftBehind))
def affect_merged_company(company_id: int) -> None:
    follow_company(Company.objects.get(pk=company_id))


@reacts(to=(ContactsMerged, ContactLeftBehind))
def affect_merged_contact(contact_id: int) -> None:
    follow_contact(Contact.objects.get(pk=contact_id))


@forgets
def forget_whom_it_affected(erasure: Erasure) -> None:
    forget_in_incidents(erasure)


@app.periodic(cron="* * * * *")
@app.task(name="incidents.jobs.watch_incidents", queueing_lock="watch incidents")
def watch_incidents(timestamp: int) -> None:
    """Note promised news that did not come, and how far updates have got."""
    note_missed_news(timezone.now())
    count_unsettled()
    forget_old_suggestions()
