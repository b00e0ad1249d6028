"""What the clock of a ticket may wait for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.desk.broken import stops_with_counts
from whydesk.desk.models import Stop
from whydesk.desk.stopping import WrongStop, name_stop, retire_stop
from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


@for_agents
@require_http_methods(["GET", "POST"])
def stops(request: AgentRequest) -> HttpResponse:
    """List them, and name another; a retired one comes back by its name."""
    request.user.must(Can.SET_UP)
    name = request.POST.get("name", "")
    trouble = ""
    if request.method == "POST":
        try:
            name_stop(name=name, by=request.user)
            return SeeOther(reverse("stops"))
        except WrongStop as error:
            trouble = str(error)
    context = {"here": "settings", "stops": stops_with_counts(), "name": name, "trouble": trouble}
    return show(request, "screens/stops.html", context, status=422 if trouble else 200)


@for_agents
@require_POST
def retirement(request: AgentRequest, key: int) -> HttpResponse:
    stop = retire_stop(get_object_or_404(Stop, pk=key), by=request.user)
    messages.success(request, _("“%s” is offered no more; what it holds stays held.") % stop.name)
    return SeeOther(reverse("stops"))
