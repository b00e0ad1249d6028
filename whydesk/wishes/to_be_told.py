"""Who is to be told what was decided, by whom, and what is to be read in their answers."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from whydesk.people.actors import ROLES, Can
from whydesk.people.models import Agent
from whydesk.wishes.choices import Way
from whydesk.wishes.models import Asking, Callback, Decision
from whydesk.wishes.queries import key_in

# Longer ago than this nobody remembers how somebody took it.
LATELY = timedelta(days=14)


@dataclass(frozen=True)
class CallbackPage:
    callbacks: list[Callback] = field(default_factory=list)
    next: str = ""


def callbacks_due(
    agent: Agent | None = None,
    *,
    decision: Decision | None = None,
    after: str = "",
    size: int = 50,
) -> CallbackPage:
    """Return who is to be told, the most pressing first, in two queries.

    An agent's list holds also what belongs to somebody who has left, is on
    leave or may answer nobody, so that it is not forgotten.
    """
    found = Callback.objects.filter(state__in=Callback.UNTOLD)
    if agent is not None:
        found = found.filter(Q(assignee=agent) | _nobodys("assignee"))
    if decision is not None:
        found = found.filter(decision=decision)
    if after:
        at, pk = key_in(after)
        found = found.filter(due_at__gte=at).filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk))
    shown = found.select_related(
        *("decision__capability", "voice__root", "voice__company", "voice__contact"),
        *("ticket", "assignee"),
    )
    whole = shown.prefetch_related("decision__wordings", "decision__capability__articles")
    rows = list(whole.order_by("due_at", "pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return CallbackPage(rows[:size], f"{last.due_at.isoformat()}_{last.pk}" if last else "")


def who_can_tell() -> list[Agent]:
    """Return who is here and may answer any customer, by name."""
    roles = [role for role, held in ROLES.items() if {Can.ANSWER, Can.SEE_ALL_TICKETS} <= held]
    known = Agent.objects.filter(is_active=True, role__in=roles)
    here = known.exclude(away_until__gt=timezone.now())
    return list(here.order_by("name", "pk").only("name", "role", "is_active", "away_until"))


def moods_unknown(agent: Agent | None = None, *, size: int = 5) -> list[Callback]:
    """Return who has lately answered or was called, and nobody has said how they took it."""
    heard = Q(state=Callback.State.ANSWERED) | Q(state=Callback.State.TOLD, way=Way.CALL)
    found = Callback.objects.filter(heard, went="", told_at__gte=timezone.now() - LATELY)
    if agent is not None:
        found = found.filter(assignee=agent)
    shown = found.select_related("voice__root", "voice__contact")
    return list(shown.order_by("-told_at", "-pk")[:size])


def answers_to_read(agent: Agent | None = None) -> list[Asking]:
    """Return the questions to be put by phone, and those answered neither yes nor no.

    An agent's list holds also those of somebody who is not here to put them.
    """
    waiting = Asking.objects.filter(answer="").exclude(trouble="", reply=None)
    if agent is not None:
        waiting = waiting.filter(Q(voice__agent=agent) | _nobodys("voice__agent"))
    shown = waiting.select_related("voice__root", "voice__contact", "voice__company", "reply")
    return list(shown.order_by("due_on", "pk")[:200])


def _nobodys(holder: str) -> Q:
    """Return the condition that whoever has it is not here, or may answer nobody."""
    mute = [role for role, held in ROLES.items() if Can.ANSWER not in held]
    is_gone = Q(**{f"{holder}__is_active": False})
    is_gone |= Q(**{f"{holder}__away_until__gt": timezone.now()})
    return is_gone | Q(**{f"{holder}__role__in": mute})
