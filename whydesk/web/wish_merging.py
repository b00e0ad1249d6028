"""Wishes that are the same, wishes that are two, and taking that back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.understanding.apart import ReaderGone, ReaderRefused
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.wish_forms import StoryForm
from whydesk.web.wishes import find_wish, refused, show_wish, wish_url
from whydesk.wishes.choices import State
from whydesk.wishes.matching import Meeting, suggest
from whydesk.wishes.merging import merge_wishes, split_wish, undo_merge
from whydesk.wishes.models import Voice, Wish
from whydesk.wishes.refusals import WishRefused
from whydesk.wishes.stories import Story

REASON = 500


@dataclass(frozen=True)
class Likeness:
    """Another wish that may be the same: how likely, and the sentences that met."""

    pk: int
    title: str
    url: str
    state: str
    state_label: str
    companies: int
    score: int
    met: tuple[str, str]


@for_agents
@require_GET
def likenesses(request: AgentRequest, key: int) -> HttpResponse:
    wish = find_wish(request.user, key)
    context = {"wish": wish, "here": "wishes"}
    try:
        found = like(wish)
    except (ReaderGone, ReaderRefused):
        return show_likenesses(request, context | {"is_away": True})
    return show_likenesses(request, context | {"likenesses": found})


def show_likenesses(request: AgentRequest, context: dict[str, object]) -> HttpResponse:
    return show(request, "screens/wish_likenesses.html", context, parts=("likenesses",))


@for_agents
@require_POST
def mergings(request: AgentRequest, key: int) -> HttpResponse:
    """Find two wishes to be one: another goes into this one, or this one into another."""
    here = find_wish(request.user, key)
    goes_away = "into" in request.POST
    other = find_wish(
        request.user, number(request.POST.get("into") or request.POST.get("wish", ""))
    )
    wish, into = (here, other) if goes_away else (other, here)
    try:
        reason = request.POST.get("reason", "")[:REASON]
        merging = merge_wishes(wish, into=into, reason=reason, by=request.user)
    except WishRefused as error:
        return refused(request, error, here)
    undo = reverse("wish_apart", args=[merging.wish_id])
    messages.success(request, _("Now one wish. Every voice counts there."), extra_tags=undo)
    return SeeOther(wish_url(into))


@for_agents
@require_POST
def apart(request: AgentRequest, key: int) -> HttpResponse:
    """Take a merge back."""
    wish = find_wish(request.user, key)
    try:
        undo_merge(wish, by=request.user)
    except WishRefused as error:
        return refused(request, error, wish)
    messages.success(request, _("Two wishes again, each with its own voices."))
    return SeeOther(wish_url(wish))


@for_agents
@require_POST
def split(request: AgentRequest, key: int) -> HttpResponse:
    """Give the voices that were ticked a wish of their own."""
    wish, form = find_wish(request.user, key), StoryForm(request.POST)
    chosen = [number(pk) for pk in request.POST.getlist("voice")]
    voices = list(Voice.objects.filter(root=wish, pk__in=chosen))
    title, story = form.told("title"), form.story
    try:
        own = split_wish(wish, voices=voices, title=title, story=story, by=request.user)
    except WishRefused as error:
        return show_wish(
            request, wish, split=form, chosen=chosen, split_trouble=str(error), status=422
        )
    messages.success(request, _("A wish of its own now."))
    return SeeOther(wish_url(own))


def like(wish: Wish) -> list[Likeness]:
    """Return the wishes that may be the same, the likeliest first."""
    story = Story(wish.when, wish.want or wish.title, wish.so_that)
    found = {one.pk: one for one in suggest(story, language=wish.language) if one.noun == "wish"}
    others = Wish.objects.filter(merged_into=None).exclude(pk=wish.pk).in_bulk(list(found))
    return [likeness(others[pk], one) for pk, one in found.items() if pk in others]


def likeness(wish: Wish, one: Meeting) -> Likeness:
    return Likeness(
        pk=wish.pk,
        title=wish.title,
        url=wish_url(wish),
        state=wish.state,
        state_label=str(State(wish.state).label),
        companies=wish.companies,
        score=round(one.score * 100),
        met=one.met,
    )
