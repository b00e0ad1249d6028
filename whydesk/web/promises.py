"""What is promised to whom: the rules, as sentences in their order."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.desk.models import PromiseRule
from whydesk.desk.queries import recount_underway
from whydesk.desk.ruling import WrongRule, add_rule, change_rule, order_rules, remove_rule
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, posted, show
from whydesk.web.promise_forms import RuleForm
from whydesk.web.promise_words import remarks_of, sentence_of


@dataclass(frozen=True)
class Line:
    """A rule in words, and whether there is one before and one after it."""

    rule: PromiseRule
    sentence: str
    remarks: list[str]
    is_first: bool
    is_last: bool


@for_agents
@require_GET
def promises(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SET_UP)
    rules = list(PromiseRule.objects.all())
    lines = [
        Line(rule, sentence_of(rule), remarks_of(rule), rule is rules[0], rule is rules[-1])
        for rule in rules
    ]
    context = {"here": "settings", "lines": lines, "recount": recount_underway()}
    return show(request, "screens/promises.html", context)


@for_agents
@require_http_methods(["GET", "POST"])
def rule(request: AgentRequest, key: int = 0) -> HttpResponse:
    """Make a rule, or change one."""
    request.user.must(Can.SET_UP)
    found = get_object_or_404(PromiseRule, pk=key) if key else None
    form = RuleForm.of(found) if found else RuleForm.fresh()
    if request.method == "POST":
        form = RuleForm(request.POST)
        if kept(form, found, request.user):
            messages.success(request, _("The rule is kept. What is due is reckoned anew."))
            return SeeOther(reverse("promises"))
    context = {"here": "settings", "rule": found, "form": form}
    context["sentence"] = sentence_of(found) if found else ""
    status = 422 if form.errors else 200
    return show(request, "screens/promise_rule.html", context, status=status)


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    remove_rule(get_object_or_404(PromiseRule, pk=key), by=request.user)
    messages.success(request, _("The rule is gone. What is due is reckoned anew."))
    return SeeOther(reverse("promises"))


@for_agents
@require_POST
def place(request: AgentRequest, key: int) -> HttpResponse:
    """Let the rule change places with the one before or after it."""
    rules = list(PromiseRule.objects.all())
    moved = get_object_or_404(PromiseRule, pk=key)
    at = rules.index(moved)
    to = at + 1 if posted(request).get("to") == "down" else at - 1
    if 0 <= to < len(rules):
        rules.insert(to, rules.pop(at))
    try:
        order_rules(rules, by=request.user)
    except WrongRule as error:
        messages.error(request, str(error))
    return SeeOther(reverse("promises"))


def kept(form: RuleForm, found: PromiseRule | None, by: Agent) -> bool:
    """Keep the rule as the form says, or note on the form why not."""
    if form.is_valid():
        try:
            change_rule(found, **form.rule, by=by) if found else add_rule(**form.rule, by=by)
        except WrongRule as error:
            form.add_error(None, str(error))
    return form.is_valid()
