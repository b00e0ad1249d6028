"""The draft of an answer, made by a language model when an agent asks for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from whydesk.tickets.models import Message
from whydesk.web.composing import keep_typed
from whydesk.web.forms import ComposerForm
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show, ticket_url
from whydesk.web.tickets import find_ticket
from whydesk.web.wish_panel import put_into_draft
from whydesk.wishes.proposing import propose_answer


@for_agents
@require_POST
def proposals(request: AgentRequest, pk: int) -> HttpResponse:
    """Put a draft below what was typed: by script, or without one on the page that opens again."""
    ticket = find_ticket(request, pk)
    if request.htmx:
        proposal = propose_answer(ticket, by=request.user)
        return show(request, "parts/proposal.html", {"ticket": ticket, "proposal": proposal})
    keep_typed(request, ticket, ComposerForm(request.POST), kind=Message.Kind.REPLY)
    if proposal := propose_answer(ticket, by=request.user):
        put_into_draft(ticket, proposal, by=request.user)
        messages.success(
            request, _("The language model wrote a draft. Read it before you send it.")
        )
    else:
        messages.error(
            request, _("The language model gave no draft. Write the answer yourself, or try again.")
        )
    return SeeOther(f"{ticket_url(ticket)}#reply")
