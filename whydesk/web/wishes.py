"""A wish: its story, who wants it, what was decided, and what the team says of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.history.timelines import entries_about
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.prepared import prepared
from whydesk.tickets.queries import WrongFilter
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.tickets import happening
from whydesk.web.wish_forms import NotesForm, StoryForm
from whydesk.web.wish_panel import join
from whydesk.web.wish_ranks import largest, other_revenues, ranks, shares
from whydesk.wishes.models import Wish
from whydesk.wishes.queries import voices_of, wish_page
from whydesk.wishes.refusals import WishRefused
from whydesk.wishes.storytelling import (
    change_story,
    comment,
    note_effort,
    note_fit,
    note_tracker,
)

VOICES = 20


@for_agents
@require_GET
def wish(request: AgentRequest, key: int) -> HttpResponse:
    return show_wish(request, find_wish(request.user, key))


@for_agents
@require_POST
def story(request: AgentRequest, key: int) -> HttpResponse:
    found, form = find_wish(request.user, key), StoryForm(request.POST)
    try:
        change_story(found, title=form.told("title"), story=form.story, by=request.user)
    except WishRefused as error:
        form.add_error(None, str(error))
        return show_wish(request, found, story=form, status=422)
    return SeeOther(wish_url(found))


@for_agents
@require_POST
def notes(request: AgentRequest, key: int) -> HttpResponse:
    """Note what the form has: effort and fit are for those who decide, the tracker for all."""
    found, form = find_wish(request.user, key), NotesForm(request.POST)
    try:
        for name, verb in (("effort", note_effort), ("fit", note_fit)):
            if name in request.POST:
                verb(found, **{name: request.POST[name]}, by=request.user)
        if "tracker_url" in request.POST:
            note_tracker(found, url=request.POST["tracker_url"], by=request.user)
    except WishRefused as error:
        form.add_error(None, str(error))
        return show_wish(request, found, notes=form, status=422)
    return SeeOther(wish_url(found))


@for_agents
@require_POST
def comments(request: AgentRequest, key: int) -> HttpResponse:
    found, text = find_wish(request.user, key), request.POST.get("text", "")
    try:
        written = comment(found, text=text, by=request.user)
    except WishRefused as error:
        return show_wish(request, found, status=422, typed=text, trouble=str(error))
    return SeeOther(f"{wish_url(found)}#comment-{written.pk}")


@for_agents
@require_http_methods(["GET", "POST"])
def voices(request: AgentRequest, key: int) -> HttpResponse:
    """Show who wants it, from a key on; a POST from the panel adds to them."""
    found = find_wish(request.user, key)
    if request.method == "POST":
        return join(request, found)
    context = {"wish": found, "here": "wishes", "can_split": False, **voices_shown(request, found)}
    return show(request, "screens/wish_voices.html", context, parts=("voices",))


def find_wish(agent: Agent, key: int) -> Wish:
    """Return the wish, for those who may read what customers say."""
    agent.must(Can.SEE_ALL_TICKETS)
    found = _wish.first(key)
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return found


@prepared
def _wish(key: int) -> QuerySet[Wish]:
    return Wish.objects.filter(pk=key).select_related("merged_into")


def show_wish(
    request: AgentRequest, found: Wish, *, status: int = 200, **typed: object
) -> HttpResponse:
    """Show the page of a wish; what was typed stands in place of what is kept."""
    context = {
        "here": "wishes",
        "wish": found,
        "ranks": ranks(found, largest()),
        "shares": shares(found),
        "others": other_revenues(found),
        "story": StoryForm.of(found),
        "notes": NotesForm(initial={"effort": found.effort, "fit": found.fit}),
        "can_split": not found.merged_into_id and request.user.may(Can.SHAPE_WISHES),
        **voices_shown(request, found),
        "page": wish_page(found),
        "entries": [happening(entry) for entry in entries_about("wish", found.pk)],
    }
    return show(request, "screens/wish.html", context | typed, parts=("voices",), status=status)


def voices_shown(request: AgentRequest, found: Wish) -> dict[str, Any]:
    """Return a page of the voices, the last heard first, by key."""
    trail = request.GET.getlist("after")
    try:
        page = voices_of(found, after=trail[-1] if trail else "", size=VOICES)
    except WrongFilter as error:
        raise Http404(str(error)) from error
    place = reverse("wish_voices", args=[found.pk])
    return {
        "voices": page.voices,
        "newer_url": trail_url(place, trail[:-1]) if trail else "",
        "older_url": trail_url(place, [*trail, page.next]) if page.next else "",
    }


def trail_url(place: str, trail: list[str]) -> str:
    return f"{place}?{urlencode([('after', key) for key in trail])}" if trail else place


def wish_url(found: Wish) -> str:
    return reverse("wish", args=[found.pk])


def refused(request: AgentRequest, error: WishRefused, back: Wish) -> HttpResponse:
    """Say why it cannot be done, on the page where it was tried."""
    messages.error(request, str(error))
    return SeeOther(wish_url(back))
