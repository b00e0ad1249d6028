"""Who works at the desk, with what role and in which teams."""

from typing import Any

from django.contrib import messages
from django.forms import ChoiceField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.people.queries import may_settle, roles_from
from whydesk.people.settling import (
    LastAdmin,
    NotYourself,
    change_role,
    deactivate_agent,
    reactivate_agent,
)
from whydesk.people.teaming import put_in_teams
from whydesk.tickets.queries import visible_to
from whydesk.web.absence_form import Absence
from whydesk.web.fields import Plain, teams_field
from whydesk.web.invitations import people_page
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


class Place(Plain):
    """The role and the teams of somebody; the role only for who may change it."""

    role = ChoiceField(label=gettext_lazy("Role"))
    teams = teams_field()

    def __init__(self, *args: Any, of: Agent, by: Agent, **kwargs: Any) -> None:
        initial = {"role": of.role, "teams": of.teams.all()}
        super().__init__(*args, initial=initial, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, ChoiceField)
        role.choices = roles_from(by)
        if not may_settle(by, of):
            del self.fields["role"]


@for_agents
@require_GET
def people(request: AgentRequest) -> HttpResponse:
    return people_page(request)


@for_agents
@require_http_methods(["GET", "POST"])
def person(request: AgentRequest, key: int) -> HttpResponse:
    request.user.must(Can.INVITE)
    agent = get_object_or_404(Agent, pk=key)
    form = Place(request.POST or None, of=agent, by=request.user)
    if form.is_valid():
        try:
            keep_place(agent, form.cleaned_data, by=request.user)
            messages.success(request, _("What %s may do here is kept.") % agent.name)
            return SeeOther(reverse("people"))
        except LastAdmin as error:
            form.add_error("role", str(error))
    return person_page(request, agent, form)


@for_agents
@require_POST
def account(request: AgentRequest, key: int) -> HttpResponse:
    agent = get_object_or_404(Agent, pk=key)
    change = reactivate_agent if request.POST.get("is_active") == "yes" else deactivate_agent
    try:
        change(agent, by=request.user)
    except (LastAdmin, NotYourself) as error:
        form = Place(of=agent, by=request.user)
        return person_page(request, agent, form, str(error))
    return SeeOther(reverse("person", args=[agent.pk]))


def keep_place(agent: Agent, said: dict[str, Any], *, by: Agent) -> None:
    if "role" in said:
        change_role(agent, role=said["role"], by=by)
    put_in_teams(agent, teams=said["teams"], by=by)


def person_page(
    request: AgentRequest,
    agent: Agent,
    form: Place,
    trouble: str = "",
    *,
    absence: Absence | None = None,
) -> HttpResponse:
    context = {
        "here": "people",
        "person": agent,
        "form": form,
        "absence_form": absence or Absence(of=agent),
        "trouble": trouble,
        "may_settle": may_settle(request.user, agent),
        "open_count": visible_to(request.user).filter(assignee=agent, status="open").count(),
    }
    return show(request, "screens/person.html", context)
