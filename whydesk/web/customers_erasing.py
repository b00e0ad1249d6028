"""A person who asks to be forgotten: what will go, and a second look."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from whydesk.customers.erasing import NotErased, erase_contact, to_type
from whydesk.people.actors import Can
from whydesk.tickets.models import Message, Ticket
from whydesk.web.customers import contacts_for
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.wishes.models import Callback, Voice


@for_agents
@require_http_methods(["GET", "POST"])
def erasure(request: AgentRequest, key: int) -> HttpResponse:
    """Say what will go; forget them when their address was typed."""
    request.user.must(Can.KEEP_CUSTOMERS)
    known = contacts_for(request.user).filter(merged_into=None, erased_at=None)
    found, trouble = get_object_or_404(known, pk=key), ""
    if request.method == "POST":
        try:
            erase_contact(found, typed=request.POST.get("typed", ""), by=request.user)
            messages.success(request, _("Forgotten. What they said is taken out in a moment."))
            return SeeOther(reverse("contact", args=[key]))
        except NotErased as error:
            trouble = str(error)
    context = {
        "here": "companies",
        "contact": found,
        "to_type": to_type(found),
        "tickets": Ticket.objects.filter(contact=found).count(),
        "messages_count": Message.objects.filter(contact=found).count(),
        "wishes": Voice.objects.filter(contact=found).count(),
        "callbacks": Callback.objects.filter(
            voice__contact=found, state__in=Callback.UNTOLD
        ).count(),
        "trouble": trouble,
    }
    return show(request, "screens/erasure.html", context, status=422 if trouble else 200)
