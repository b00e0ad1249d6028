"""Forming teams and saying who is in them."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.events import TeamChanged, TeamDissolved, TeamFormed, TeamsOfAgentChanged
from whydesk.people.models import Agent, Team


class NameTaken(ValueError):
    """Another team has this name."""


@transaction.atomic
def form_team(*, name: str, members: Iterable[Agent] = (), by: Actor) -> Team:
    """Form a team."""
    by.must(Can.INVITE)
    team = _save(Team(name=name))
    team.members.set(members)
    record(TeamFormed(team.pk, team.name), by=by)
    return team


@transaction.atomic
def change_team(team: Team, *, name: str, members: Iterable[Agent], by: Actor) -> Team:
    """Give the team its name and its members."""
    by.must(Can.INVITE)
    team = Team.objects.select_for_update().get(pk=team.pk)
    team.name = name
    _save(team)
    team.members.set(members)
    keys = sorted(team.members.values_list("pk", flat=True))
    record(TeamChanged(team.pk, team.name, keys), by=by)
    return team


@transaction.atomic
def dissolve_team(team: Team, *, by: Actor) -> None:
    """End the team; its tickets stay, with whoever has them."""
    by.must(Can.INVITE)
    event = TeamDissolved(team.pk, team.name)
    team.delete()
    record(event, by=by)


@transaction.atomic
def put_in_teams(agent: Agent, *, teams: Iterable[Team], by: Actor) -> Agent:
    """Let the agent be in these teams and in no other."""
    by.must(Can.INVITE)
    before = set(agent.teams.values_list("pk", flat=True))
    agent.teams.set(teams)
    after = sorted(agent.teams.values_list("pk", flat=True))
    if before != set(after):
        record(TeamsOfAgentChanged(agent.pk, agent.name, after), by=by)
    return agent


def _save(team: Team) -> Team:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise NameTaken(_("Another team has this name.")) from error
    return team
