"""Taking up the four steps for a customer, giving them to others, closing them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care import events
from whydesk.care.choices import StepNumber
from whydesk.care.models import Care, Step
from whydesk.care.owners import can_own, owner_for
from whydesk.care.refusals import CareClosed, CareRefused, StepDone, StepIncomplete
from whydesk.care.times import the_times
from whydesk.care.timing import Times, due_of
from whydesk.clock import Hours
from whydesk.desk.hours import hours_by_team
from whydesk.history.events import Event
from whydesk.history.recording import record, record_all
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


def open_steps(ticket: Ticket, *, by: Actor, incident_id: int | None = None, reason: str) -> Care:
    """Take up the four steps on a ticket; where they are taken already, those are returned."""
    return open_steps_of([ticket], by=by, incident_id=incident_id, reason=reason)[0]


@transaction.atomic
def open_steps_of(
    tickets: Sequence[Ticket],
    *,
    by: Actor,
    incident_id: int | None = None,
    reason: str,
    since: datetime | None = None,
) -> list[Care]:
    """Take up the four steps for many customers at once, in as many statements as for one.

    Steps that somebody took up before, with no incident behind them, belong to
    this one from now on. `since` is when it began for the customers; without
    it, since they wait for us.
    """
    by.must(Can.RUN_INCIDENTS)
    reason = told(reason, _("Say what happened."))
    locked = _locked(tickets)
    known = {care.ticket_id: care for care in _open_on(locked)}
    _adopt(list(known.values()), incident_id)
    new = [ticket for ticket in locked if ticket.pk not in known]
    made = _make(new, reason=reason, incident_id=incident_id, since=since, by=by)
    known |= {care.ticket_id: care for care in made}
    return [known[ticket.pk] for ticket in tickets]


def told(text: str, sentence: str, *, longest: int = 5000) -> str:
    """Return the text as it is kept, or stop with the sentence where there is none."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise StepIncomplete(sentence)
    if len(text) > longest:
        raise StepIncomplete(_("This is too long. Keep what matters."))
    return text


def _locked(tickets: Sequence[Ticket]) -> list[Ticket]:
    """Read the tickets anew and keep others from taking up the same meanwhile."""
    found = Ticket.objects.select_for_update(of=("self",), no_key=True)
    keys = {ticket.pk for ticket in tickets}
    return list(found.select_related("assignee").filter(pk__in=keys).order_by("pk"))


def _open_on(tickets: Sequence[Ticket]) -> list[Care]:
    return list(Care.objects.filter(ticket__in=tickets, closed_at=None))


def _adopt(cares: Sequence[Care], incident_id: int | None) -> None:
    alone = [care for care in cares if incident_id and care.incident_id is None]
    for care in alone:
        care.incident_id = incident_id
    if alone:
        Care.objects.filter(pk__in=[care.pk for care in alone]).update(incident_id=incident_id)


def _make(
    tickets: Sequence[Ticket],
    *,
    reason: str,
    incident_id: int | None,
    since: datetime | None,
    by: Actor,
) -> list[Care]:
    if not tickets:
        return []
    now = timezone.now()
    made = Care.objects.bulk_create(
        Care(
            ticket=ticket,
            company_id=ticket.company_id,
            incident_id=incident_id,
            reason=reason,
            since=min(since or ticket.waits_since or ticket.created_at, now),
            opened_at=now,
        )
        for ticket in tickets
    )
    owners = _owners(made, by)
    hours, times = hours_by_team(now.date()), the_times()
    Step.objects.bulk_create(
        Step(
            care=care,
            number=number,
            owner=owners[care.ticket_id],
            due_at=_due(number, hours.get(care.ticket.team_id) or hours[None], now, times),
        )
        for care in made
        for number in StepNumber
    )
    record_all([(opened(care, owners[care.ticket_id]), by) for care in made])
    return made


def _owners(cares: Sequence[Care], by: Actor) -> dict[int, Agent | None]:
    """Find whoever has each; who stands in for nobody is asked once for each team."""
    spare: dict[int | None, Agent | None] = {}
    found: dict[int, Agent | None] = {}
    for care in cares:
        ticket = care.ticket
        if can_own(ticket.assignee):
            found[ticket.pk] = ticket.assignee
            continue
        if ticket.team_id not in spare:
            spare[ticket.team_id] = owner_for(ticket, by=by)
        found[ticket.pk] = spare[ticket.team_id]
    return found


