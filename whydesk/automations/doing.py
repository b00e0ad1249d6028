"""Doing what a rule says, one act after the other, each whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from whydesk.automations.acts import OPENING, Acts
from whydesk.automations.answering import answer_with
from whydesk.automations.models import Firing, Rule, SavedReply
from whydesk.automations.refusals import ActRefused
from whydesk.automations.sentences import sentence_of
from whydesk.automations.topics import RULE, RULE_CALL
from whydesk.automations.whom import whom_to_tell
from whydesk.care.aftercaring import start_aftercare
from whydesk.care.refusals import CareRefused
from whydesk.clock import TooFarAway, is_open, next_opening
from whydesk.desk.hours import hours_by_team
from whydesk.desk.models import Overruling
from whydesk.desk.overruling import WrongUrgency, set_urgency
from whydesk.history.events import CATALOGUE
from whydesk.incidents.attaching import attach_ticket
from whydesk.incidents.choices import State
from whydesk.incidents.declaring import declare_incident
from whydesk.incidents.refusals import IncidentRefused
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Desk
from whydesk.people.models import Agent, Team
from whydesk.tickets.models import Ticket
from whydesk.tickets.recipients import ReplyRefused
from whydesk.tickets.sorting import (
    WrongTag,
    WrongTime,
    add_tag,
    assign_ticket,
    route_ticket,
    snooze_ticket,
)

DONE, REFUSED = "done", "refused"
REFUSALS = (
    *(ActRefused, ReplyRefused, CareRefused, IncidentRefused),
    *(WrongTag, WrongTime, WrongUrgency, TooFarAway),
)

NOBODY = gettext_noop("There was nobody to tell.")
ENDED = gettext_noop("The ticket is closed.")
OPEN_NOW = gettext_noop("The desk is open.")
SAID_BY_PERSON = gettext_noop("Somebody has said how urgent it is.")
AWAY = gettext_noop("They are away: the ticket was left as it was.")
NO_COMPANY = gettext_noop("The contact belongs to no company.")


@dataclass(frozen=True)
class Doing:
    """A rule at work on a ticket, and the event that made it work."""

    firing: Firing
    acts: Acts
    ticket: Ticket
    sentence: str
    by: Desk


def do_acts(firing: Firing, ticket: Ticket, names: Any) -> list[dict[str, str]]:
    """Do all that the rule says; return for each act what came of it.

    What is done is marked as done by this firing, so that no rule follows itself.
    """
    rule = firing.rule
    doing = Doing(
        firing,
        rule.does,
        ticket,
        sentence_of(rule.when, rule.asks, rule.does, names),
        Desk(kind="rule", actor_id=firing.pk, name=DESK.name),
    )
    return [_done(name, doing) for name in doing.acts.names]


def _done(name: str, doing: Doing) -> dict[str, str]:
    try:
        with transaction.atomic():
            return {"act": name, "outcome": DONE, "detail": _ACTS[name](doing)}
    except REFUSALS as error:
        return {"act": name, "outcome": REFUSED, "detail": str(error)[:300]}


def _tell(doing: Doing) -> str:
    entry = doing.firing.entry
    agents = whom_to_tell(doing.acts, doing.ticket, timezone.now())
    if not agents:
        raise ActRefused(NOBODY)
    event = CATALOGUE[entry.event](**entry.data)
    keys = [agent.pk for agent in agents]
    if doing.acts.tell_minutes:
        minutes = doing.acts.tell_minutes
        tell(keys[:1], topic=RULE_CALL, event=event, chain=keys[1:], within_minutes=minutes)
    else:
        tell(keys, topic=RULE, event=event)
    return ", ".join(agent.name for agent in agents)


def _assign(doing: Doing) -> str:
    agent = Agent.objects.get(pk=doing.acts.assign_to)
    if agent.is_away:
        raise ActRefused(AWAY)
    assign_ticket(doing.ticket, to=agent, by=doing.by)
    return agent.name


def _route(doing: Doing) -> str:
    team = Team.objects.get(pk=doing.acts.route_to)
    route_ticket(doing.ticket, to=team, by=doing.by)
    return team.name


def _urgency(doing: Doing) -> str:
    """Say how urgent it is, unless a person has said so."""
    said = Overruling.objects.filter(ticket=doing.ticket, ended_at=None, agent__isnull=False)
    if said.exists():
        raise ActRefused(SAID_BY_PERSON)
    reason = gettext("A rule says so: %(rule)s") % {"rule": doing.sentence}
    set_urgency(doing.ticket, minutes=doing.acts.urgency, reason=reason, by=doing.by)
    return str(doing.acts.urgency)


def _tag(doing: Doing) -> str:
    add_tag(doing.ticket, tag=doing.acts.tag, by=doing.by)
    return doing.acts.tag


def _answer(doing: Doing) -> str:
    reply = SavedReply.objects.get(pk=doing.acts.answer)
    answer_with(reply, doing.ticket, rule=doing.firing.rule, by=doing.by)
    return reply.name


def _snooze(doing: Doing) -> str:
    ticket = Ticket.objects.get(pk=doing.ticket.pk)
    if ticket.status in (Ticket.Status.CLOSED, Ticket.Status.SPAM):
        raise ActRefused(ENDED)
    until = _until(doing.acts.snooze, ticket)
    snooze_ticket(ticket, until=until, by=doing.by)
    return until.isoformat(timespec="minutes")


def _until(snooze: str, ticket: Ticket) -> datetime:
    now = timezone.now()
    if snooze != OPENING:
        return now + timedelta(hours=int(snooze))
    known = hours_by_team(now.date())
    hours = known.get(ticket.team_id) or known[None]
    if is_open(hours, now):
        raise ActRefused(OPEN_NOW)
    return next_opening(hours, now)


def _incident(doing: Doing) -> str:
    """Declare an incident, or count the ticket to the one that the rule has declared."""
    ticket = doing.ticket
    # Two tickets at the same moment are one incident.
    rule = Rule.objects.select_for_update().get(pk=doing.firing.rule_id)
    running = Firing.objects.filter(rule=rule, incident__state=State.OPEN)
    last = running.select_related("incident").order_by("-pk").first()
    if last and last.incident:
        incident = last.incident
        attach_ticket(incident, ticket, by=doing.by)
    else:
        incident = declare_incident(
            title=(ticket.subject or ticket.snippet or doing.sentence)[:200],
            severity=doing.acts.incident,
            since=ticket.created_at,
            tickets=[ticket],
            by=doing.by,
        )
    doing.firing.incident = incident
    doing.firing.save(update_fields=["incident"])
    return incident.title


def _aftercare(doing: Doing) -> str:
    company = doing.ticket.company
    if company is None:
        raise ActRefused(NO_COMPANY)
    story = gettext("A rule began it: %(rule)s") % {"rule": doing.sentence}
    weeks = doing.acts.aftercare
    start_aftercare(company, weeks=weeks, story=story, ticket=doing.ticket, by=doing.by)
    return company.name


_ACTS: Mapping[str, Callable[[Doing], str]] = {
    "tell": _tell,
    "assign_to": _assign,
    "route_to": _route,
    "urgency": _urgency,
    "tag": _tag,
    "incident": _incident,
    "aftercare": _aftercare,
    "answer": _answer,
    "snooze": _snooze,
}
