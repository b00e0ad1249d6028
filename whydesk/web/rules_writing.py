"""Writing a rule, and seeing at once how it reads."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from whydesk.automations.checking import RuleRefused
from whydesk.automations.models import Rule
from whydesk.automations.names import Names
from whydesk.automations.queries import gaps_of, household
from whydesk.automations.rehearsing import begin_rehearsal
from whydesk.automations.sentences import sentence_of
from whydesk.automations.writing import rewrite_rule, write_rule
from whydesk.history.timelines import entries_about
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.rules import find_rule
from whydesk.web.rules_form import RuleForm
from whydesk.web.tickets import happening


@for_agents
@require_http_methods(["GET", "POST"])
def rule(request: AgentRequest, key: int = 0) -> HttpResponse:
    """Write a rule, or change one; what it would have done is looked up at once."""
    request.user.must(Can.WRITE_RULES)
    found = find_rule(key) if key else None
    form = RuleForm.of(found) if found else RuleForm()
    if request.method == "POST":
        form = RuleForm(request.POST)
        if "see" not in request.POST and (written := kept(form, found, request.user)):
            return SeeOther(reverse("rule_rehearsal", args=[written.pk]))
        form.is_valid()
    context = {"here": "settings", "rule": found, "form": form, **beside(form, found)}
    status = 422 if form.errors and "see" not in request.POST else 200
    return show(request, "screens/rule.html", context, parts=("sentence",), status=status)


def kept(form: RuleForm, found: Rule | None, by: Agent) -> Rule | None:
    """Keep the rule as the form says and try it, or note on the form why not."""
    if not form.is_valid():
        return None
    try:
        rule = rewrite_rule(found, **form.rule, by=by) if found else write_rule(**form.rule, by=by)
    except RuleRefused as error:
        form.add_error(None, str(error))
        return None
    begin_rehearsal(rule, by=by)
    return rule


def beside(form: RuleForm, found: Rule | None) -> dict[str, Any]:
    """Return the sentence as the form has it, what of the rule is gone, and what became of it."""
    known = household()
    said = form.rule if form.is_bound and form.is_valid() else None
    if said is None and found:
        said = {"when": found.when, "conditions": found.asks, "acts": found.does}
    names = known.names(found) if found else Names(known.people, known.teams, known.replies)
    return {
        "sentence": sentence_of(said["when"], said["conditions"], said["acts"], names)
        if said
        else "",
        "gaps": gaps_of(found, known) if found else [],
        "entries": [happening(one) for one in entries_about("automation", found.pk)]
        if found
        else [],
    }
