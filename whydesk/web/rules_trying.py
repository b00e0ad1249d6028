"""What a rule would have done in the last month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from whydesk.automations.facts import AS_TODAY
from whydesk.automations.models import Rehearsal, Rehearsed, Rule
from whydesk.automations.queries import household
from whydesk.automations.rehearsing import MONTH, begin_rehearsal
from whydesk.automations.sentences import acts_of
from whydesk.people.actors import Can
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.rules import find_rule, line_of
from whydesk.web.rules_form import RuleForm

SIZE = 50


@dataclass(frozen=True)
class Progress:
    """How far a rehearsal has come, in days of the month."""

    days: int
    of: int = MONTH.days


@for_agents
@require_http_methods(["GET", "POST"])
def rehearsal(request: AgentRequest, key: int) -> HttpResponse:
    """Show what the rule would have done; a POST looks again."""
    request.user.must(Can.WRITE_RULES)
    rule = find_rule(key)
    if request.method == "POST":
        begin_rehearsal(rule, by=request.user)
        return SeeOther(reverse("rule_rehearsal", args=[rule.pk]))
    before = number(request.GET.get("after", "0"))
    known = household()
    context = {
        "here": "settings",
        "line": line_of(rule, known),
        "acts": capfirst(acts_of(rule.does, known.names(rule))),
        **found(rule, before),
    }
    return show(request, "screens/rule_rehearsal.html", context, parts=("found",))


def found(rule: Rule, after: int) -> dict[str, Any]:
    """Return how far it is, and a page of the tickets, the last first."""
    rehearsal = Rehearsal.objects.filter(rule=rule).first()
    if rehearsal is None:
        return {"rehearsal": None}
    tickets = rehearsal.tickets.select_related("ticket__contact", "ticket__company")
    rows = list(tickets.filter(pk__gt=after).order_by("pk")[: SIZE + 1])
    place = reverse("rule_rehearsal", args=[rule.pk])
    return {
        "rehearsal": rehearsal,
        "progress": progress_of(rehearsal),
        "count": rehearsal.tickets.count(),
        "rows": rows[:SIZE],
        "newer_url": place if after else "",
        "older_url": further(place, rows),
        "unknown": labels(rehearsal.unknown),
        "as_today": labels(name for name in rule.asks.said() if name in AS_TODAY),
    }


def further(place: str, rows: list[Rehearsed]) -> str:
    return at(place, {"after": str(rows[SIZE - 1].pk)}) if len(rows) > SIZE else ""


def progress_of(rehearsal: Rehearsal) -> Progress | None:
    """Return how many days have been looked at; nothing once it is over."""
    if rehearsal.finished_at:
        return None
    days = (rehearsal.begun_at - rehearsal.reached_at) // timedelta(days=1)
    return Progress(min(max(days, 0), MONTH.days))


def labels(names: Iterable[str]) -> list[str]:
    """Return conditions as the form calls them."""
    return [str(RuleForm.base_fields[name].label) for name in names]
