"""Who is on call, and putting somebody there."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.notices.models import OnCall
from whydesk.notices.queries import roster
from whydesk.notices.rostering import WrongShift, drop_on_call, put_on_call
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


def moment_field(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class Shift(Plain):
    """Who is reached whatever the hour, from when until when; in the zone of who writes it."""

    agent = forms.ModelChoiceField(
        label=_("Who"), queryset=Agent.objects.filter(is_active=True).order_by("name", "pk")
    )
    since = moment_field(pgettext_lazy("hour", "From"))
    until = moment_field(pgettext_lazy("hour", "Until"))


@for_agents
@require_http_methods(["GET", "POST"])
def on_call(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.INVITE)
    form = Shift(request.POST or None)
    if form.is_valid():
        try:
            put_on_call(**form.cleaned_data, by=request.user)
            return SeeOther(reverse("on_call"))
        except WrongShift as error:
            form.add_error("until", str(error))
    now = timezone.now()
    context = {"here": "people", "rows": roster(now), "now": now, "form": form}
    return show(request, "screens/on_call.html", context)


@for_agents
@require_POST
def on_call_removal(request: AgentRequest, key: int) -> HttpResponse:
    drop_on_call(get_object_or_404(OnCall.objects.select_related("agent"), pk=key), by=request.user)
    return SeeOther(reverse("on_call"))
