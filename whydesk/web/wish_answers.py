"""From the panel to somewhere else than a wish: what exists already, and customer success."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from whydesk.tickets.models import Message
from whydesk.web.pages import AgentRequest, for_agents
from whydesk.web.tickets import find_ticket
from whydesk.web.wish_forms import WishForm
from whydesk.web.wish_panel import Done, do, ticket_of
from whydesk.wishes.inquiring import hand_to_success
from whydesk.wishes.joining import answer_with
from whydesk.wishes.models import Capability


@for_agents
@require_POST
def answers(request: AgentRequest, slug: str) -> HttpResponse:
    """Answer a wish with what the product does already."""
    capability = get_object_or_404(Capability.objects.prefetch_related("articles"), slug=slug)

    def answer(message: Message, _form: WishForm) -> Done:
        draft = answer_with(capability, message=message, by=request.user)
        return Done(_("Noted: they had it and did not find it."), draft)

    return do(request, ticket_of(request), answer)


@for_agents
@require_POST
def inquiries(request: AgentRequest, pk: int) -> HttpResponse:
    """Hand the question why to customer success."""

    def hand_over(message: Message, form: WishForm) -> Done:
        question = request.POST.get("why", "")
        hand_to_success(message, story=form.story, question=question, by=request.user)
        return Done(_("Customer success takes it from here and brings back what they learn."))

    return do(request, find_ticket(request, pk), hand_over)
