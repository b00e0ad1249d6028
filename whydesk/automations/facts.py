"""What is known of the tickets that events are about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from whydesk.automations.conditions import Conditions, Facts
from whydesk.briefs.events import MessageRead
from whydesk.briefs.models import Reading
from whydesk.clock import Hours, is_open
from whydesk.customers.models import Company
from whydesk.desk.hours import hours_by_team
from whydesk.history.models import Entry
from whydesk.tickets.events import MessageReceived
from whydesk.tickets.models import Message, Ticket

# What was said longer ago than this was taken over from elsewhere, or is read once more.
_OLD = timedelta(days=2)
# A company counts as new so long after it came.
_NEW = timedelta(days=90)
# What of the past is taken as it is today; the event itself tells what was read in a message.
AS_TODAY = frozenset(
    {"account_kinds", "plans", "is_new", "hours", "tags", "untagged", "teams", "leaving"}
)
_PROSPECTS = frozenset({Company.Kind.PROSPECT, Company.Kind.TRIAL})


@dataclass(frozen=True)
class Matter:
    """An event with the ticket that it is about, and what a rule may ask of them."""

    entry: Entry
    ticket: Ticket
    message: Message | None
    is_leaving: bool
    hours: Mapping[int | None, Hours]

    @property
    def is_old(self) -> bool:
        """Say whether it is about something said long before it was heard."""
        return self.message is not None and self.message.at < self.entry.at - _OLD


def matters_of(entries: Sequence[Entry], asks: Conditions) -> list[Matter]:
    """Return what the events are about, reading no more than the rule asks for."""
    keys = {entry.data.get("ticket_id") for entry in entries} - {None}
    tickets = Ticket.objects.select_related("company").in_bulk(keys)
    messages = _messages_of(entries)
    leaving = _leaving(keys) if asks.leaving else set()
    needs_hours = bool(asks.hours or asks.weekdays)
    hours = hours_by_team(timezone.now().date()) if needs_hours else {}
    return [
        Matter(
            entry,
            tickets[entry.data["ticket_id"]],
            messages.get(entry.data.get("message_id")),
            entry.data["ticket_id"] in leaving,
            hours,
        )
        for entry in entries
        if entry.data.get("ticket_id") in tickets
    ]


def _messages_of(entries: Sequence[Entry]) -> dict[int | None, Message]:
    keys = {entry.data["message_id"] for entry in entries if "message_id" in entry.data}
    found = Message.objects.only("at", "subject", "text", "language", "channel", "automatic")
    return dict(found.in_bulk(keys)) if keys else {}


def _leaving(ticket_ids: Collection[int]) -> set[int]:
    said = Q(corrected__leaving=True) | Q(corrected=None, brief__leaving=True)
    found = Reading.objects.filter(said, ticket__in=ticket_ids)
    return set(found.values_list("ticket_id", flat=True))


def facts_of(matter: Matter) -> Facts:
    """Say what is so, the hours as of the event and all else as of now."""
    ticket, company, message = matter.ticket, matter.ticket.company, matter.message
    now, hours = timezone.now(), matter.hours.get(ticket.team_id) or matter.hours.get(None)
    at = matter.entry.at
    return Facts(
        account_kind=company.kind if company else "",
        is_open=is_open(hours, at) if hours else None,
        weekday=at.astimezone(hours.zone).weekday() if hours else None,
        channel=message.channel if message else ticket.channel,
        kind=ticket.kind,
        temperature=ticket.temperature,
        blocking=ticket.is_blocking,
        leaving=matter.is_leaving,
        text=f"{ticket.subject}\n{message.subject}\n{message.text}" if message else ticket.subject,
        language=(message.language if message else "") or ticket.language,
        status=ticket.status,
        tags=tuple(ticket.tags),
        team=ticket.team_id,
        has_assignee=ticket.assignee_id is not None,
        urgency=ticket.urgency,
        plan=company.plan if company else "",
        in_care=_is_in_care(company, now),
        is_new=_is_new(company, now),
    )


def facts_then(matter: Matter) -> Facts:
    """Say what can be known of the past: what moves on with the ticket nobody can know.

    What was read in a message the event itself tells; the rest is as it is today.
    """
    facts = facts_of(matter)
    data = matter.entry.data
    if matter.entry.event == MessageRead.name:
        facts = replace(
            facts,
            kind=data["kind"],
            temperature=data["temperature"],
            blocking=data["is_blocking"],
        )
    was_open = matter.entry.event == MessageReceived.name
    return replace(
        facts,
        status=Ticket.Status.OPEN.value if was_open else None,
        has_assignee=None,
        urgency=None,
        in_care=None,
    )


def _is_in_care(company: Company | None, now: datetime) -> bool:
    return bool(company and company.care_until and company.care_until > now)


def _is_new(company: Company | None, now: datetime) -> bool:
    if company is None:
        return False
    came = company.since
    return company.kind in _PROSPECTS or bool(came and came > (now - _NEW).date())
