"""The rules that act by themselves, as sentences in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.automations.checking import RuleRefused
from whydesk.automations.models import Rule
from whydesk.automations.queries import VIP, Gap, Household, gaps_of, household, rests, rules_kept
from whydesk.automations.sentences import sentence_of
from whydesk.automations.writing import order_rules, remove_rule, switch_off, switch_on
from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, go, posted, show


@dataclass(frozen=True)
class Line:
    """A rule in words, what of it is gone, and where it stands."""

    rule: Rule
    sentence: str
    gaps: Sequence[Gap]
    is_first: bool = True
    is_last: bool = True

    @property
    def rests(self) -> bool:
        return rests(self.gaps)


@for_agents
@require_GET
def rules(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.WRITE_RULES)
    found, known = list(rules_kept()), household()
    lines = [line_of(rule, known, rule is found[0], rule is found[-1]) for rule in found]
    context = {
        "here": "settings",
        "lines": lines,
        "offers_vip": not any(rule.preset == VIP and rule.is_on for rule in found),
    }
    return show(request, "screens/rules.html", context)


@for_agents
@require_POST
def switch(request: AgentRequest, key: int) -> HttpResponse:
    """Switch the rule on or off."""
    rule = find_rule(key)
    turn = switch_on if posted(request).get("to") == "on" else switch_off
    try:
        rule = turn(rule, by=request.user)
        is_on = rule.is_on
        messages.success(request, _("The rule is on.") if is_on else _("The rule is off."))
    except RuleRefused as error:
        messages.error(request, str(error))
    return go(request, reverse("rules"))


@for_agents
@require_POST
def place(request: AgentRequest, key: int) -> HttpResponse:
    """Let the rule change places with the one before or after it."""
    moved, found = find_rule(key), list(rules_kept())
    at = found.index(moved)
    to = at + 1 if posted(request).get("to") == "down" else at - 1
    if 0 <= to < len(found):
        found.insert(to, found.pop(at))
    try:
        order_rules(found, by=request.user)
    except RuleRefused as error:
        messages.error(request, str(error))
    return SeeOther(reverse("rules"))


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    remove_rule(find_rule(key), by=request.user)
    messages.success(request, _("The rule is gone; what it did stays in the log."))
    return SeeOther(reverse("rules"))


def find_rule(key: int) -> Rule:
    return get_object_or_404(rules_kept(), pk=key)


def line_of(rule: Rule, known: Household, is_first: bool = True, is_last: bool = True) -> Line:
    return Line(rule, said(rule, known), gaps_of(rule, known), is_first, is_last)


def said(rule: Rule, known: Household) -> str:
    """Return the rule as a sentence."""
    return sentence_of(rule.when, rule.asks, rule.does, known.names(rule))
