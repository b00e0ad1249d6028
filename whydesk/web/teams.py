"""Teams, and who is in them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.people.actors import Can
from whydesk.people.models import Agent, Team
from whydesk.people.queries import list_teams
from whydesk.people.teaming import NameTaken, change_team, dissolve_team, form_team
from whydesk.web.fields import Record
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


class TeamForm(Record):
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"),
        queryset=Agent.objects.filter(is_active=True).order_by("name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Team
        fields = ("name", "members")


@for_agents
@require_http_methods(["GET", "POST"])
def teams(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.INVITE)
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            form_team(**form.cleaned_data, by=request.user)
            return SeeOther(reverse("teams"))
        except NameTaken as error:
            form.add_error("name", str(error))
    context: dict[str, Any] = {"teams": list_teams(), "form": form, "here": "people"}
    return show(request, "screens/teams.html", context)


@for_agents
@require_http_methods(["GET", "POST"])
def team(request: AgentRequest, key: int) -> HttpResponse:
    request.user.must(Can.INVITE)
    found = get_object_or_404(Team, pk=key)
    initial = {"name": found.name, "members": found.members.all()}
    form = TeamForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            change_team(found, **form.cleaned_data, by=request.user)
            messages.success(request, _("The team is kept."))
            return SeeOther(reverse("teams"))
        except NameTaken as error:
            form.add_error("name", str(error))
    return show(request, "screens/team.html", {"team": found, "form": form, "here": "people"})


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    found = get_object_or_404(Team, pk=key)
    dissolve_team(found, by=request.user)
    messages.success(request, _("The team %s is dissolved; its tickets stay.") % found.name)
    return SeeOther(reverse("teams"))
