"""What the reader was told: the bell, the list behind it, and taking care of something."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.mailroom.reasons import explain
from whydesk.notices.acknowledging import acknowledge, see_notices
from whydesk.notices.models import Notice, Way
from whydesk.notices.queries import failing_ways, notices_of
from whydesk.notices.tokens import find_by_token
from whydesk.notices.wording import line_of, page_of, sentence_in
from whydesk.people.models import Agent
from whydesk.tickets.queries import visible_to
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, go, number, show

SIZE = 30


@dataclass(frozen=True)
class Told:
    """A notice as a row: who did what, of which ticket, and where it leads."""

    notice: Notice
    sentence: str
    subject: str
    url: str


@dataclass(frozen=True)
class Trouble:
    """A way that does not work, and why."""

    way: Way
    reason: str


@for_agents
@require_GET
def notices(request: AgentRequest) -> HttpResponse:
    trail = [number(key) for key in request.GET.getlist("before")]
    found = notices_of(request.user)
    rows = list((found.filter(pk__lt=trail[-1]) if trail else found)[: SIZE + 1])
    context = {
        "here": "notices",
        "told": told(request.user, rows[:SIZE]),
        "troubles": troubles(request.user),
        "newer_url": page_url(trail[:-1]) if trail else "",
        "older_url": page_url([*trail, rows[SIZE - 1].pk]) if len(rows) > SIZE else "",
    }
    return show(request, "screens/notices.html", context)


@for_agents
@require_GET
def bell(request: AgentRequest) -> HttpResponse:
    return render(request, "parts/bell.html")


@for_agents
@require_POST
def seen(request: AgentRequest) -> HttpResponse:
    """Take the mark off one notice, off those of a ticket, or off all."""
    keys = [number(key) for key in request.POST.getlist("notice")] or None
    see_notices(request.user, keys=keys, ticket=number(request.POST.get("ticket") or "0"))
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=204)
    return go(request, reverse("notices"))


@for_agents
@require_POST
def own_acknowledgement(request: AgentRequest, key: int) -> HttpResponse:
    acknowledge(get_object_or_404(request.user.notices, pk=key), by=request.user)
    return go(request, reverse("notices"))


@never_cache
@require_http_methods(["GET", "POST"])
def acknowledgement(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, without a session, whether the person takes care; only their yes changes something."""
    notice = find_by_token(token)
    if notice is None:
        return render(request, "screens/link_over.html", {"what": "notice"}, status=404)
    if request.method == "POST":
        acknowledge(notice, by=notice.agent)
        return SeeOther(request.path)
    with override(notice.agent.language):
        context = {"notice": notice, "line": line_of(notice)}
        return render(request, "screens/acknowledgement.html", context)


def told(agent: Agent, rows: list[Notice]) -> list[Told]:
    keys = {row.noun_id for row in rows if row.noun == "ticket" and row.noun_id}
    subjects = dict(visible_to(agent).filter(pk__in=keys).values_list("pk", "subject"))
    return [
        Told(row, sentence_in(row), subjects.get(row.noun_id or 0, ""), page_of(row))
        for row in rows
    ]


def troubles(agent: Agent) -> list[Trouble]:
    return [Trouble(way, explain(way.error)) for way in failing_ways(agent)]


def page_url(trail: list[int]) -> str:
    query = "&".join(f"before={key}" for key in trail)
    return f"{reverse('notices')}?{query}" if query else reverse("notices")
