"""What we owe on a ticket and by when; stopping its clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.desk.broken import stops_in_use
from whydesk.desk.models import Due, Stop
from whydesk.desk.queries import countdown_of, dues_of, stop_of
from whydesk.desk.stopping import WrongStop, resume_ticket, stop_ticket
from whydesk.tickets.models import Ticket
from whydesk.web.pages import AgentRequest, for_agents, go, number, posted, show, ticket_url
from whydesk.web.promise_words import duration_of
from whydesk.web.templatetags.promises import state_of
from whydesk.web.tickets import find_ticket


@dataclass(frozen=True)
class Owing:
    """A promise as parts/promise.html shows it; `left` is the share of its time, 0 to 100."""

    due: Due
    state: str
    text: str
    left: int
    due_at: datetime | None


@for_agents
@require_GET
def promises(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    context = {"here": "inbox", "ticket": ticket, **owed_on(ticket)}
    return show(request, "screens/ticket_promises.html", context, parts=("owed",))


@for_agents
@require_http_methods(["GET", "POST"])
def stop(request: AgentRequest, pk: int) -> HttpResponse:
    """Show what the clock of the ticket may wait for, or stop it."""
    ticket = find_ticket(request, pk)
    if request.method != "POST":
        return show(request, "parts/stops.html", {"ticket": ticket, **stops_on(ticket)})
    chosen = get_object_or_404(Stop, pk=number(posted(request).get("stop", "")))
    try:
        stop_ticket(ticket, stop=chosen, by=request.user)
        undo = reverse("ticket_resumption", args=[ticket.pk])
        messages.success(request, _("The clock stands: %s") % chosen.name, extra_tags=undo)
    except WrongStop as error:
        messages.error(request, str(error))
    return go(request, ticket_url(ticket))


@for_agents
@require_POST
def resumption(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    resume_ticket(ticket, by=request.user)
    messages.success(request, _("The clock runs again."))
    return go(request, ticket_url(ticket))


def stops_on(ticket: Ticket) -> dict[str, Any]:
    """Return what the clock waits for now, and what else it may wait for."""
    stopped = stop_of(ticket)
    others = stops_in_use().exclude(pk=stopped.stop_id or 0) if stopped else stops_in_use()
    return {"stopped": stopped, "stops": others}


def owed_on(ticket: Ticket) -> dict[str, Any]:
    """Return what we owe, what we kept and what we broke; what is open comes first."""
    now = timezone.now()
    dues = sorted(dues_of(ticket), key=lambda due: due.met_at is not None)
    return {"owing": [owing(due, now) for due in dues], **stops_on(ticket)}


def owing(due: Due, now: datetime) -> Owing:
    label = str(due.get_promise_display())
    if due.met_at:
        return Owing(due, "kept", _("%(promise)s given") % {"promise": label}, 0, due.met_at)
    if due.due_at is None:
        rest = duration_of(max(int(countdown_of(due, now).left.total_seconds() // 60), 1))
        text = _("%(promise)s: the clock stands, %(rest)s left")
        return Owing(due, "", text % {"promise": label, "rest": rest}, 100, None)
    whole = (due.due_at - due.started_at).total_seconds()
    left = (due.due_at - now).total_seconds()
    share = round(100 * left / whole) if whole else 0
    return Owing(due, state_of(due.due_at, now), label, min(max(share, 0), 100), due.due_at)
