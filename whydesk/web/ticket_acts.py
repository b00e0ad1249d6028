"""What one does with a ticket as a whole: give it to somebody, close it, put it aside, tag it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.people.models import Agent, Team
from whydesk.tickets import sorting
from whydesk.tickets.models import Ticket
from whydesk.web.filters import at
from whydesk.web.inbox import last_list
from whydesk.web.moments import chosen_moment
from whydesk.web.pages import AgentRequest, for_agents, go, number, posted, show, ticket_url
from whydesk.web.tickets import find_ticket, holders

# What brings a ticket into each state, and what is said once it is there.
STATES: dict[str, tuple[Callable[..., Ticket], Promise]] = {
    "open": (sorting.reopen_ticket, gettext_lazy("Opened again.")),
    "waiting": (sorting.leave_waiting, gettext_lazy("Now it is the customer’s turn.")),
    "closed": (sorting.close_ticket, gettext_lazy("Closed.")),
    "spam": (sorting.mark_spam, gettext_lazy("Moved to spam.")),
}


@for_agents
@require_http_methods(["GET", "POST"])
def assignment(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    if request.method != "POST":
        return show(request, "parts/holders.html", {"ticket": ticket, **holders()})
    asked = posted(request)
    if asked.get("team"):
        team = get_object_or_404(Team, pk=number(asked["team"]))
        sorting.route_ticket(ticket, to=team, by=request.user)
    elif asked.get("agent"):
        sorting.assign_ticket(ticket, to=find_agent(request, asked["agent"]), by=request.user)
    else:
        sorting.put_back(ticket, by=request.user)
    return go(request, ticket_url(ticket))


@for_agents
@require_POST
def status(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    wanted = posted(request).get("status", "")
    if wanted not in STATES:
        raise Http404(_("There is no such state of a ticket."))
    change, sentence = STATES[wanted]
    change(ticket, by=request.user)
    if ticket.status in STATES and ticket.status != wanted:
        say_undoable(request, ticket, sentence, back_to=ticket.status)
    return go(request, ticket_url(ticket) if wanted == "open" else last_list(request))


@for_agents
@require_POST
def snooze(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    until = chosen_moment(posted(request))
    try:
        if until is None:
            raise sorting.WrongTime(_("Choose a time in the future."))
        sorting.snooze_ticket(ticket, until=until, by=request.user)
    except sorting.WrongTime as error:
        messages.error(request, str(error))
        return go(request, ticket_url(ticket))
    say_undoable(request, ticket, gettext_lazy("Put aside."), back_to="open")
    return go(request, last_list(request))


@for_agents
@require_POST
def tags(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    wanted = {" ".join(tag.lower().split()) for tag in request.POST.get("tags", "").split(",")}
    try:
        for tag in sorted(wanted - {"", *ticket.tags}):
            sorting.add_tag(ticket, tag=tag, by=request.user)
    except sorting.WrongTag as error:
        messages.error(request, str(error))
        return go(request, ticket_url(ticket))
    for tag in sorted(set(ticket.tags) - wanted):
        sorting.remove_tag(ticket, tag=tag, by=request.user)
    return go(request, ticket_url(ticket))


def find_agent(request: AgentRequest, key: str) -> Agent:
    """Return the agent with the key; "me" is whoever asks."""
    if key == "me":
        return request.user
    return get_object_or_404(Agent, pk=number(key), is_active=True)


def say_undoable(request: AgentRequest, ticket: Ticket, text: Promise, *, back_to: str) -> None:
    """Say what was done, with the way back beside it."""
    undo = at(reverse("ticket_status", args=[ticket.pk]), {"status": back_to})
    messages.success(request, f"#{ticket.pk} {text}", extra_tags=undo)
