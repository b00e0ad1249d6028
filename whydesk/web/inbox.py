"""The inbox: queues, the list of one of them, and acts on several tickets at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import (
    Filters,
    Page,
    Queue,
    WrongFilter,
    count_queues,
    list_queue,
    visible_to,
)
from whydesk.tickets.sorting import assign_ticket, close_ticket, mark_spam, snooze_ticket
from whydesk.web.filters import FROM_LIST, LABELS, at, chips, menu_of
from whydesk.web.moments import tomorrow_morning
from whydesk.web.pages import AgentRequest, for_agents, go, show

GROUPS = (
    ("", (Queue.MINE, Queue.UNASSIGNED, Queue.OPEN, Queue.UNDELIVERED)),
    (gettext_lazy("Later"), (Queue.WAITING, Queue.SNOOZED)),
    (gettext_lazy("Done"), (Queue.CLOSED, Queue.SPAM)),
)

# What an empty queue says, and the symbol beside it.
EMPTY = {
    Queue.MINE: ("inbox", gettext_lazy("Tickets that you have will stand here.")),
    Queue.UNASSIGNED: ("assign", gettext_lazy("Everything has somebody who looks after it.")),
    Queue.OPEN: ("open", gettext_lazy("Nobody waits for us.")),
    Queue.WAITING: ("hold", gettext_lazy("Tickets where it is the customer’s turn stand here.")),
    Queue.SNOOZED: ("snooze", gettext_lazy("Tickets put aside for a while stand here.")),
    Queue.CLOSED: ("close", gettext_lazy("Tickets that have their answer stand here.")),
    Queue.SPAM: ("spam", gettext_lazy("What was called spam stands here.")),
    Queue.UNDELIVERED: ("bounce", gettext_lazy("Every answer has arrived.")),
}

LAST_LIST = "list"


@dataclass(frozen=True)
class QueueLink:
    """A queue as it stands in the column at the left."""

    slug: str
    label: str
    url: str
    count: int
    is_current: bool


@for_agents
@require_GET
def home(request: AgentRequest) -> HttpResponse:
    return redirect("queue", Queue.MINE)


@for_agents
@require_GET
def inbox(request: AgentRequest, slug: str) -> HttpResponse:
    queue = find_queue(slug)
    try:
        filters = Filters.from_query(request.GET)
        trail = request.GET.getlist("after")
        page = list_queue(request.user, queue, filters, after=trail[-1] if trail else "")
    except WrongFilter as error:
        raise Http404(str(error)) from error
    address = request.get_full_path()
    context = listed(queue, filters, page, trail, request.GET.get("menu", ""))
    context |= columns(request.user, queue)
    response = show(
        request, "screens/inbox.html", {**context, "list_url": address}, parts=("list",)
    )
    return remember_list(request, response, address)


@for_agents
@require_GET
def queue_filter(request: AgentRequest, slug: str, name: str) -> HttpResponse:
    """Give the choices of one filter of the queue, as it stands filtered now."""
    queue = find_queue(slug)
    if name not in LABELS:
        raise Http404(_("There is no such filter."))
    try:
        filters = Filters.from_query(request.GET)
    except WrongFilter as error:
        raise Http404(str(error)) from error
    page = list_queue(request.user, queue, filters) if name in FROM_LIST else Page()
    menu = menu_of(name, queue, filters, page.tickets)
    return show(request, "parts/filter_menu.html", {"menu": menu})


@for_agents
@require_GET
def queues(request: AgentRequest) -> HttpResponse:
    queue = find_queue(request.GET.get("current", Queue.MINE))
    return show(request, "parts/queues.html", columns(request.user, queue))


@for_agents
@require_POST
def selection(request: AgentRequest) -> HttpResponseBase:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404(_("There is no such act."))
    chosen = [int(key) for key in request.POST.getlist("ticket") if key.isdecimal()]
    for ticket in visible_to(request.user).filter(pk__in=chosen):
        act(ticket, request.user)
    return go(request, reverse("inbox"))


ACTS: dict[str, Callable[[Ticket, Agent], Ticket]] = {
    "take": lambda ticket, by: assign_ticket(ticket, to=by, by=by),
    "snooze": lambda ticket, by: snooze_ticket(ticket, until=tomorrow_morning(), by=by),
    "close": lambda ticket, by: close_ticket(ticket, by=by),
    "spam": lambda ticket, by: mark_spam(ticket, by=by),
}


def find_queue(slug: str) -> Queue:
    try:
        return Queue(slug)
    except ValueError as error:
        raise Http404(_("There is no such queue.")) from error


def listed(
    queue: Queue, filters: Filters, page: Page, trail: list[str], opened: str = ""
) -> dict[str, Any]:
    """Return the rows, their filters, and the pages before and after them.

    The address keeps the key of every page passed, so that one may go back.
    """
    address = reverse("queue", args=[queue])
    query = filters.to_query()
    back = urlencode([*query.items(), *(("after", key) for key in trail[:-1])])
    further = urlencode([*query.items(), *(("after", key) for key in [*trail, page.next])])
    return {
        "here": "inbox",
        "tickets": page.tickets,
        "filters": chips(queue, filters, page.tickets, opened),
        "is_filtered": bool(query),
        "clear_url": address,
        "newer_url": (f"{address}?{back}" if back else address) if trail else "",
        "older_url": f"{address}?{further}" if page.next else "",
    }


def columns(agent: Agent, current: Queue) -> dict[str, Any]:
    """Return the queues with their counters, and what to say of the current one."""
    return counted_columns(count_queues(agent), current)


def counted_columns(counts: Mapping[str, int], current: Queue) -> dict[str, Any]:
    """Return the same of counters that are known."""
    groups = [
        {"title": title, "queues": [_link(queue, current, counts) for queue in queues_of_group]}
        for title, queues_of_group in GROUPS
    ]
    symbol, sentence = EMPTY[current]
    has_free = current == Queue.MINE and counts.get(Queue.UNASSIGNED)
    return {
        "queue_groups": groups,
        "queue": {
            "slug": current.value,
            "label": current.label,
            "count": counts.get(current, 0),
            "symbol": symbol,
            "empty": sentence,
            "empty_url": at(reverse("queue", args=[Queue.UNASSIGNED]), {}) if has_free else "",
            "empty_label": _("See what nobody has yet"),
        },
    }


def _link(queue: Queue, current: Queue, counts: Mapping[str, int]) -> QueueLink:
    url = reverse("queue", args=[queue])
    return QueueLink(queue.value, str(queue.label), url, counts.get(queue, 0), queue == current)


def remember_list(request: AgentRequest, response: HttpResponse, address: str) -> HttpResponse:
    """Keep the address of the list in a cookie, for the way back from a ticket."""
    if request.COOKIES.get(LAST_LIST) != address:
        response.set_cookie(LAST_LIST, address, httponly=True, samesite="Lax")
    return response


def last_list(request: AgentRequest) -> str:
    """Return the list that the reader came from."""
    address = request.COOKIES.get(LAST_LIST, "")
    return address if address.startswith("/inbox/") else reverse("inbox")
