"""Who is watched over: companies in aftercare, whom to ask how they are, and how it ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.care.aftercaring import end_aftercare, note_outcome
from whydesk.care.checking import note_check, send_check, ticket_of
from whydesk.care.choices import Outcome
from whydesk.care.models import Aftercare, Check
from whydesk.care.queries import ended_without_outcome, watch_list
from whydesk.care.wording import word_check
from whydesk.people.actors import Can
from whydesk.web.care_card import REFUSED
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


@for_agents
@require_GET
def watched(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.RUN_INCIDENTS)
    return show_watched(request)


def show_watched(
    request: AgentRequest, *, trouble: str = "", about: int = 0, text: str = ""
) -> HttpResponse:
    """Show the list; what was typed about one of them stands where it was typed."""
    found = watch_list()
    chosen = about or int(request.GET.get("ask", "0") or 0) if is_key(request) else about
    asked = next((one for one in found if one.pk == chosen), None)
    context: dict[str, Any] = {
        "here": "care",
        "watched": found,
        "now": timezone.now(),
        "asked": asked,
        "asked_text": text or (worded(asked) if asked else ""),
        "trouble": trouble,
        "about": about,
        "ended": ended_without_outcome(timezone.now()),
        "outcomes": Outcome.choices,
    }
    return show(request, "screens/care_watched.html", context, status=422 if trouble else 200)


def is_key(request: AgentRequest) -> bool:
    key = request.GET.get("ask", "")
    return key.isascii() and key.isdecimal() and len(key) < 19


def worded(aftercare: Aftercare) -> str:
    ticket = ticket_of(aftercare)
    return word_check(ticket) if ticket else ""


@for_agents
@require_POST
def check(request: AgentRequest, key: int) -> HttpResponse:
    """Ask the customer by mail, or note what they said on the phone."""
    request.user.must(Can.RUN_INCIDENTS)
    due = get_object_or_404(Check, aftercare=key, done_at=None)
    text, note = request.POST.get("text", ""), request.POST.get("note", "")
    try:
        if "called" in request.POST:
            note_check(due, note=note, by=request.user)
        else:
            send_check(due, text=text, by=request.user)
    except REFUSED as error:
        return show_watched(request, trouble=str(error), about=key, text=text)
    messages.success(request, _("Asked. Their answer comes to the ticket."))
    return SeeOther(reverse("watched"))


@for_agents
@require_POST
def ending(request: AgentRequest, key: int) -> HttpResponse:
    request.user.must(Can.RUN_INCIDENTS)
    aftercare = get_object_or_404(Aftercare, pk=key)
    try:
        end_aftercare(aftercare, reason=request.POST.get("reason", ""), by=request.user)
    except REFUSED as error:
        return show_watched(request, trouble=str(error), about=key)
    return SeeOther(f"{reverse('watched')}#ended")


@for_agents
@require_POST
def outcome(request: AgentRequest, key: int) -> HttpResponse:
    request.user.must(Can.RUN_INCIDENTS)
    aftercare = get_object_or_404(Aftercare, pk=key)
    try:
        note_outcome(aftercare, outcome=request.POST.get("outcome", ""), by=request.user)
    except REFUSED as error:
        return show_watched(request, trouble=str(error), about=key)
    return SeeOther(reverse("watched"))
