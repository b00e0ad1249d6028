"""Whose request it is: the session and the agent, which every page asks for first."""

from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from whydesk.notices.queries import unseen_of_agent
from whydesk.people.models import Agent
from whydesk.prepared import prepared


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read by a query that is laid out once."""

    def load(self) -> dict[str, object]:
        found = _session_data.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found)


@prepared
def _session_data(key: str, now: datetime) -> QuerySet[Session, str]:
    known = Session.objects.filter(session_key=key, expire_date__gt=now)
    return known.values_list("session_data", flat=True)


class Agents(ModelBackend):
    """Agents who sign in by address and password."""

    def get_user(self, user_id: int) -> Agent | None:
        agent = _agent.first(user_id)
        return agent if self.user_can_authenticate(agent) else None


@prepared
def _agent(pk: int) -> QuerySet[Agent]:
    """Find the agent, and in passing how much is new to them: every page shows it."""
    return Agent.objects.filter(pk=pk).annotate(unseen_notices=unseen_of_agent())
