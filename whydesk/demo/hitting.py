"""Whom the incident of the demo company hit, and what reached them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from whydesk.customers.models import Company
from whydesk.demo.caring import Stage
from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.moments import StoryUnreadable
from whydesk.demo.owing import LEAD, SOON, STANDING, Blow, owe_steps
from whydesk.demo.scenes import Scene
from whydesk.incidents.choices import Came, Why
from whydesk.incidents.counting import count_affected, count_told
from whydesk.incidents.events import (
    CompanyAffected,
    CustomerInformed,
    CustomersPicked,
    CustomersTold,
    TicketAttached,
)
from whydesk.incidents.models import Affected, Attached, Incident, Telling, Update

# Chosen by name, and without an address.
UNREACHED = "Лодочная станция «Причал»"
CHOSEN_AFTER = timedelta(minutes=16)


def hit(
    incident: Incident,
    updates: Sequence[Update],
    scenes: Sequence[Scene],
    known: Known,
    now: datetime,
) -> Iterator[Happening]:
    """Save whom it affects with their steps, and to whom each update went; say what happened."""
    told = [scene for scene in scenes if any(line.news for line in scene.story.lines)]
    if {scene.story.sender for scene in told} != STANDING.keys():
        raise StoryUnreadable("Not the same customers are told of the incident and stand in it.")
    blows = [_blow(Stage(scene, known), incident) for scene in told]
    for blow in blows:
        affected = _affected(blow)
        yield from _attached(blow, affected)
        yield from _informed(blow, affected, updates)
        yield from owe_steps(blow, now)
    yield from _chosen(incident, updates, blows)
    count_affected(incident.pk)
    for update in updates:
        yield from _told_all(update)
        count_told(update.pk)


def _blow(stage: Stage, incident: Incident) -> Blow:
    began = stage.scene.times[0]
    at = max(began + SOON, incident.declared_at)
    standing = STANDING[stage.scene.story.sender]
    is_ours = stage.scene.story.lines[0].kind == "reply"
    return Blow(stage, standing, incident, began if is_ours else at)


def _affected(blow: Blow) -> Affected:
    came = Came.PICK if blow.is_ours else Came.TICKET
    return Affected.objects.create(
        incident=blow.incident, company=blow.stage.company, came=came, at=blow.at
    )


def _attached(blow: Blow, affected: Affected) -> Iterator[Happening]:
    ticket, incident = blow.stage.scene.ticket, blow.incident
    Attached.objects.create(
        incident=incident, affected=affected, ticket=ticket, is_ours=blow.is_ours, at=blow.at
    )
    if not blow.is_ours:
        said = TicketAttached(incident.pk, ticket.pk, ticket.company_id, incident.title)
        yield Happening(blow.at, said, blow.stage.known.agents[LEAD])


def _informed(blow: Blow, affected: Affected, updates: Sequence[Update]) -> Iterator[Happening]:
    """Tie each update on the ticket to its message."""
    incident, ticket = blow.incident, blow.stage.scene.ticket
    for line, at, message in blow.stage.scene.steps():
        if line.news:
            update = updates[line.news - 1]
            Telling.objects.create(update=update, affected=affected, ticket=ticket, message=message)
            said = CustomerInformed(
                ticket.pk, ticket.company_id, message.pk, incident.title, incident.pk
            )
            yield Happening(at, said, update.by)


def _chosen(
    incident: Incident, updates: Sequence[Update], blows: Sequence[Blow]
) -> Iterator[Happening]:
    """Count those whom the lead chose by name, and one of them whom no mail can reach."""
    at, lead = incident.since + CHOSEN_AFTER, incident.declared_by
    assert lead is not None
    unreached = Company.objects.get(name=UNREACHED)
    affected = Affected.objects.create(incident=incident, company=unreached, came=Came.PICK, at=at)
    Telling.objects.bulk_create(
        Telling(update=update, affected=affected, why=Why.NO_ADDRESS) for update in updates
    )
    chosen = [*(blow.stage.company for blow in blows if blow.is_ours), unreached]
    yield Happening(at, CustomersPicked(incident.pk, len(chosen)), lead)
    for company in chosen:
        yield Happening(at, CompanyAffected(company.pk, incident.title, incident.pk), lead)


def _told_all(update: Update) -> Iterator[Happening]:
    mailed = update.tellings.exclude(message=None).order_by("pk")
    keys = list(mailed.values_list("ticket", "message__delivery"))
    tickets, deliveries = [ticket for ticket, _mail in keys], [mail for _ticket, mail in keys]
    said = CustomersTold(update.incident_id, update.pk, len(keys), tickets, deliveries)
    yield Happening(update.at, said, update.by)
