"""Every part of the look on one page, for admins, the browser tests and pictures in the docs."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, for_agents, show
from whydesk.web.sample_lists import lists, sheet, wanted
from whydesk.web.samples import everything, tickets


@for_agents
@require_GET
def styleguide(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SET_UP)
    shown = everything() | lists() | sheet(tickets()[0]) | wanted()
    return show(request, "screens/styleguide.html", shown)
