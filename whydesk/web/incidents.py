"""Incidents: those that go on, and one of them whole."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from whydesk.customers.models import Company
from whydesk.history.timelines import entries_about
from whydesk.incidents.models import Incident
from whydesk.incidents.picking import pick_by_account, pick_companies
from whydesk.incidents.queries import (
    ONLY,
    affected_page,
    last_news,
    latecomers,
    missed_of,
    offers_of,
    open_incidents,
    past_incidents,
    step_counts,
    suggestions,
    updates_of,
    wordings_of,
)
from whydesk.incidents.refusals import IncidentRefused
from whydesk.people.actors import Can
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.tickets import happening

PAST = 30
LISTS = {
    "": pgettext_lazy("last news", "Everybody"),
    "told": pgettext_lazy("last news", "Told"),
    "waiting": pgettext_lazy("last news", "On the way"),
    "untold": pgettext_lazy("last news", "Not told"),
    "bounced": pgettext_lazy("last news", "Came back"),
}


@for_agents
@require_GET
def incidents(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.RUN_INCIDENTS)
    before = number(request.GET["before"]) if request.GET.get("before") else 0
    past = past_incidents(before=before, size=PAST)
    place = reverse("incidents")
    context = {
        "here": "incidents",
        "open_incidents": [] if before else list(open_incidents()),
        "suggestions": [] if before else suggestions(request.user),
        "past": past[:PAST],
        "newer_url": place if before else "",
        "older_url": at(place, {"before": str(past[PAST - 1].pk)}) if len(past) > PAST else "",
        "is_first": not before,
    }
    return show(request, "screens/incidents.html", context)


@for_agents
@require_GET
def incident(request: AgentRequest, key: int) -> HttpResponse:
    return show_incident(request, find_incident(request, key))


@for_agents
@require_http_methods(["GET", "POST"])
def affected(request: AgentRequest, key: int) -> HttpResponse:
    """Show whom it affects, from a key on; a POST counts more customers among them."""
    found = find_incident(request, key)
    if request.method == "GET":
        shown = {**affected_shown(request, found), "lists": lists_of(request, found)}
        context = {"incident": found, "here": "incidents", **shown}
        return show(request, "screens/incident_affected.html", context, parts=("affected",))
    try:
        said(request, pick(request, found))
    except IncidentRefused as error:
        return refused(request, error, found)
    return SeeOther(f"{incident_url(found)}#affected")


def pick(request: AgentRequest, found: Incident) -> int:
    """Count the companies that were chosen, by name or by account."""
    if request.POST.get("name", "").strip():
        name = request.POST["name"].strip()
        companies = list(Company.objects.filter(name__iexact=name, merged_into=None)[:2])
        if len(companies) != 1:
            messages.error(request, _("There is no company of just this name."))
            return 0
        return pick_companies(found, companies, by=request.user)
    kinds, plan = request.POST.getlist("kind"), request.POST.get("plan", "")
    return pick_by_account(found, kinds=kinds, plan=plan, by=request.user)


def said(request: AgentRequest, count: int) -> None:
    if count:
        messages.success(request, _("Counted among the affected: %(count)s.") % {"count": count})


def find_incident(request: AgentRequest, key: int) -> Incident:
    """Return the incident, for those who may run one."""
    request.user.must(Can.RUN_INCIDENTS)
    incidents = Incident.objects.select_related("merged_into", "declared_by")
    found = incidents.filter(pk=key).first()
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return found


def show_incident(request: AgentRequest, found: Incident, *, status: int = 200) -> HttpResponse:
    updates = updates_of(found)
    context = {
        "here": "incidents",
        "incident": found,
        "wordings": wordings_of(found),
        "updates": updates,
        "missed": missed_of(found),
        "steps": step_counts(found.pk),
        "offers": offers_of(found),
        "latecomers": latecomers(found, last_news(updates)),
        "kinds": Company.Kind.choices,
        "others": open_incidents().exclude(pk=found.pk) if found.is_open else [],
        "entries": [happening(entry) for entry in entries_about("incident", found.pk)],
        **affected_shown(request, found),
    }
    return show(request, "screens/incident.html", context, parts=("affected",), status=status)


def affected_shown(request: AgentRequest, found: Incident) -> dict[str, Any]:
    """Return a page of the affected with how far the last news has come to each."""
    news = last_news(list(found.updates.order_by("-pk")[:3]))
    only = request.GET.get("only", "")
    after = number(request.GET["after"]) if request.GET.get("after") else 0
    page = affected_page(found, news, after=after, only=only)
    place = reverse("incident_affected", args=[found.pk])
    kept = {"only": only} if only in ONLY else {}
    return {
        "news": news,
        "rows": page.rows,
        "only": only,
        "newer_url": at(place, kept) if after else "",
        "older_url": at(place, {**kept, "after": str(page.next)}) if page.next else "",
    }


def lists_of(request: AgentRequest, found: Incident) -> list[dict[str, Any]]:
    """Return where the affected are listed by how the last news went to them."""
    place, chosen = reverse("incident_affected", args=[found.pk]), request.GET.get("only", "")
    return [
        {
            "label": LISTS[only],
            "url": at(place, {"only": only} if only else {}),
            "is_on": only == (chosen if chosen in ONLY else ""),
        }
        for only in ("", *ONLY)
    ]


def incident_url(found: Incident) -> str:
    return reverse("incident", args=[found.pk])


def refused(request: AgentRequest, error: IncidentRefused, back: Incident) -> HttpResponse:
    """Say why it cannot be done, on the page where it was tried."""
    messages.error(request, str(error))
    return SeeOther(incident_url(back))
