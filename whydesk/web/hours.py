"""When the desk and its teams are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.desk.feasts import feasts_ahead
from whydesk.desk.hours import opening_hours_of
from whydesk.desk.models import OpeningHours, OwnDay
from whydesk.desk.opening import (
    WrongHours,
    drop_hours,
    drop_own_day,
    keep_hours,
    keep_own_day,
    keep_own_day_everywhere,
)
from whydesk.desk.queries import recount_underway
from whydesk.people.actors import Can
from whydesk.people.models import Agent, Team
from whydesk.web.hours_forms import HoursForm, OwnDayForm, read_spans, written
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.places import country_name
from whydesk.web.review_forms import day_in

# Who looks for an own day looks for one of this quarter, or one to come.
_LOOKING_BACK = timedelta(days=92)


@dataclass(frozen=True)
class Place:
    """The desk or a team, and when it works; no lines where that is when the desk does."""

    name: str
    url: str
    lines: list[tuple[str, str]]
    where: str = ""


@for_agents
@require_GET
def all_hours(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SET_UP)
    desk = desk_hours()
    teams = Team.objects.select_related("opening_hours").order_by("name")
    places = [place(_("The desk"), reverse("desk_hours"), desk)]
    places += [place(team.name, url_of(team), own_hours(team)) for team in teams]
    context = {"here": "settings", "places": places, "recount": recount_underway()}
    return show(request, "screens/all_hours.html", context)


@for_agents
@require_http_methods(["GET", "POST"])
def hours(request: AgentRequest, key: int = 0) -> HttpResponse:
    request.user.must(Can.SET_UP)
    team = get_object_or_404(Team, pk=key) if key else None
    if request.method != "POST":
        return hours_page(request, team)
    form = HoursForm(request.POST)
    if kept(form, team, request.user):
        messages.success(request, _("The hours are kept. What is due is reckoned anew."))
        return SeeOther(url_of(team))
    return hours_page(request, team, form=form)


@for_agents
@require_POST
def own_days(request: AgentRequest, key: int = 0) -> HttpResponse:
    request.user.must(Can.SET_UP)
    team = get_object_or_404(Team, pk=key) if key else None
    form = OwnDayForm(request.POST, may_be_everywhere=team is None)
    if day_kept(form, team, request.user):
        messages.success(request, _("The day is kept. What is due is reckoned anew."))
        return SeeOther(url_of(team))
    return hours_page(request, team, day_form=form)


@for_agents
@require_POST
def own_day_removal(request: AgentRequest, key: int) -> HttpResponse:
    own = get_object_or_404(OwnDay.objects.select_related("hours__team"), pk=key)
    drop_own_day(own, by=request.user)
    messages.success(request, _("The day is like others again."))
    return SeeOther(url_of(own.hours.team))


@for_agents
@require_POST
def hours_removal(request: AgentRequest, key: int) -> HttpResponse:
    found = get_object_or_404(OpeningHours, team=key)
    drop_hours(found, by=request.user)
    messages.success(request, _("The team works when the desk does."))
    return SeeOther(reverse("all_hours"))


@for_agents
@require_GET
def regions(request: AgentRequest) -> HttpResponse:
    """Show the regions of the country that was just chosen."""
    request.user.must(Can.SET_UP)
    form = HoursForm(initial={"country": request.GET.get("country", "")})
    return show(request, "parts/region.html", {"form": form})


def kept(form: HoursForm, team: Team | None, by: Agent) -> bool:
    """Keep the hours as the form says, or note on the form why not."""
    if form.is_valid():
        try:
            keep_hours(team=team, **form.hours, by=by)
        except WrongHours as error:
            form.add_error(None, str(error))
    return form.is_valid()


def day_kept(form: OwnDayForm, team: Team | None, by: Agent) -> bool:
    """Keep the day as the form says, or note on the form why not."""
    if not form.is_valid():
        return False
    said = {**form.cleaned_data, "spans": read_spans(form.cleaned_data["spans"])}
    is_everywhere = said.pop("everywhere", False)
    try:
        if is_everywhere:
            keep_own_day_everywhere(**said, by=by)
        else:
            keep_own_day(hours_of(team), **said, by=by)
    except WrongHours as error:
        form.add_error("spans", str(error))
    return form.is_valid()


def hours_page(
    request: AgentRequest,
    team: Team | None,
    *,
    form: HoursForm | None = None,
    day_form: OwnDayForm | None = None,
) -> HttpResponse:
    """Show the hours of the desk or of a team; what was typed stands in place of what is kept."""
    found = hours_of(team)
    today = timezone.localdate(timezone=ZoneInfo(found.time_zone))
    everywhere = team is None and OpeningHours.objects.exclude(team=None).exists()
    chosen = day_in(request.GET, "day")
    context = {
        "here": "settings",
        "team": team,
        "hours": found,
        "form": form or HoursForm.of(found),
        "day_form": day_form or OwnDayForm.about(chosen, found, may_be_everywhere=everywhere),
        "is_day_chosen": bool(chosen or day_form),
        "recount": recount_underway(),
        "days_url": days_url(team),
        **days_of(found, today, is_whole="earlier" in request.GET),
    }
    status = 422 if (form and form.errors) or (day_form and day_form.errors) else 200
    return show(request, "screens/hours.html", context, status=status)


def days_of(found: OpeningHours, today: date, *, is_whole: bool) -> dict[str, Any]:
    """Return what is not like its weekday: holidays to come, and own days lately and to come."""
    own = list(found.own_days.all()) if found.pk else []
    shown = own if is_whole else [one for one in own if one.day > today - _LOOKING_BACK]
    return {
        "own_days": [(one, written(one.spans)) for one in shown],
        "has_earlier": len(shown) < len(own),
        "feasts": feasts_ahead(found, today, get_language() or "en"),
    }


def hours_of(team: Team | None) -> OpeningHours:
    """Return the hours of the team; those of the desk to begin with where it has none."""
    found = opening_hours_of(team)
    if found:
        return found
    desk = desk_hours()
    return OpeningHours(
        team=team,
        week=desk.week,
        time_zone=desk.time_zone,
        country=desk.country,
        region=desk.region,
    )


def desk_hours() -> OpeningHours:
    found = opening_hours_of(None)
    assert found is not None
    return found


def own_hours(team: Team) -> OpeningHours | None:
    return team.opening_hours if hasattr(team, "opening_hours") else None


def place(name: str, url: str, found: OpeningHours | None) -> Place:
    if found is None:
        return Place(name, url, [])
    where = [found.time_zone.replace("_", " "), country_name(found.country, get_language() or "en")]
    return Place(name, url, lines_of(found.week), " · ".join(filter(None, where)))


def lines_of(week: Sequence[str]) -> list[tuple[str, str]]:
    """Return the week in as few lines as it takes: the days, and when they are open."""
    lines = []
    for spans, days in groupby(range(7), key=lambda day: week[day]):
        names = [str(WEEKDAYS_ABBR[day]) for day in days]
        named = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        lines.append((named, written(spans) or _("closed")))
    return lines


def url_of(team: Team | None) -> str:
    return reverse("team_hours", args=[team.pk]) if team else reverse("desk_hours")


def days_url(team: Team | None) -> str:
    return reverse("team_own_days", args=[team.pk]) if team else reverse("desk_own_days")
