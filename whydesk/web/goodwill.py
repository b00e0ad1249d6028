"""The ledger of gestures: what was given, to whom, by whom; and one of them whole."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.goodwill.choices import Became, Kind, State
from whydesk.goodwill.deciding import approve_gesture, decline_gesture
from whydesk.goodwill.following import note_outcome
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.queries import (
    LedgerFilters,
    find_gesture,
    gestures_of_company,
    given_to,
    givers,
    ledger,
    months,
    outcomes_of,
    totals,
    waiting_gestures,
)
from whydesk.goodwill.refusals import GoodwillRefused
from whydesk.goodwill.taking_back import may_take_back, reverse_gesture
from whydesk.people.actors import Can
from whydesk.tickets.queries import visible_to
from whydesk.web.customers import companies_for
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, go, number, show

SIZE = 50
NEWEST = 20


@for_agents
@require_GET
def gestures(request: AgentRequest) -> HttpResponse:
    """Show the ledger, newest first, and what it comes to."""
    request.user.must(Can.SEE_ALL_TICKETS)
    filters = filters_of(request.GET)
    page = ledger(filters, before=number(request.GET.get("before", "0")), size=SIZE)
    kept = {name: request.GET[name] for name in ("kind", "agent", "month") if request.GET.get(name)}
    context = choices(filters) | {
        "here": "goodwill",
        "gestures": page.gestures,
        "totals": totals(filters),
        "is_filtered": bool(kept),
        "waiting_count": len(waiting_gestures()) if request.user.may(Can.APPROVE_GOODWILL) else 0,
        "newer_url": at(reverse("goodwill"), kept) if request.GET.get("before") else "",
        "older_url": at(reverse("goodwill"), {**kept, "before": str(page.next)})
        if page.next
        else "",
    }
    return show(request, "screens/goodwill.html", context)


@for_agents
@require_GET
def waiting(request: AgentRequest) -> HttpResponse:
    """Show what waits for the yes of a lead."""
    request.user.must(Can.SEE_ALL_TICKETS)
    context = {"here": "goodwill", "gestures": waiting_gestures()}
    return show(request, "screens/goodwill_waiting.html", context)


@for_agents
@require_GET
def gesture(request: AgentRequest, key: int) -> HttpResponse:
    """Show one gesture with everything that became of it."""
    found = find(request, key)
    context = {
        "here": "goodwill",
        "gesture": found,
        "outcomes": outcomes_of(found),
        "became": Became.choices,
        "is_waiting": found.state == State.WAITING,
        "is_given": found.state == State.GIVEN,
        "may_take_back": may_take_back(found, request.user)
        and found.state in (State.GIVEN, State.WAITING),
    }
    return show(request, "screens/gesture.html", context)


@for_agents
@require_POST
def verdict(request: AgentRequest, key: int) -> HttpResponse:
    """Say yes or no."""
    found, word = find(request, key), request.POST.get("word", "")
    try:
        if request.POST.get("say") == "yes":
            approve_gesture(found, word=word, by=request.user)
        else:
            decline_gesture(found, word=word, by=request.user)
    except GoodwillRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is told.") % {"name": found.by.name})
    return go(request, reverse("gesture", args=[key]))


@for_agents
@require_POST
def reversal(request: AgentRequest, key: int) -> HttpResponse:
    found = find(request, key)
    try:
        reverse_gesture(found, reason=request.POST.get("reason", ""), by=request.user)
    except GoodwillRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back. The ledger keeps both."))
    return SeeOther(reverse("gesture", args=[key]))


@for_agents
@require_POST
def outcomes(request: AgentRequest, key: int) -> HttpResponse:
    found, said = find(request, key), request.POST
    try:
        became, note = said.get("became", ""), said.get("note", "")
        note_outcome(found, became=became, note=note, by=request.user)
    except GoodwillRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted."))
    return SeeOther(reverse("gesture", args=[key]))


@for_agents
@require_GET
def of_company(request: AgentRequest, key: int) -> HttpResponse:
    """Show what was given to a company, beside what else is known of it."""
    company = get_object_or_404(companies_for(request.user), pk=key)
    request.user.must(Can.SEE_ALL_TICKETS)
    context = {
        "here": "companies",
        "company": company,
        "gestures": gestures_of_company(company, size=NEWEST),
        "totals": given_to(company),
    }
    return show(request, "screens/company_gestures.html", context, parts=("given",))


def find(request: AgentRequest, key: int) -> Gesture:
    """Return the gesture if its ticket exists for the reader."""
    return get_object_or_404(find_gesture(key), ticket__in=visible_to(request.user))


def filters_of(query: QueryDict) -> LedgerFilters:
    """Read what the ledger is narrowed to; what is none leads nowhere."""
    kind, agent, month = (query.get(name, "") for name in ("kind", "agent", "month"))
    try:
        first = date.fromisoformat(f"{month}-01") if month else None
    except ValueError as error:
        raise Http404(_("There is nothing at this address.")) from error
    if kind and kind not in Kind.values:
        raise Http404(_("There is nothing at this address."))
    return LedgerFilters(kind, number(agent) if agent else None, first)


def choices(filters: LedgerFilters) -> dict[str, Any]:
    """Return what the ledger can be narrowed to."""
    return {
        "filters": filters,
        "month": f"{filters.month:%Y-%m}" if filters.month else "",
        "kinds": Kind.choices,
        "givers": givers(),
        "months": months(),
    }
