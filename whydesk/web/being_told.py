"""How the reader is told: by which ways, of what, and when not."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.mailroom.reasons import explain
from whydesk.notices.choosing import (
    TooManyWays,
    WrongHours,
    add_way,
    keep_choices,
    keep_quiet_hours,
    remove_way,
)
from whydesk.notices.messenger import WrongAddress, shown
from whydesk.notices.models import QuietHours, Way
from whydesk.notices.oncall import is_on_call
from whydesk.notices.preferences import preferences_of
from whydesk.notices.queries import ways_of
from whydesk.notices.telling import mail_way_of
from whydesk.notices.topics import MAIL, SCREEN, TOPICS, Topic
from whydesk.notices.trying import try_way
from whydesk.people.models import Agent
from whydesk.web.fields import Plain
from whydesk.web.notices import Trouble
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show


def hour_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class Hours(Plain):
    """When the reader wants to be left alone."""

    since = hour_field(pgettext_lazy("hour", "From"))
    until = hour_field(pgettext_lazy("hour", "Until"))


class NewWay(Plain):
    """The address of a messenger. What was typed is not shown again: it has keys in it."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=1000,
        help_text=gettext_lazy(
            "As Apprise writes it: tgram://bot-token/chat-id for Telegram, slack://…, signal://…, "
            "ntfy://… and many more. It is kept encrypted."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Left empty, it is called what the service is called."),
    )


@dataclass(frozen=True)
class Cell:
    """One box of the table: a topic by a way."""

    key: str
    name: str
    is_chosen: bool
    is_fixed: bool


@dataclass(frozen=True)
class Row:
    """A topic with its boxes."""

    topic: Topic
    cells: list[Cell]


@dataclass(frozen=True)
class Listed:
    """A way as the page shows it: where it leads without its keys, and what troubles it."""

    way: Way
    shown: str
    trouble: Trouble | None


@for_agents
@require_http_methods(["GET", "POST"])
def being_told(request: AgentRequest) -> HttpResponse:
    form = Hours(request.POST or None, initial=hours_of(request.user))
    if form.is_valid():
        try:
            keep_quiet_hours(request.user, **form.cleaned_data)
            keep_choices(request.user, **chosen(request))
            messages.success(request, _("How you are told is kept."))
            return SeeOther(reverse("being_told"))
        except WrongHours as error:
            form.add_error("until", str(error))
    return page(request, form=form)


@sensitive_post_parameters("url")
@for_agents
@require_POST
def ways(request: AgentRequest) -> HttpResponse:
    form = NewWay(request.POST)
    if form.is_valid():
        try:
            way = add_way(request.user, **form.cleaned_data)
            messages.success(request, _("%s is added. Try whether it works.") % way.name)
            return SeeOther(reverse("being_told"))
        except (WrongAddress, TooManyWays) as error:
            form.add_error("url", str(error))
    return page(request, new=form)


@for_agents
@require_POST
def way_removal(request: AgentRequest, key: int) -> HttpResponse:
    messengers = request.user.ways.filter(kind=Way.Kind.MESSENGER)
    way = get_object_or_404(messengers, pk=key)
    remove_way(way, by=request.user)
    messages.success(request, _("You are no longer told by %s.") % way.name)
    return SeeOther(reverse("being_told"))


@for_agents
@require_POST
def way_tries(request: AgentRequest, key: str) -> HttpResponse:
    way = find_way(request.user, key)
    reason = try_way(way, by=request.user)
    if reason:
        messages.error(request, f"{way.name}: {explain(reason)}")
    elif way.key == MAIL:
        messages.success(request, _("A mail to %s is on its way.") % request.user.email)
    else:
        messages.success(request, _("%s took the message.") % way.name)
    return SeeOther(reverse("being_told"))


def find_way(agent: Agent, key: str) -> Way:
    if key == MAIL:
        return mail_way_of(agent)
    return get_object_or_404(agent.ways, pk=number(key))


def chosen(request: AgentRequest) -> dict[str, Any]:
    """Read the boxes and the paces; a topic without a box ticked is told by no way."""
    said = request.POST
    keys = [way.key for way in ways_of(request.user)]
    paces = {key: said[f"pace-{key}"] for key in keys if f"pace-{key}" in said}
    topics = {name: said.getlist(f"topic-{name}") for name in said.getlist("topics")}
    return {"topics": topics, "paces": paces}


def page(
    request: AgentRequest, *, form: Hours | None = None, new: NewWay | None = None
) -> HttpResponse:
    own = ways_of(request.user)
    context = {
        "here": "me",
        "form": form or Hours(initial=hours_of(request.user)),
        "way_form": new or NewWay(),
        "ways": [listed(way) for way in own],
        "paces": Way.Pace.choices,
        "rows": rows(request.user, own),
        "is_on_call": is_on_call(request.user.pk, timezone.now()),
    }
    return show(request, "screens/being_told.html", context)


def hours_of(agent: Agent) -> dict[str, Any]:
    hours = QuietHours.objects.filter(agent=agent).first()
    return {"since": hours.since, "until": hours.until} if hours else {}


def listed(way: Way) -> Listed:
    trouble = Trouble(way, explain(way.error)) if way.failing_since else None
    return Listed(way, shown(way.url), trouble)


def rows(agent: Agent, own: list[Way]) -> list[Row]:
    """Lay out what is told by which way, as it holds now."""
    wants = preferences_of([agent], timezone.now())[agent.pk]
    names = {SCREEN: _("On screen"), **{way.key: way_name(way) for way in own}}
    return [
        Row(
            topic,
            [
                Cell(key, name, key in wants.keys_for(topic), topic.is_urgent and key == SCREEN)
                for key, name in names.items()
            ],
        )
        for topic in TOPICS.values()
    ]


def way_name(way: Way) -> str:
    return _("Mail") if way.key == MAIL else way.name
