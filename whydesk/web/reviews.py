"""The weekly review before and after: its agenda, and the minutes of those that were held."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from whydesk.mailroom.informing import NoSender
from whydesk.people.actors import Can
from whydesk.people.limiting import TooOften
from whydesk.people.models import Agent
from whydesk.web.causes import costliest
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.review_calendar import moved_weeks, week_of
from whydesk.web.review_forms import MinutesForm, day_in, moment_in
from whydesk.web.wishes import find_wish, wish_url
from whydesk.wishes.agenda import without_a_goal
from whydesk.wishes.calendar import the_calendar, zone_of
from whydesk.wishes.mailing_minutes import send_minutes
from whydesk.wishes.models import AgendaItem, Review
from whydesk.wishes.planning import move_review, plan_review
from whydesk.wishes.queries import agenda_of
from whydesk.wishes.refusals import ReviewRefused, WishRefused
from whydesk.wishes.reviewing import (
    make_agenda,
    pin,
    postpone,
    prepare,
    start,
    unpin,
)

PAST = 12
GOALLESS = 10
_State = Review.State
_COMING = (_State.PLANNED, _State.RUNNING)


@for_agents
@require_GET
def reviews(request: AgentRequest) -> HttpResponse:
    """Show the review that runs or comes next, and those before it."""
    request.user.must(Can.SEE_ALL_TICKETS)
    return show_reviews(request)


@for_agents
@require_GET
def review(request: AgentRequest, key: int) -> HttpResponse:
    """Show what became of the wishes at one review."""
    return show_review(request, find_review(request, key), MinutesForm())


@for_agents
@require_POST
def agenda(request: AgentRequest, key: int) -> HttpResponse:
    """Bring the agenda up to date now, instead of within a quarter of an hour."""
    make_agenda(find_review(request, key), by=request.user)
    return SeeOther(reverse("reviews"))


@for_agents
@require_POST
def item(request: AgentRequest, key: int) -> HttpResponse:
    """Pin, put off or prepare an item of the agenda."""
    request.user.must(Can.SEE_ALL_TICKETS)
    found = get_object_or_404(AgendaItem.objects.select_related("review", "wish"), pk=key)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404(_("There is no such act."))
    try:
        act(found, request.POST, request.user)
    except WishRefused as error:
        return show_reviews(request, troubled=found.pk, trouble=str(error))
    make_agenda(found.review, by=request.user)
    return SeeOther(f"{reverse('reviews')}#item-{found.pk}")


@for_agents
@require_POST
def pins(request: AgentRequest, key: int) -> HttpResponse:
    """Put a wish on the next agenda from its own page."""
    wish = find_wish(request.user, key)
    try:
        make_agenda(pin(wish, by=request.user).review, by=request.user)
    except WishRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is on the agenda of the next review."))
    return SeeOther(wish_url(wish))


@for_agents
@require_POST
def move(request: AgentRequest, key: int) -> HttpResponse:
    """Hold a planned review at another time, or leave it out."""
    found = find_review(request, key)
    calendar = the_calendar()
    week = week_of(calendar, found.starts_at.astimezone(zone_of(calendar)), moved_weeks())
    to = moment_in(request.POST, "to")
    is_skipped = "skip" in request.POST
    try:
        if not is_skipped and to is None:
            raise ReviewRefused(_("Say on which day and at what time."))
        move_review(week, to=None if is_skipped else to, by=request.user)
    except ReviewRefused as error:
        return show_reviews(request, move_trouble=str(error), moved_to=request.POST.get("to", ""))
    said = _("Left out. Its wishes come to the next review.") if is_skipped else _("Moved.")
    messages.success(request, said)
    return SeeOther(reverse("reviews"))


@for_agents
@require_POST
def beginning(request: AgentRequest, key: int) -> HttpResponse:
    """Begin the meeting."""
    found = find_review(request, key)
    try:
        start(found, by=request.user)
    except ReviewRefused as error:
        messages.error(request, str(error))
        return SeeOther(reverse("reviews"))
    return SeeOther(reverse("meeting", args=[found.pk]))


@for_agents
@require_POST
def minutes(request: AgentRequest, key: int) -> HttpResponse:
    """Mail the minutes to colleagues."""
    found, form = find_review(request, key), MinutesForm(request.POST)
    if not form.is_valid():
        return show_review(request, found, form)
    try:
        count = send_minutes(found, to=form.cleaned_data["to"], by=request.user)
    except (ReviewRefused, NoSender, TooOften) as error:
        form.add_error(None, str(error))
        return show_review(request, found, form)
    said = ngettext("Sent to %(count)d person.", "Sent to %(count)d people.", count)
    messages.success(request, said % {"count": count} if count else _("They have it already."))
    return SeeOther(reverse("review", args=[found.pk]))


def find_review(request: AgentRequest, key: int) -> Review:
    request.user.must(Can.SEE_ALL_TICKETS)
    return get_object_or_404(Review, pk=key)


def coming_review(today: date) -> Review | None:
    """Return the review that runs, or the next one.

    Where the desk has planned none yet, the first who looks has it planned.
    """
    found = list(Review.objects.filter(state__in=_COMING).order_by("day"))
    running = [one for one in found if one.state == _State.RUNNING]
    planned = [one for one in found if one.day >= today]
    if running or planned:
        return (running or planned)[0]
    coming = plan_review()
    if coming is not None:
        make_agenda(coming)
    return coming


def show_reviews(request: AgentRequest, **typed: object) -> HttpResponse:
    """Show the page of the reviews; what was typed stands where it was typed."""
    calendar = the_calendar()
    coming = coming_review(timezone.now().astimezone(zone_of(calendar)).date())
    past = list(held(request.GET.get("before", ""))[: PAST + 1])
    goalless = list(without_a_goal().order_by("-companies", "pk")[: GOALLESS + 1])
    context = {
        "here": "reviews",
        "calendar": calendar,
        "review": coming,
        "items": agenda_of(coming) if coming else [],
        "causes": costliest(),
        "goalless": goalless[:GOALLESS],
        "goalless_url": at(reverse("wishes"), {"state": "open", "goal": "missing"})
        if len(goalless) > GOALLESS
        else "",
        "past": past[:PAST],
        "older_url": at(reverse("reviews"), {"before": past[PAST - 1].day.isoformat()})
        if len(past) > PAST
        else "",
        "typed": request.POST,
        **typed,
    }
    return show(request, "screens/reviews.html", context, status=422 if typed else 200)


def held(before: str) -> QuerySet[Review]:
    """Return the reviews that were held, the last first, with how much became of how many."""
    found = Review.objects.filter(state=_State.HELD).order_by("-day")
    if before:
        day = day_in({"before": before}, "before")
        if day is None:
            raise Http404(_("This address has a page that means nothing."))
        found = found.filter(day__lt=day)
    return found.defer("minutes").annotate(
        decided=Count("items__decision"), postponed=Count("items__postponed_to")
    )


def show_review(request: AgentRequest, found: Review, form: MinutesForm) -> HttpResponse:
    context = {
        "here": "reviews",
        "review": found,
        "items": agenda_of(found),
        "form": form,
        "is_over": found.state == _State.HELD,
        "mailed": [one.agent.name for one in found.mailed.select_related("agent").order_by("pk")],
    }
    return show(request, "screens/review.html", context, status=422 if form.errors else 200)


def _put_off(found: AgendaItem, posted: Mapping[str, str], by: Agent) -> None:
    to = day_in(posted, "to")
    if to is None:
        raise ReviewRefused(_("Choose the day on which it comes back."))
    postpone(found, to=to, by=by)


def _prepare(found: AgendaItem, posted: Mapping[str, str], by: Agent) -> None:
    prepare(found, text=posted.get("prepared", ""), by=by)


def _pin(found: AgendaItem, posted: Mapping[str, str], by: Agent) -> None:
    pin(found.wish, review=found.review, by=by)


def _unpin(found: AgendaItem, posted: Mapping[str, str], by: Agent) -> None:
    unpin(found, by=by)


ACTS: Mapping[str, Callable[[AgendaItem, Any, Agent], None]] = {
    "pin": _pin,
    "unpin": _unpin,
    "postpone": _put_off,
    "prepare": _prepare,
}
