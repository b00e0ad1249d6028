"""How far due times are reckoned anew, in real numbers."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from whydesk.desk.models import Recount
from whydesk.desk.queries import recount_underway
from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, for_agents, show


@for_agents
@require_GET
def recount(request: AgentRequest) -> HttpResponse:
    """Say how far it is; once it is over, how much was reckoned."""
    request.user.must(Can.SET_UP)
    running = recount_underway()
    last = None if running else Recount.objects.order_by("-pk").first()
    return show(request, "parts/recount.html", {"recount": running, "recounted": last})
