"""Saying that somebody is away for a while, and that they are back early."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.events import AgentAway, AgentBack
from whydesk.people.models import Agent

_LONGEST = timedelta(days=5 * 365)


class WrongReturn(ValueError):
    """A moment at which nobody can come back."""


@transaction.atomic
def go_away(agent: Agent, *, until: datetime, puts_back: bool = False, by: Actor) -> Agent:
    """Let somebody be away until then: oneself, or anybody for who looks after people.

    What they owe customers is given to others by the areas that know of it;
    `puts_back` leaves their tickets to whoever is free as well.
    """
    agent = _spoken_for(agent, by)
    _must_lie_ahead(until)
    if agent.away_until == until and not puts_back:
        return agent
    agent.away_until = until
    agent.save(update_fields=["away_until"])
    day = until.astimezone(ZoneInfo(agent.time_zone)).date()
    record(AgentAway(agent.pk, agent.name, day.isoformat(), puts_back), by=by)
    return agent


@transaction.atomic
def come_back(agent: Agent, *, by: Actor) -> Agent:
    """Let somebody be here again before the time; what was given to others stays theirs."""
    agent = _spoken_for(agent, by)
    if not agent.is_away:
        return agent
    agent.away_until = None
    agent.save(update_fields=["away_until"])
    record(AgentBack(agent.pk, agent.name), by=by)
    return agent


def _spoken_for(agent: Agent, by: Actor) -> Agent:
    """Lock the agent for somebody who may say whether they are here."""
    if (by.kind, by.actor_id) != (agent.kind, agent.pk):
        by.must(Can.INVITE)
    return Agent.objects.select_for_update().get(pk=agent.pk)


def _must_lie_ahead(until: datetime) -> None:
    now = timezone.now()
    if until <= now:
        raise WrongReturn(_("Choose a day that is still to come."))
    if until > now + _LONGEST:
        raise WrongReturn(
            _("Choose a day within five years. Close the account of somebody who leaves for good.")
        )
