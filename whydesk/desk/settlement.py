"""What is to be written down about the promises on a ticket. Decides, and writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from whydesk.desk.choices import Measure
from whydesk.desk.countdown import reckon
from whydesk.desk.matters import ENDED, Matter
from whydesk.desk.models import Due, PromiseRule
from whydesk.desk.owed import Owed
from whydesk.desk.rules import rule_for


@dataclass
class Settlement:
    """The promises to be kept in the books, and what became of them."""

    ticket_id: int
    company_id: int | None
    kept: list[Due] = field(default_factory=list)
    dropped: list[Due] = field(default_factory=list)
    broken: list[Due] = field(default_factory=list)
    mended: list[Due] = field(default_factory=list)
    due_at: datetime | None = None


def settle(matter: Matter, rules: Sequence[PromiseRule], now: datetime) -> Settlement:
    """Say what is promised on the ticket by these rules, and what was kept and broken."""
    ticket = matter.ticket
    settled = Settlement(ticket.pk, ticket.company_id)
    left = dict(matter.dues)
    standing = []
    for owed in matter.owed():
        due = left.pop((owed.promise, owed.message_id), None)
        if due is None or not _is_over(due, owed):
            due = _settle_one(settled, matter, owed, due, rule_for(rules, matter, owed), now)
        if due is not None:
            standing.append(due)
    settled.dropped += [due for due in left.values() if not is_broken(due)]
    if ticket.status not in ENDED:
        settled.due_at = min(
            (d.due_at for d in standing if d.due_at and not d.met_at), default=None
        )
    return settled


def is_broken(due: Due) -> bool:
    return due.pk is not None and hasattr(due, "broken")


def _is_over(due: Due, owed: Owed) -> bool:
    """Say whether it was kept: whatever changes later, it stays so."""
    return due.met_at is not None and owed.met_at is not None and not is_broken(due)


def _settle_one(
    settled: Settlement,
    matter: Matter,
    owed: Owed,
    due: Due | None,
    rule: PromiseRule | None,
    now: datetime,
) -> Due | None:
    if due is None and (rule is None or _is_past(matter, owed)):
        return None
    if rule is None and due is not None and not is_broken(due):
        settled.dropped.append(due)
        return None
    due = due or Due(ticket=matter.ticket, promise=owed.promise, message_id=owed.message_id)
    before = _state(due)
    if rule is not None and due.met_at is None:
        due.rule, due.minutes, due.measure = rule, rule.minutes or 0, rule.measure
    due.started_at, due.met_at = owed.since, owed.met_at
    _reckon(due, matter, now)
    if _state(due) != before:
        settled.kept.append(due)
    _judge(settled, due, now)
    return due


def _is_past(matter: Matter, owed: Owed) -> bool:
    """Say whether the matter ended without it, before anybody promised it."""
    return matter.ticket.status in ENDED and owed.met_at is None


def _state(due: Due) -> tuple[object, ...]:
    moments = (due.started_at, due.due_at, due.paused_at, due.warn_at, due.warned_at, due.met_at)
    return (*moments, due.used_seconds, due.minutes, due.measure, due.rule_id)


def _reckon(due: Due, matter: Matter, now: datetime) -> None:
    hours = matter.hours if due.measure == Measure.WORKING else None
    pauses = matter.pauses_in(due.rule.pauses if due.rule else ())
    if due.met_at is not None:
        pauses = [pause.ended_by(due.met_at) for pause in pauses if pause.since < due.met_at]
    allowed = timedelta(minutes=due.minutes)
    found = reckon(hours, due.started_at, allowed, pauses)
    due.due_at, due.paused_at = found.due_at, found.paused_at
    due.used_seconds = int(found.used.total_seconds())
    due.warn_at = None
    ahead = due.rule.warn_minutes if due.rule else 0
    if ahead and due.due_at and not due.met_at:
        warned = max(allowed - timedelta(minutes=ahead), timedelta())
        due.warn_at = reckon(hours, due.started_at, warned, pauses).due_at
    # Time was given back: a second warning will come.
    if due.warn_at and due.warn_at > now:
        due.warned_at = None


def _judge(settled: Settlement, due: Due, now: datetime) -> None:
    is_late = due.due_at is not None and (
        due.due_at < due.met_at if due.met_at else due.due_at <= now
    )
    if is_late and not is_broken(due):
        settled.broken.append(due)
    if is_broken(due) and not is_late:
        settled.mended.append(due)
