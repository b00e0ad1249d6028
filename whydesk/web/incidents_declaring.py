"""Declaring an incident, from tickets or from nothing, and correcting what is said of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.incidents.choices import Answer
from whydesk.incidents.declaring import (
    change_incident,
    declare_incident,
    estimate,
    hide_incident,
    show_incident,
)
from whydesk.incidents.models import Incident, Suggestion
from whydesk.incidents.promising import promise_news
from whydesk.incidents.queries import suggested_tickets
from whydesk.incidents.refusals import IncidentRefused
from whydesk.incidents.suggesting import dismiss_suggestion
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to
from whydesk.web.incidents import find_incident, incident_url, refused
from whydesk.web.incidents_forms import (
    IncidentForm,
    moment_typed,
    side_by_side,
    texts_in,
    typed,
)
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show

WORDS = ("public_title", "works", "broken")


@for_agents
@require_http_methods(["GET", "POST"])
def new_incident(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.RUN_INCIDENTS)
    tickets, suggestion = chosen_tickets(request), chosen_suggestion(request)
    if request.method == "GET":
        first = tickets[0].subject if tickets else ""
        form = IncidentForm(initial={"title": first, "since": typed(began(tickets))})
        return declaring_page(request, form, tickets, suggestion, {})
    form = IncidentForm(request.POST)
    try:
        if form.is_valid():
            found = declare_incident(
                **form.told,
                **words_typed(request.POST),
                tickets=tickets,
                next_news_at=moment_typed(request.POST.get("next_news_at", "")),
                estimate_at=moment_typed(request.POST.get("estimate_at", "")),
                is_public="is_public" in request.POST,
                suggestion=suggestion,
                by=request.user,
            )
            return SeeOther(incident_url(found))
    except IncidentRefused as error:
        form.add_error(None, str(error))
    return declaring_page(request, form, tickets, suggestion, request.POST, status=422)


def began(tickets: list[Ticket]) -> Any:
    """Return when the first of them wrote; of none, now."""
    return min((ticket.created_at for ticket in tickets), default=timezone.now())


def words_typed(posted: Mapping[str, str]) -> dict[str, Any]:
    return {name: texts_in(posted, name) for name in WORDS}


def chosen_tickets(request: AgentRequest) -> list[Ticket]:
    """Return the tickets that the address or form names, as far as they exist for the reader."""
    said = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in said.getlist("ticket") if key.isascii() and key.isdecimal()]
    suggestion = chosen_suggestion(request)
    if suggestion is not None and request.method == "GET":
        keys += suggested_tickets(suggestion.pk)
    shown = visible_to(request.user).select_related("contact", "company")
    return list(shown.filter(pk__in=keys).order_by("pk"))


def chosen_suggestion(request: AgentRequest) -> Suggestion | None:
    said = request.POST if request.method == "POST" else request.GET
    key = said.get("suggestion", "")
    if not (key.isascii() and key.isdecimal()):
        return None
    return Suggestion.objects.filter(pk=int(key), state=Answer.OPEN).first()


def declaring_page(
    request: AgentRequest,
    form: IncidentForm,
    tickets: list[Ticket],
    suggestion: Suggestion | None,
    posted: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": "incidents",
        "form": form,
        "tickets": tickets,
        "suggestion": suggestion,
        "wordings": wordings(words_typed(posted)),
        "posted": posted,
    }
    return show(request, "screens/incident_new.html", context, status=status)


def wordings(said: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Lay out what customers read, language beside language."""
    columns = {name: list(side_by_side(said[name])) for name in WORDS}
    return [
        {"code": one.code, "name": one.name, **{name: columns[name][place] for name in WORDS}}
        for place, one in enumerate(columns[WORDS[0]])
    ]


@for_agents
@require_POST
def selection(request: AgentRequest) -> HttpResponse:
    """Take the tickets ticked in a list along to the form."""
    request.user.must(Can.RUN_INCIDENTS)
    chosen = [("ticket", key) for key in request.POST.getlist("ticket") if key.isdecimal()]
    return SeeOther(f"{reverse('new_incident')}?{urlencode(chosen)}")


@for_agents
@require_POST
def dismissal(request: AgentRequest, key: int) -> HttpResponse:
    """Say that what the desk suggests is no incident."""
    request.user.must(Can.RUN_INCIDENTS)
    for suggestion in Suggestion.objects.filter(pk=key):
        dismiss_suggestion(suggestion, by=request.user)
    return SeeOther(reverse("incidents"))


@for_agents
@require_http_methods(["GET", "POST"])
def wording(request: AgentRequest, key: int) -> HttpResponse:
    """Show what is said of the incident, to be corrected."""
    found = find_incident(request, key)
    if request.method == "GET":
        return wording_page(request, found, IncidentForm.of(found), kept_words(found))
    form = IncidentForm(request.POST)
    try:
        if form.is_valid():
            words = words_typed(request.POST)
            change_incident(found, **form.told, **words, by=request.user)
            return SeeOther(incident_url(found))
    except IncidentRefused as error:
        form.add_error(None, str(error))
    return wording_page(request, found, form, words_typed(request.POST), status=422)


def kept_words(found: Incident) -> dict[str, dict[str, str]]:
    kept = {wording.language: wording for wording in found.wordings.all()}
    names = {"public_title": "title", "works": "works", "broken": "broken"}
    return {
        name: {code: getattr(wording, field) for code, wording in kept.items()}
        for name, field in names.items()
    }


def wording_page(
    request: AgentRequest,
    found: Incident,
    form: IncidentForm,
    said: Mapping[str, Mapping[str, str]],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"here": "incidents", "incident": found, "form": form, "wordings": wordings(said)}
    return show(request, "screens/incident_wording.html", context, status=status)


@for_agents
@require_POST
def visibility(request: AgentRequest, key: int) -> HttpResponse:
    """Put the incident on the public status page, or take it off."""
    found = find_incident(request, key)
    verb = show_incident if "is_public" in request.POST else hide_incident
    try:
        verb(found, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found)
    return SeeOther(incident_url(found))


@for_agents
@require_POST
def news(request: AgentRequest, key: int) -> HttpResponse:
    """Promise the next news for another time, or say when we think it will be over."""
    found = find_incident(request, key)
    try:
        if "next_news_at" in request.POST:
            at = moment_typed(request.POST["next_news_at"])
            promise_news(found, at=at, by=request.user)
        if "estimate_at" in request.POST:
            at = moment_typed(request.POST["estimate_at"])
            estimate(found, at=at, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found)
    messages.success(request, _("Noted."))
    return SeeOther(incident_url(found))
