"""What urgency rests on, gathered for many tickets at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q

from whydesk.briefs.alike import alike
from whydesk.briefs.models import Reading
from whydesk.customers.models import Company
from whydesk.desk.choices import Reason
from whydesk.desk.models import Due, Standing
from whydesk.desk.urgency import Facts
from whydesk.history.models import Subject
from whydesk.tickets.events import ReplyQueued, TicketAssigned, TicketRouted
from whydesk.tickets.models import Ticket

_HANDS = (TicketAssigned.name, TicketRouted.name, ReplyQueued.name)
_BUYERS = frozenset({Company.Kind.CUSTOMER, Company.Kind.VIP})


@dataclass(frozen=True)
class Circumstance:
    """The facts of a ticket, and when the first of them ends by itself."""

    facts: Facts
    until: datetime | None


def circumstances_of(
    tickets: Sequence[Ticket], standings: dict[int, Standing], *, new_days: int, now: datetime
) -> dict[int, Circumstance]:
    """Return what is known of the tickets, in four queries."""
    keys = [ticket.pk for ticket in tickets]
    said, promises, passed, others = (
        _said_on(keys),
        _promises_on(keys),
        passed_on(keys),
        alike(keys),
    )
    found = {}
    for ticket in tickets:
        leaving, public = said.get(ticket.pk, (False, False))
        new_until = _new_until(ticket.company, new_days)
        care_until = ticket.company.care_until if ticket.company else None
        ends = [end for end in (new_until, care_until) if end and end > now]
        facts = Facts(
            kind=ticket.kind,
            temperature=ticket.temperature,
            is_blocked=ticket.is_blocking,
            is_leaving=leaving,
            goes_public=public,
            account=ticket.company.kind if ticket.company else "",
            is_new=new_until in ends,
            is_cared_for=care_until in ends,
            promise=_worse(promises.get(ticket.pk, ""), _held(ticket, standings.get(ticket.pk))),
            alike=len(others.get(ticket.pk, ())),
            passed=passed.get(ticket.pk, 0),
        )
        found[ticket.pk] = Circumstance(facts, min(ends, default=None))
    return found


def passed_on(ticket_ids: Collection[int]) -> dict[int, int]:
    """Count how often each ticket went from one to another; who took it first is no other.

    Whoever answers what nobody has, has it from then on.
    """
    happened = Subject.objects.filter(
        noun="ticket", noun_id__in=ticket_ids, entry__event__in=_HANDS
    ).order_by("entry_id")
    fields = ("noun_id", "entry__event", "entry__data", "entry__actor_id")
    holder: dict[int, int] = {}
    passed: dict[int, int] = defaultdict(int)
    for ticket_id, event, data, actor_id in happened.values_list(*fields):
        if event == TicketRouted.name:
            passed[ticket_id] += 1
        elif event == TicketAssigned.name:
            passed[ticket_id] += holder.get(ticket_id, data["agent_id"]) != data["agent_id"]
            holder[ticket_id] = data["agent_id"]
        elif actor_id:
            holder.setdefault(ticket_id, actor_id)
    return passed


def _said_on(ticket_ids: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """Say who wants to leave, and who may go public."""
    hot = Q(brief__leaving=True) | Q(brief__public_threat=True)
    hot |= Q(corrected__leaving=True) | Q(corrected__public_threat=True)
    said: dict[int, tuple[bool, bool]] = {}
    readings = Reading.objects.filter(hot, ticket__in=ticket_ids)
    for reading in readings.only("ticket_id", "brief", "corrected"):
        counts = reading.said or {}
        leaving, public = said.get(reading.ticket_id, (False, False))
        said[reading.ticket_id] = (
            leaving or bool(counts.get("leaving")),
            public or bool(counts.get("public_threat")),
        )
    return said


def _promises_on(ticket_ids: Collection[int]) -> dict[int, str]:
    """Say where something owed is late, or somebody was warned that it soon will be."""
    owed = Due.objects.filter(ticket__in=ticket_ids, met_at=None)
    owed = owed.filter(Q(broken__isnull=False) | Q(warned_at__isnull=False, due_at__isnull=False))
    found: dict[int, str] = {}
    for ticket_id, broken in owed.values_list("ticket_id", "broken"):
        state = Reason.BROKEN if broken else Reason.NEAR
        found[ticket_id] = _worse(found.get(ticket_id, ""), state.value)
    return found


def _worse(one: str, other: str) -> str:
    return Reason.BROKEN.value if Reason.BROKEN in (one, other) else one or other


def _held(ticket: Ticket, standing: Standing | None) -> str:
    """Return the promise that was near or broken when the ticket changed hands."""
    is_same_waiting = standing and standing.held_for and standing.held_for == ticket.waits_since
    return standing.held if standing and is_same_waiting else ""


def _new_until(company: Company | None, days: int) -> datetime | None:
    """Return when the customer is new no more, if they have bought."""
    if company is None or company.since is None or company.kind not in _BUYERS:
        return None
    since: date = company.since
    return datetime(since.year, since.month, since.day, tzinfo=UTC) + timedelta(days=days)
