"""Warning before promises break, and noting when they did."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from whydesk.desk.choices import Warned
from whydesk.desk.events import PromiseNear
from whydesk.desk.models import Due
from whydesk.desk.promising import keep_promises
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK, Role
from whydesk.people.models import Agent, Team

TOGETHER = 200


@transaction.atomic
def warn_of_promises(now: datetime) -> int:
    """Warn of those that break soon, each once; return how many."""
    near = Due.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        met_at=None, warned_at=None, warn_at__lte=now, due_at__gt=now
    )
    dues = list(near.select_related("ticket", "rule").order_by("warn_at")[:TOGETHER])
    Due.objects.filter(pk__in=[due.pk for due in dues]).update(warned_at=now)
    told = _told(dues)
    record_all(
        [
            (PromiseNear(due.ticket_id, due.pk, due.promise, _said(due.due_at), told[due.pk]), DESK)
            for due in dues
        ]
    )
    return len(dues)


def note_broken_promises(now: datetime) -> int:
    """Note those whose time has passed, and those of which that was said too early.

    The latter happens when a clock that was ahead has been set back. Returns
    how many tickets have such promises.
    """
    passed = Q(due_at__lte=now, broken=None)
    early = Q(due_at__gt=now, broken__isnull=False)
    found = Due.objects.filter(passed | early, met_at=None).order_by("ticket")
    tickets = list(found.values_list("ticket", flat=True).distinct()[:TOGETHER])
    keep_promises(tickets)
    return len(tickets)


def _said(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _told(dues: Sequence[Due]) -> dict[int, list[int]]:
    """Return who is told of each: somebody always is, if need be the leads."""
    teams = _members_of({due.ticket.team_id for due in dues if due.ticket.team_id})
    leads = list(Agent.objects.filter(role=Role.LEAD, is_active=True).values_list("pk", flat=True))
    return {due.pk: _told_of(due, teams, leads) for due in dues}


def _told_of(due: Due, teams: dict[int, list[int]], leads: list[int]) -> list[int]:
    warns = due.rule.warns if due.rule else []
    owner = [due.ticket.assignee_id] if due.ticket.assignee_id else []
    team = teams.get(due.ticket.team_id or 0, [])
    told = set(leads if Warned.LEADS in warns else ())
    if Warned.ASSIGNEE in warns:
        told.update(owner or team)
    if Warned.TEAM in warns:
        told.update(team)
    return sorted(told or leads)


def _members_of(team_ids: set[int]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    through = Team.members.through.objects.filter(team__in=team_ids, agent__is_active=True)
    for team_id, agent_id in through.values_list("team_id", "agent_id"):
        members[team_id].append(agent_id)
    return members
