"""Promises that were broken, and the place to say why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.desk.broken import broken_promises
from whydesk.desk.explaining import NoReason, explain_broken_promise
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, for_agents, go, number, show

SIZE = 50


@for_agents
@require_GET
def broken(request: AgentRequest) -> HttpResponse:
    is_open = "unexplained" in request.GET
    found = broken_promises(request.user, is_unexplained=is_open)
    if before := request.GET.get("before", ""):
        found = found.filter(pk__lt=number(before))
    rows = list(found[: SIZE + 1])
    context = {
        "here": "broken",
        "rows": rows[:SIZE],
        "is_unexplained": is_open,
        "newer_url": page_url(is_open) if before else "",
        "older_url": page_url(is_open, rows[SIZE - 1].pk) if len(rows) > SIZE else "",
    }
    return show(request, "screens/broken_promises.html", context)


@for_agents
@require_POST
def reason(request: AgentRequest, key: int) -> HttpResponse:
    found = get_object_or_404(broken_promises(request.user), pk=key)
    try:
        explain_broken_promise(found, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("The reason is kept."))
    except NoReason as error:
        messages.error(request, str(error))
    return go(request, reverse("ticket_promises", args=[found.due.ticket_id]))


def page_url(is_open: bool, before: int | None = None) -> str:
    """Return the address of a page; the way back leads to the newest."""
    query = {"unexplained": "1"} if is_open else {}
    return at(reverse("broken_promises"), {**query, "before": str(before)} if before else query)
