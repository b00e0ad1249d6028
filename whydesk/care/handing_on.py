"""Giving on what somebody had who is not here any more, and saying so."""

from django.db import transaction

from whydesk.care.events import AftercareHandedOn
from whydesk.care.models import Aftercare, Step
from whydesk.care.owners import owner_for, watcher_for
from whydesk.care.stepping import handed_on
from whydesk.care.topics import STEPS
from whydesk.history.recording import record
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Actor
from whydesk.people.models import Agent


@transaction.atomic
def hand_on_all_of(agent: Agent, *, by: Actor = DESK) -> int:
    """Give the steps and companies of somebody to the holders of the tickets, or to a lead.

    Return how many found somebody; where nobody is left they stay as they are.
    Nothing goes from one who is on leave to another.
    """
    return _hand_on_steps(agent, by) + _hand_on_aftercares(agent, by)


def _who_helps(found: Agent | None, agent: Agent) -> Agent | None:
    """Return whoever was found, unless one on leave would give to another."""
    return None if found and found.is_away and agent.is_active else found


def _hand_on_steps(agent: Agent, by: Actor) -> int:
    owed = Step.objects.select_for_update(of=("self",)).filter(
        owner=agent, done_at=None, care__closed_at=None
    )
    given = 0
    for step in owed.select_related("care__ticket__assignee").order_by("pk"):
        to = _who_helps(owner_for(step.care.ticket, by=by, but=[agent.pk]), agent)
        if to is None:
            continue
        step.owner = to
        step.save(update_fields=["owner"])
        event = handed_on(step, agent.name, to)
        record(event, by=by)
        tell([to.pk], topic=STEPS, event=event)
        given += 1
    return given


def _hand_on_aftercares(agent: Agent, by: Actor) -> int:
    running = Aftercare.objects.select_for_update(of=("self",)).filter(owner=agent, ended_at=None)
    given = 0
    for aftercare in running.select_related("ticket__assignee").order_by("pk"):
        to = _who_helps(watcher_for(aftercare.ticket, by=by, but=[agent.pk]), agent)
        if to is None:
            continue
        aftercare.owner = to
        aftercare.save(update_fields=["owner"])
        event = AftercareHandedOn(
            aftercare.company_id, aftercare.ticket_id, aftercare.pk, agent.name, to.name, to.pk
        )
        record(event, by=by)
        tell([to.pk], topic=STEPS, event=event)
        given += 1
    return given
