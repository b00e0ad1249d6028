"""What customer success is finding out: who waits for it, and bringing it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.people.actors import Can
from whydesk.tickets.queries import visible_to
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.wish_forms import WishForm
from whydesk.wishes.inquiring import bring_back, take_inquiry
from whydesk.wishes.models import Inquiry
from whydesk.wishes.queries import inquiries_open
from whydesk.wishes.refusals import WishRefused


@for_agents
@require_GET
def inquiries(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SEE_ALL_TICKETS)
    context = {"here": "wishes", "inquiries": inquiries_open()}
    return show(request, "screens/inquiries.html", context)


@for_agents
@require_POST
def assignment(request: AgentRequest, key: int) -> HttpResponse:
    """Let whoever asks be the one who finds it out."""
    inquiry = find_inquiry(request, key)
    try:
        take_inquiry(inquiry, by=request.user)
    except WishRefused as error:
        messages.error(request, str(error))
    return SeeOther(reverse("inquiries"))


@for_agents
@require_POST
def result(request: AgentRequest, key: int) -> HttpResponse:
    """Bring back what was learnt; it stands on the ticket as a note."""
    inquiry, form = find_inquiry(request, key), WishForm(request.POST)
    try:
        learnt = request.POST.get("learnt", "")
        bring_back(inquiry, learnt=learnt, story=form.story, by=request.user)
    except WishRefused as error:
        messages.error(request, str(error))
        return SeeOther(reverse("inquiries"))
    messages.success(request, _("Brought back. It stands on the ticket."))
    return SeeOther(reverse("ticket_wish", args=[inquiry.ticket_id]))


def find_inquiry(request: AgentRequest, key: int) -> Inquiry:
    found = Inquiry.objects.filter(ticket__in=visible_to(request.user))
    return get_object_or_404(found.select_related("ticket"), pk=key)