def _due(number: int, hours: Hours, now: datetime, times: Times) -> datetime | None:
    """Return until when a step is due; aftercare is owed once it is solved."""
    return None if number == StepNumber.AFTERCARE else due_of(number, hours, now, times)


def opened(care: Care, owner: Agent | None) -> events.StepsOpened:
    """Say that the steps were taken up."""
    key = owner.pk if owner else None
    return events.StepsOpened(care.ticket_id, care.company_id, care.pk, key, care.reason[:200])


@transaction.atomic
def note_solved(care: Care, *, by: Actor = DESK) -> Care:
    """Let aftercare be due, now that it works again for the customer."""
    by.must(Can.RUN_INCIDENTS)
    care = open_care(care)
    if care.solved_at:
        return care
    care.solved_at = timezone.now()
    care.save(update_fields=["solved_at"])
    by_team = hours_by_team(care.solved_at.date())
    hours = by_team.get(care.ticket.team_id) or by_team[None]
    due_at = due_of(StepNumber.AFTERCARE, hours, care.solved_at, the_times())
    care.steps.filter(number=StepNumber.AFTERCARE, done_at=None).update(due_at=due_at)
    record(events.CareSolved(care.ticket_id, care.company_id, care.pk), by=by)
    return care


@transaction.atomic
def give_step(step: Step, *, to: Agent, by: Actor) -> Step:
    """Let somebody else take the step."""
    by.must(Can.RUN_INCIDENTS)
    if to.is_away:
        raise CareRefused(_("%(name)s is away. Mark them as back first.") % {"name": to})
    if not can_own(to):
        raise CareRefused(_("%(name)s answers no customers. Choose somebody else.") % {"name": to})
    step = owed_step(step)
    if step.owner_id == to.pk:
        return step
    former = step.owner.name if step.owner else ""
    step.owner = to
    step.save(update_fields=["owner"])
    record(handed_on(step, former, to), by=by)
    return step


def handed_on(step: Step, former: str, to: Agent) -> events.StepHandedOn:
    care = step.care
    return events.StepHandedOn(
        care.ticket_id, care.company_id, care.pk, step.number, former, to.name, to.pk
    )


@transaction.atomic
def close_care(care: Care, *, reason: str, by: Actor) -> Care:
    """End the matter though steps are left, and say why."""
    by.must(Can.RUN_INCIDENTS)
    reason = told(reason, _("Say why nothing more is owed."))
    return end(open_care(care), reason, by=by)


def end(care: Care, reason: str, *, by: Actor) -> Care:
    """Write down that nothing is owed any more; promised news are not waited for either."""
    care.closed_at, care.closed_because = timezone.now(), reason
    care.save(update_fields=["closed_at", "closed_because"])
    if reason:
        event: Event = events.CareClosed(care.ticket_id, care.company_id, care.pk, reason[:200])
    else:
        event = events.CareDone(care.ticket_id, care.company_id, care.pk)
    record(event, by=by)
    return care


def end_if_done(care: Care, *, by: Actor) -> None:
    """Close the matter once none of the four is owed any more."""
    if not care.closed_at and not care.steps.filter(done_at=None).exists():
        end(care, "", by=by)


def open_care(care: Care) -> Care:
    """Return the matter locked, if something is still owed in it."""
    locked = Care.objects.select_for_update(of=("self",)).select_related("ticket", "company")
    care = locked.get(pk=care.pk)
    if care.closed_at:
        raise CareClosed(_("Nothing is owed here any more."))
    return care


def owed_step(step: Step) -> Step:
    """Return the step locked with its matter, if it is not done."""
    locked = Step.objects.select_for_update(of=("self", "care"))
    step = locked.select_related("care__ticket__contact", "care__company", "owner").get(pk=step.pk)
    if step.done_at:
        raise StepDone(_("This step was done already."))
    if step.care.closed_at:
        raise CareClosed(_("Nothing is owed here any more."))
    return step
