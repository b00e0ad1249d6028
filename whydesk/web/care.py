"""The four steps as four columns of people still owed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from whydesk.care.models import Step
from whydesk.care.queries import next_news, owed_steps
from whydesk.people.actors import Can
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, for_agents, number, show


@for_agents
@require_GET
def care(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.RUN_INCIDENTS)
    incident = number(request.GET["incident"]) if request.GET.get("incident") else None
    is_mine = bool(request.GET.get("mine"))
    owner = request.user if is_mine else None
    kept = {"incident": str(incident)} if incident is not None else {}
    after = None
    if request.GET.get("after"):
        after = get_object_or_404(Step, pk=number(request.GET["after"]), due_at__isnull=False)
    context = {
        "here": "care",
        "columns": owed_steps(request.user, incident_id=incident, owner=owner, after=after),
        "countdown": next_news(request.user, timezone.now(), incident_id=incident),
        "incident": incident,
        "is_mine": is_mine,
        "everyone_url": at(reverse("care"), kept),
        "mine_url": at(reverse("care"), kept | {"mine": "1"}),
        "now": timezone.now(),
    }
    return show(request, "screens/care.html", context)
