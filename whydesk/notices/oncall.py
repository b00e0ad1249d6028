"""Who is on call."""

from datetime import datetime

from whydesk.notices.models import OnCall
from whydesk.people.models import Agent


def who_is_on_call(at: datetime) -> list[Agent]:
    """Return those who are on call at the moment, whoever began first coming first."""
    rows = OnCall.objects.filter(since__lte=at, until__gt=at, agent__is_active=True)
    ordered = rows.select_related("agent").order_by("since", "pk")
    return list(dict.fromkeys(row.agent for row in ordered))


def is_on_call(agent_id: int, at: datetime) -> bool:
    return OnCall.objects.filter(agent=agent_id, since__lte=at, until__gt=at).exists()
