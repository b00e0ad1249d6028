"""Everything that can be set, on one page."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from whydesk.web.pages import AgentRequest, for_agents, show


@for_agents
@require_GET
def settings(request: AgentRequest) -> HttpResponse:
    return show(request, "screens/settings.html", {"here": "settings"})
