"""What people at the desk can be told about incidents."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event
from whydesk.notices.oncall import who_is_on_call
from whydesk.notices.telling import tell
from whydesk.notices.topics import MAIL, SCREEN, Topic, register
from whydesk.people.actors import Role
from whydesk.people.models import Agent

DECLARED = register(
    Topic("incident.declared", _("An incident is declared"), ways=(SCREEN, MAIL), is_urgent=True)
)
NEWS_MISSED = register(
    Topic("incident.news_missed", _("News promised to customers is late"), ways=(SCREEN, MAIL))
)
SUGGESTED = register(Topic("incident.suggested", _("Several customers write of the same trouble")))


def tell_leads(topic: Topic, event: Event, *, also: Collection[int] = ()) -> None:
    """Tell every lead, and whoever is on call just now."""
    leads = Agent.objects.filter(role=Role.LEAD, is_active=True).values_list("pk", flat=True)
    on_call = [agent.pk for agent in who_is_on_call(timezone.now())]
    tell(sorted({*leads, *on_call, *also}), topic=topic, event=event)
