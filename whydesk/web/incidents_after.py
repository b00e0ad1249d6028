"""After an incident: what happened, and what is done so that it does not happen again."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.incidents.models import Action, Incident, WriteUp
from whydesk.incidents.refusals import IncidentRefused
from whydesk.incidents.writing_up import (
    add_action,
    change_write_up,
    publish_write_up,
    settle_action,
)
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.incidents import find_incident, incident_url, refused
from whydesk.web.incidents_forms import day_typed
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.tickets import holders

PARTS = ("happened", "cause", "change")


@for_agents
@require_http_methods(["GET", "POST"])
def write_up(request: AgentRequest, key: int) -> HttpResponse:
    """Show the write-up in every language; a POST keeps what was typed, and publishes if asked."""
    found = find_incident(request, key)
    if request.method == "GET":
        return write_up_page(request, found, kept_parts(found))
    try:
        for code, parts in typed_parts(request.POST).items():
            if any(parts.values()) or kept_parts(found).get(code):
                change_write_up(found, language=code, **parts, by=request.user)
        if "publish" in request.POST:
            publish_write_up(found, by=request.user)
    except IncidentRefused as error:
        parts_typed = typed_parts(request.POST)
        return write_up_page(request, found, parts_typed, trouble=str(error), status=422)
    return SeeOther(f"{incident_url(found)}/write-up")


def typed_parts(posted: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        code: {part: posted.get(f"{part}_{code}", "") for part in PARTS}
        for code, _name in settings.LANGUAGES
    }


def kept_parts(found: Incident) -> dict[str, dict[str, str]]:
    written = WriteUp.objects.filter(incident=found).first()
    texts = written.texts.all() if written else []
    return {text.language: {part: getattr(text, part) for part in PARTS} for text in texts}


def write_up_page(
    request: AgentRequest,
    found: Incident,
    said: Mapping[str, Mapping[str, str]],
    *,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    columns: list[dict[str, Any]] = [
        {"code": code, "name": name, **{part: said.get(code, {}).get(part, "") for part in PARTS}}
        for code, name in settings.LANGUAGES
    ]
    context = {
        "here": "incidents",
        "incident": found,
        "write_up": WriteUp.objects.filter(incident=found).select_related("published_by").first(),
        "columns": columns,
        "actions": found.actions.select_related("owner"),
        "agents": holders()["agents"],
        "asked": found.attached.filter(wants_write_up=True, detached_at=None).count(),
        "today": timezone.localdate(),
        "trouble": trouble,
    }
    return show(request, "screens/incident_write_up.html", context, status=status)


@for_agents
@require_POST
def actions(request: AgentRequest, key: int) -> HttpResponse:
    """Give somebody something to do."""
    found = find_incident(request, key)
    try:
        owner = get_object_or_404(
            Agent.objects.filter(is_active=True), pk=number(request.POST.get("owner", ""))
        )
        due_on, text = day_typed(request.POST.get("due_on", "")), request.POST.get("text", "")
        add_action(found, text=text, owner=owner, due_on=due_on, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found)
    return SeeOther(f"{incident_url(found)}/write-up#actions")


@for_agents
@require_POST
def action(request: AgentRequest, key: int) -> HttpResponse:
    """Note that it is done, or not after all."""
    request.user.must(Can.RUN_INCIDENTS)
    found = get_object_or_404(Action.objects.select_related("incident"), pk=key)
    settle_action(found, is_done="done" in request.POST, by=request.user)
    return SeeOther(f"{incident_url(found.incident)}/write-up#actions")
