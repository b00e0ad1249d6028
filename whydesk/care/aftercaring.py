"""Watching over a company for some weeks, so that nothing new goes wrong."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care import events
from whydesk.care.choices import How, Outcome, StepNumber
from whydesk.care.models import Aftercare, Care, Check, Step
from whydesk.care.owners import watcher_for
from whydesk.care.refusals import CareRefused
from whydesk.care.stepping import end_if_done, told
from whydesk.care.times import the_times
from whydesk.care.timing import is_within
from whydesk.care.topics import CHECK_DUE
from whydesk.clock import next_opening
from whydesk.customers.models import Company
from whydesk.desk.hours import hours_by_team
from whydesk.history.recording import record
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


@transaction.atomic
def start_aftercare(
    company: Company,
    *,
    weeks: int | None = None,
    story: str,
    ticket: Ticket | None = None,
    owner: Agent | None = None,
    by: Actor,
) -> Aftercare:
    """Watch over the company for so many weeks, or as many as are set, with the story of why.

    A company that is watched over already stays so for longer, never for less
    time, and the stories stand one below the other. A person asks after some
    days whether all is right again. On a ticket with the four steps this is
    the last of them.

    :raises CareRefused: there is no story, or no such number of weeks.
    """
    by.must(Can.RUN_INCIDENTS)
    story = told(story, _("Tell the story in a sentence or two: what went wrong for them."))
    times = the_times()
    weeks = times.weeks if weeks is None else weeks
    if not is_within("weeks", weeks):
        raise CareRefused(_("Aftercare lasts from one week to a year."))
    company = Company.objects.select_for_update().get(pk=company.pk)
    until = timezone.now() + timedelta(weeks=weeks)
    aftercare = Aftercare.objects.filter(company=company, ended_at=None).first()
    if aftercare is None:
        aftercare = _begin(company, story, until, ticket, owner or watcher_for(ticket, by=by))
    elif not _prolong(aftercare, story, until, ticket):
        return aftercare
    _owe_check(aftercare, times.check_days)
    company.care_until = aftercare.until
    company.save(update_fields=["care_until"])
    ticket_id = ticket.pk if ticket else None
    record(events.AftercareBegun(company.pk, ticket_id, aftercare.pk, weeks, story[:200]), by=by)
    if ticket:
        _take_last_step(ticket, story, by=by)
    return aftercare


def _begin(
    company: Company, story: str, until: datetime, ticket: Ticket | None, owner: Agent | None
) -> Aftercare:
    return Aftercare.objects.create(
        company=company, ticket=ticket, owner=owner, story=story, until=until
    )


def _prolong(aftercare: Aftercare, story: str, until: datetime, ticket: Ticket | None) -> bool:
    """Add to what is there; tell whether anything of it is new."""
    is_known = story in aftercare.story
    if is_known and not (ticket and _last_steps(ticket).exists()):
        return False
    if not is_known:
        aftercare.story = f"{aftercare.story}\n\n{story}"
    aftercare.until = max(aftercare.until, until)
    aftercare.ticket = ticket or aftercare.ticket
    aftercare.save(update_fields=["story", "until", "ticket"])
    return True


def _owe_check(aftercare: Aftercare, days: int) -> None:
    """Have somebody ask once: some days from now, when the desk is open, before the end."""
    if aftercare.checks.filter(done_at=None).exists():
        return
    now = timezone.now()
    wanted = min(now + timedelta(days=days), aftercare.until)
    due_at = next_opening(hours_by_team(now.date())[None], wanted)
    Check.objects.create(aftercare=aftercare, due_at=due_at)


def _last_steps(ticket: Ticket) -> QuerySet[Step]:
    owed = Step.objects.filter(number=StepNumber.AFTERCARE, done_at=None)
    return owed.filter(care__ticket=ticket, care__closed_at=None)


def _take_last_step(ticket: Ticket, story: str, *, by: Actor) -> None:
    care = Care.objects.select_for_update().filter(ticket=ticket, closed_at=None).first()
    if care is None:
        return
    _last_steps(ticket).update(done_at=timezone.now(), how=How.BEGUN, why=story)
    end_if_done(care, by=by)


@transaction.atomic
def end_aftercare(aftercare: Aftercare, *, reason: str, by: Actor) -> Aftercare:
    """Stop watching over the company before the time, and say why."""
    by.must(Can.RUN_INCIDENTS)
    reason = told(reason, _("Say why nobody has to watch over them any more."))
    aftercare = _running(aftercare)
    _end(aftercare, reason)
    record(
        events.AftercareEnded(
            aftercare.company_id, aftercare.ticket_id, aftercare.pk, reason[:200]
        ),
        by=by,
    )
    return aftercare


@transaction.atomic
def end_what_is_over(now: datetime, *, by: Actor = DESK) -> int:
    """End what has lasted as long as it was meant to; return how many."""
    by.must(Can.RUN_INCIDENTS)
    found = Aftercare.objects.select_for_update(skip_locked=True, of=("self",))
    found = found.select_related("company")
    over = list(found.filter(ended_at=None, until__lte=now).order_by("until")[:200])
    for aftercare in over:
        _end(aftercare, "")
        event = events.AftercareOver(
            aftercare.company_id, aftercare.ticket_id, aftercare.pk, aftercare.company.name
        )
        record(event, by=by)
        if aftercare.owner_id:
            tell([aftercare.owner_id], topic=CHECK_DUE, event=event)
    return len(over)


def _running(aftercare: Aftercare) -> Aftercare:
    found = Aftercare.objects.select_for_update(of=("self",)).select_related("company", "ticket")
    aftercare = found.get(pk=aftercare.pk)
    if aftercare.ended_at:
        raise CareRefused(_("This aftercare has ended already."))
    return aftercare


def _end(aftercare: Aftercare, reason: str) -> None:
    aftercare.ended_at, aftercare.ended_because = timezone.now(), reason
    aftercare.save(update_fields=["ended_at", "ended_because"])
    Check.objects.filter(aftercare=aftercare, done_at=None).delete()
    Company.objects.filter(pk=aftercare.company_id).update(care_until=None)


@transaction.atomic
def note_outcome(aftercare: Aftercare, *, outcome: str, by: Actor) -> Aftercare:
    """Note what became of the customer: stayed, left, or nobody knows."""
    by.must(Can.RUN_INCIDENTS)
    if outcome not in Outcome.values:
        raise CareRefused(_("Choose how it ended."))
    aftercare = Aftercare.objects.select_for_update().get(pk=aftercare.pk)
    if aftercare.ended_at is None:
        raise CareRefused(_("End the aftercare first."))
    aftercare.outcome = outcome
    aftercare.save(update_fields=["outcome"])
    record(
        events.AftercareOutcome(aftercare.company_id, aftercare.ticket_id, aftercare.pk, outcome),
        by=by,
    )
    return aftercare
