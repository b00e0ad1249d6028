"""Tickets of an incident: attached, offered, taken off."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.incidents.attaching import (
    ask_for_write_up,
    attach_tickets,
    detach_ticket,
    dismiss_offer,
    take_offer,
)
from whydesk.incidents.models import Affected, Attached, Incident, Offer
from whydesk.incidents.picking import spare_customer
from whydesk.incidents.queries import attached_to, offered_to, open_incidents, suggestion_of
from whydesk.incidents.refusals import IncidentRefused
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to
from whydesk.web.incidents import find_incident, incident_url, refused, said
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, go, number, show


@for_agents
@require_http_methods(["GET", "POST"])
def ticket_incident(request: AgentRequest, pk: int) -> HttpResponse:
    """Show beside a ticket which incident it tells of, or may; a POST attaches it to one."""
    request.user.must(Can.RUN_INCIDENTS)
    ticket = get_object_or_404(visible_to(request.user), pk=pk)
    if request.method == "POST":
        return attach(request, ticket)
    attached = attached_to(ticket)
    context = {
        "here": "inbox",
        "ticket": ticket,
        "attached": attached,
        "offer": None if attached else offered_to(ticket),
        "suggestion": None if attached else suggestion_of(ticket),
        "open_incidents": [] if attached else open_incidents()[:10],
    }
    return show(request, "screens/ticket_incident.html", context, parts=("incident",))


def attach(request: AgentRequest, ticket: Ticket) -> HttpResponse:
    found = find_incident(request, number(request.POST.get("incident", "")))
    try:
        attach_tickets(found, [ticket], by=request.user)
    except IncidentRefused as error:
        messages.error(request, str(error))
    return SeeOther(reverse("ticket", args=[ticket.pk]))


@for_agents
@require_POST
def tickets(request: AgentRequest, key: int) -> HttpResponse:
    """Attach the tickets that are named by their numbers."""
    found = find_incident(request, key)
    words = " ".join(request.POST.getlist("ticket")).replace("#", " ").replace(",", " ").split()
    keys = [number(word) for word in words]
    chosen = list(visible_to(request.user).filter(pk__in=keys))
    try:
        said(request, attach_tickets(found, chosen, by=request.user))
    except IncidentRefused as error:
        return refused(request, error, found)
    if len(chosen) < len(set(keys)) or not keys:
        messages.error(request, _("Some of these numbers are of no ticket."))
    return SeeOther(f"{incident_url(found)}#affected")


@for_agents
@require_POST
def offer(request: AgentRequest, key: int) -> HttpResponse:
    """Take what the desk offers, or say that it is something else."""
    request.user.must(Can.RUN_INCIDENTS)
    found = get_object_or_404(Offer.objects.select_related("incident", "ticket"), pk=key)
    try:
        if request.POST.get("answer") == "take":
            take_offer(found, by=request.user)
        else:
            dismiss_offer(found, by=request.user)
    except IncidentRefused as error:
        return refused(request, error, found.incident)
    return go(request, incident_url(found.incident))


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    """Take a ticket off the incident, or a customer with all of their tickets."""
    found = find_incident(request, key)
    if request.POST.get("ticket"):
        detach_ticket(of_ticket(found, request.POST["ticket"]), by=request.user)
    else:
        customers = Affected.objects.filter(incident=found)
        one = get_object_or_404(customers, pk=number(request.POST.get("customer", "")))
        spare_customer(one, by=request.user)
    return go(request, f"{incident_url(found)}#affected")


@for_agents
@require_POST
def asking(request: AgentRequest, key: int) -> HttpResponse:
    """Note that the customer of a ticket wants to read what happened."""
    found = find_incident(request, key)
    ask_for_write_up(of_ticket(found, request.POST.get("ticket", "")), by=request.user)
    return go(request, incident_url(found))


def of_ticket(found: Incident, key: str) -> Attached:
    own = Attached.objects.filter(incident=found, ticket=number(key), detached_at=None)
    attached = own.select_related("incident", "ticket").first()
    if attached is None:
        raise Http404(_("There is nothing at this address."))
    return attached
