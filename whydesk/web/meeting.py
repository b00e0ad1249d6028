"""The meeting: one wish at a time fills the wall, and none leaves it without a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.people.actors import Can
from whydesk.web.decisions import decisions_of, is_decided
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.review_forms import DecisionForm, day_in
from whydesk.web.reviews import find_review
from whydesk.web.wish_ranks import other_revenues, shares, written
from whydesk.wishes.calendar import the_calendar, zone_of
from whydesk.wishes.choices import Mark, Question
from whydesk.wishes.models import AgendaItem, Review, Wish
from whydesk.wishes.queries import agenda_of, loudest_voices
from whydesk.wishes.refusals import ReviewRefused, WishRefused
from whydesk.wishes.reviewing import answer_question, end, postpone

# What is longer is not read from across a room; it is set smaller.
LONG = 260
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Asked:
    """One of the five questions, with what was said so far; `key` presses it."""

    key: int
    name: str
    label: str
    text: str
    mark: str


@for_agents
@require_GET
def meeting(request: AgentRequest, key: int) -> HttpResponse:
    review = find_review(request, key)
    if review.state != Review.State.RUNNING:
        there = "reviews" if review.state == Review.State.PLANNED else "review"
        return SeeOther(reverse(there, args=[] if there == "reviews" else [key]))
    return show_meeting(request, review, number(request.GET.get("item") or "0"))


@for_agents
@require_POST
def answers(request: AgentRequest, key: int) -> HttpResponse:
    """Keep what the meeting says to a question, as it is typed."""
    found = find_item(request, key)
    said = {name: request.POST.get(name, "") for name in ("question", "text", "mark")}
    try:
        answer_question(found, **said, by=request.user)
    except WishRefused as error:
        if request.headers.get("X-Kept-As-Typed"):
            return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
        return show_meeting(request, found.review, found.pk, answer_trouble=str(error), said=said)
    if request.headers.get("X-Kept-As-Typed"):
        return HttpResponse(status=204)
    return SeeOther(f"{item_url(found)}#question-{said['question']}")


@for_agents
@require_POST
def decision(request: AgentRequest, key: int) -> HttpResponse:
    """Decide on the wish before the meeting, and go on to the next."""
    found, form = find_item(request, key), DecisionForm(request.POST)
    if found.review.state != Review.State.RUNNING:
        form.add_error(None, _("This review is not running. Decide on the page of the wish."))
    if not is_decided(request, found.wish, form, review=found.review):
        return show_meeting(request, found.review, found.pk, form=form)
    messages.success(request, _("Decided: %(title)s") % {"title": found.wish.title})
    return SeeOther(after(found))


@for_agents
@require_POST
def postponement(request: AgentRequest, key: int) -> HttpResponse:
    """Put the wish before the meeting off, and go on to the next."""
    found, to = find_item(request, key), day_in(request.POST, "to")
    try:
        if to is None:
            raise ReviewRefused(_("Choose the day on which it comes back."))
        postpone(found, to=to, by=request.user)
    except WishRefused as error:
        return show_meeting(request, found.review, found.pk, postpone_trouble=str(error))
    messages.success(request, _("Put off: %(title)s") % {"title": found.wish.title})
    return SeeOther(after(found))


@for_agents
@require_POST
def ending(request: AgentRequest, key: int) -> HttpResponse:
    """End the meeting; refused while a wish would leave it without a state."""
    review = find_review(request, key)
    try:
        end(review, by=request.user)
    except ReviewRefused as error:
        here = number(request.POST.get("item") or "0")
        return show_meeting(request, review, here, end_trouble=str(error))
    messages.success(request, _("The review is over. These are its minutes."))
    return SeeOther(reverse("review", args=[key]))


def find_item(request: AgentRequest, key: int) -> AgendaItem:
    request.user.must(Can.SEE_ALL_TICKETS)
    return get_object_or_404(AgendaItem.objects.select_related("review", "wish"), pk=key)


def item_url(item: AgendaItem) -> str:
    return at(reverse("meeting", args=[item.review_id]), {"item": str(item.pk)})


def after(item: AgendaItem) -> str:
    """Return where the meeting goes on: the next wish without a state, or this one again."""
    rows = list(item.review.items.select_related("wish"))
    place = next((place for place, one in enumerate(rows) if one.pk == item.pk), 0)
    waiting = [one for one in [*rows[place + 1 :], *rows[:place]] if is_waiting(one)]
    return item_url(waiting[0] if waiting else item)


def is_waiting(item: AgendaItem) -> bool:
    """Say whether the meeting cannot end before this has a state."""
    return not item.is_settled and item.wish.merged_into_id is None


def show_meeting(request: AgentRequest, review: Review, key: int, **typed: object) -> HttpResponse:
    """Show one item of the running review; what was typed stands where it was typed."""
    items, calendar = agenda_of(review), the_calendar()
    today = timezone.now().astimezone(zone_of(calendar)).date()
    current = chosen(items, key)
    place = items.index(current) if current else 0
    context: dict[str, Any] = {
        "here": "reviews",
        "review": review,
        "items": items,
        "current": current,
        "place": place + 1,
        "waiting_count": sum(map(is_waiting, items)),
        "previous_url": item_url(items[place - 1]) if place else "",
        "next_url": item_url(items[place + 1]) if place + 1 < len(items) else "",
        "minutes": calendar.minutes,
        "elapsed": elapsed(review),
        "form": DecisionForm.fresh(today),
        "marks": Mark.choices,
        "postpone_to": request.POST.get("to") or (max(review.day, today) + WEEK).isoformat(),
        **(about(current, typed) if current else {}),
        **typed,
    }
    is_refused = request.method == "POST"
    return show(request, "screens/meeting.html", context, status=422 if is_refused else 200)


def chosen(items: Sequence[AgendaItem], key: int) -> AgendaItem | None:
    """Return the item that was asked for, or the first that has no state yet."""
    asked = next((one for one in items if one.pk == key), None)
    return asked or next(filter(is_waiting, items), items[0] if items else None)


def about(item: AgendaItem, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what the wall shows of the wish."""
    wish = item.wish
    return {
        "wish": wish,
        "revenue": written(wish, "revenue"),
        "others": other_revenues(wish),
        "shares": shares(wish),
        "voices": loudest_voices(wish),
        "decisions": decisions_of(wish, most=3),
        "is_long": told(wish) > LONG,
        "questions": questions(item, typed.get("said", {})),
    }


def questions(item: AgendaItem, said: dict[str, str]) -> list[Asked]:
    kept = {**item.answers, **({said["question"]: said} if said else {})}
    return [
        Asked(
            place,
            name,
            str(label),
            kept.get(name, {}).get("text", ""),
            kept.get(name, {}).get("mark", ""),
        )
        for place, (name, label) in enumerate(Question.choices, 1)
    ]


def told(wish: Wish) -> int:
    return len(wish.when) + len(wish.want) + len(wish.so_that)


def elapsed(review: Review) -> int:
    """Return how many minutes the meeting has taken so far."""
    since = timezone.now() - (review.started_at or timezone.now())
    return int(since.total_seconds() // 60)
