"""What the rules did, and what they did not do and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from whydesk.automations.clauses import hours_long
from whydesk.automations.doing import DONE
from whydesk.automations.models import Firing
from whydesk.automations.queries import firings, household
from whydesk.people.actors import Can
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, for_agents, number, show
from whydesk.web.rules import said

SIZE = 50

ACTS: Mapping[str, str | Promise] = {
    "tell": _("Told"),
    "assign_to": _("Given to"),
    "route_to": _("Passed to the team"),
    "urgency": _("Moved up by"),
    "tag": _("Tagged"),
    "incident": _("Incident"),
    "aftercare": _("Watched over"),
    "answer": _("Answered with"),
    "snooze": _("Put aside until"),
}


@dataclass(frozen=True)
class Done:
    """An act in words: what it was, and what came of it."""

    label: str
    detail: str
    is_done: bool


@dataclass(frozen=True)
class Row:
    firing: Firing
    sentence: str
    acts: list[Done]


@for_agents
@require_GET
def log(request: AgentRequest) -> HttpResponse:
    """Show what rules did, from a key down; of one rule where the address names it."""
    request.user.must(Can.WRITE_RULES)
    rule, before = (number(request.GET.get(name) or "0") for name in ("rule", "after"))
    found, known = list(firings(rule, before=before, size=SIZE + 1)), household()
    kept = {"rule": str(rule)} if rule else {}
    place = at(reverse("rules_log"), kept)
    further = {**kept, "after": str(found[SIZE - 1].pk)} if len(found) > SIZE else {}
    context = {
        "here": "settings",
        "rule": rule,
        "rows": [Row(one, said(one.rule, known), done(one)) for one in found[:SIZE]],
        "newer_url": place if before else "",
        "older_url": at(reverse("rules_log"), further) if further else "",
    }
    return show(request, "screens/rules_log.html", context)


def done(firing: Firing) -> list[Done]:
    return [
        Done(str(ACTS.get(one["act"], one["act"])), detail(one), one["outcome"] == DONE)
        for one in firing.done
    ]


def detail(one: Mapping[str, Any]) -> str:
    """Say in the reader's language what came of an act."""
    if one["outcome"] != DONE:
        refusal = str(one["detail"])
        return gettext(refusal)
    if one["act"] == "urgency":
        return hours_long(int(one["detail"]))
    until: datetime | None = parse_datetime(one["detail"]) if one["act"] == "snooze" else None
    return date_format(localtime(until), "j E, H:i") if until else str(one["detail"])
