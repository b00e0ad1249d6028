"""Writing to everybody whom an incident affects, and declaring it over."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.incidents.audience import languages_read
from whydesk.incidents.ending import end_incident, reopen_incident
from whydesk.incidents.informing import send_on, send_update
from whydesk.incidents.merging import merge_incidents, undo_merge
from whydesk.incidents.models import Incident
from whydesk.incidents.progress import progress_of
from whydesk.incidents.refusals import IncidentRefused
from whydesk.web.incidents import find_incident, incident_url, refused
from whydesk.web.incidents_forms import EndingForm, moment_typed, side_by_side, texts_in, typed
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show


@for_agents
@require_http_methods(["GET", "POST"])
def updates(request: AgentRequest, key: int) -> HttpResponse:
    """Show the composer, language beside language; a POST sends to everybody."""
    found = find_incident(request, key)
    if request.method == "GET":
        return composer(request, found, {})
    try:
        send_update(
            found,
            texts=texts_in(request.POST, "text"),
            next_news_at=moment_typed(request.POST.get("next_news_at", "")),
            instead=request.POST.get("instead", ""),
            by=request.user,
        )
    except IncidentRefused as error:
        return composer(request, found, request.POST, trouble=str(error), status=422)
    messages.success(request, _("The news is on its way."))
    return SeeOther(f"{incident_url(found)}#updates")


def composer(
    request: AgentRequest,
    found: Incident,
    posted: Mapping[str, str],
    *,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": "incidents",
        "incident": found,
        "texts": list(side_by_side(texts_in(posted, "text"), languages_read(found))),
        "next_news_at": posted.get("next_news_at", typed(None)),
        "instead": posted.get("instead", ""),
        "trouble": trouble,
    }
    return show(request, "screens/incident_update.html", context, status=status)


@for_agents
@require_GET
def progress(request: AgentRequest, key: int) -> HttpResponse:
    """Say how far the last news has come, for a page that asks again."""
    found = find_incident(request, key)
    context = {"here": "incidents", "incident": found, "progress": progress_of(found)}
    return show(request, "screens/incident_progress.html", context, parts=("progress",))


@for_agents
@require_POST
def latecomers(request: AgentRequest, key: int) -> HttpResponse:
    """Send the last news to those who came to the incident since."""
    found = find_incident(request, key)
    try:
        send_on(found, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found)
    return SeeOther(f"{incident_url(found)}#updates")


@for_agents
@require_http_methods(["GET", "POST"])
def ending(request: AgentRequest, key: int) -> HttpResponse:
    """Ask the two questions and for the last word; a POST declares it over."""
    found = find_incident(request, key)
    if request.method == "GET":
        return ending_page(request, found, EndingForm(), {})
    form = EndingForm(request.POST)
    try:
        if form.is_valid():
            texts, instead = texts_in(request.POST, "text"), request.POST.get("instead", "")
            end_incident(found, **form.cleaned_data, texts=texts, instead=instead, by=request.user)
            return SeeOther(incident_url(found))
    except IncidentRefused as error:
        form.add_error(None, str(error))
    return ending_page(request, found, form, request.POST, status=422)


def ending_page(
    request: AgentRequest,
    found: Incident,
    form: EndingForm,
    posted: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": "incidents",
        "incident": found,
        "form": form,
        "texts": list(side_by_side(texts_in(posted, "text"), languages_read(found))),
        "instead": posted.get("instead", ""),
    }
    return show(request, "screens/incident_ending.html", context, status=status)


@for_agents
@require_POST
def reopening(request: AgentRequest, key: int) -> HttpResponse:
    found = find_incident(request, key)
    try:
        reopen_incident(found, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found)
    return SeeOther(incident_url(found))


@for_agents
@require_POST
def merging(request: AgentRequest, key: int) -> HttpResponse:
    """Let it be part of another, or set it apart again."""
    found = find_incident(request, key)
    try:
        if "apart" in request.POST:
            undo_merge(found, by=request.user)
            return SeeOther(incident_url(found))
        into = find_incident(request, number(request.POST.get("into", "")))
        merge_incidents(found, into=into, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found)
    return SeeOther(incident_url(into))
