"""One form: a VIP writes outside working hours, and somebody is called."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from whydesk.automations.acts import LEADS, ON_CALL, Acts
from whydesk.automations.checking import MOST_MINUTES
from whydesk.automations.queries import VIP, rules_kept
from whydesk.automations.topics import RULE_CALL
from whydesk.automations.writing import call_for_vips
from whydesk.notices.oncall import who_is_on_call
from whydesk.notices.preferences import preferences_of
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.people.queries import in_charge
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show

USUAL_MINUTES = 10


class VipForm(Plain):
    """Whom to call."""

    whom = forms.ChoiceField(
        label=gettext_lazy("Whom to call"),
        choices=[
            (LEADS, pgettext_lazy("rule: call", "The leads")),
            (ON_CALL, pgettext_lazy("rule: call", "Whoever is on call, then the leads")),
        ],
        initial=LEADS,
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes until the next is called"),
        initial=USUAL_MINUTES,
        min_value=1,
        max_value=MOST_MINUTES,
    )

    @property
    def acts(self) -> Acts:
        chosen = self.cleaned_data
        tell = (LEADS,) if chosen["whom"] == LEADS else (ON_CALL, LEADS)
        return Acts(tell=tell, tell_minutes=chosen["minutes"])


@dataclass(frozen=True)
class Called:
    """Somebody who would be called, and the names of the ways by which."""

    agent: Agent
    ways: list[str]


@for_agents
@require_http_methods(["GET", "POST"])
def vip(request: AgentRequest) -> HttpResponse:
    """Show who would be called; a POST switches the rule on."""
    request.user.must(Can.WRITE_RULES)
    form = VipForm(request.POST or None, initial=chosen())
    if form.is_valid():
        call_for_vips(form.acts, by=request.user)
        messages.success(request, _("The rule is on."))
        return SeeOther(reverse("rules"))
    context: dict[str, Any] = {"here": "settings", "form": form, **called()}
    return show(request, "screens/rule_vip.html", context, status=422 if form.errors else 200)


def chosen() -> dict[str, Any]:
    """Return what was chosen before, if the rule is there already."""
    rule = rules_kept().filter(preset=VIP).first()
    if rule is None:
        return {}
    whom = ON_CALL if ON_CALL in rule.does.tell else LEADS
    return {"whom": whom, "minutes": rule.does.tell_minutes or USUAL_MINUTES}


def called() -> dict[str, list[Called]]:
    """Return the leads and who is on call now, each with their ways; in as many queries as one."""
    now = timezone.now()
    leads, on_call = in_charge(), who_is_on_call(now)
    wants = preferences_of(dict.fromkeys([*leads, *on_call]), now)
    ways = {
        key: [way.name for way in one.ways if way.key in one.keys_for(RULE_CALL)]
        for key, one in wants.items()
    }
    return {
        "leads": [Called(agent, ways[agent.pk]) for agent in leads],
        "on_call": [Called(agent, ways[agent.pk]) for agent in on_call],
    }
