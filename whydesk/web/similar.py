"""Tickets like another one."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from whydesk.briefs.similar import similar_to
from whydesk.understanding.apart import ReaderGone, ReaderRefused
from whydesk.web.pages import AgentRequest, for_agents, show
from whydesk.web.tickets import find_ticket


@for_agents
@require_GET
def similar(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    context: dict[str, Any] = {"ticket": ticket, "here": "inbox"}
    try:
        context["similar"] = similar_to(ticket, request.user)
    except (ReaderGone, ReaderRefused):
        context["is_away"] = True
    return show(request, "screens/similar.html", context, parts=("similar",))
