"""Preparing a review and holding it: one wish after the other, each leaves with a state."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.wishes.agenda import Candidate, candidates
from whydesk.wishes.choices import Because, Mark, Question
from whydesk.wishes.events import AgendaChanged, ReviewEnded, ReviewStarted
from whydesk.wishes.locks import lock_unmerged
from whydesk.wishes.minutes import write_minutes
from whydesk.wishes.models import AgendaItem, Review, Wish
from whydesk.wishes.planning import plan_review
from whydesk.wishes.refusals import ReviewRefused, StoryIncomplete
from whydesk.wishes.stories import choose, tidy

_State = Review.State


@transaction.atomic
def make_agenda(review: Review, *, by: Actor = DESK) -> list[AgendaItem]:
    """Bring the agenda of a planned review up to date; return its items in order.

    What was pinned, prepared, answered or settled stays; what presses no more
    and nobody has touched leaves.
    """
    by.must(Can.SHAPE_WISHES)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state == _State.PLANNED:
        _refresh(review, candidates(review.day))
    return list(review.items.select_related("wish", "decision"))


def _refresh(review: Review, found: list[Candidate]) -> None:
    wanted = {one.wish.pk: one for one in found}
    for item in review.items.all():
        if item.wish_id not in wanted and not _is_touched(item):
            item.delete()
    kept = {item.wish_id: item for item in review.items.all()}
    AgendaItem.objects.bulk_create(
        AgendaItem(review=review, wish=one.wish, because=one.because)
        for one in found
        if one.wish.pk not in kept
    )
    _put_in_order(review, wanted)


def _is_touched(item: AgendaItem) -> bool:
    return item.is_pinned or item.is_settled or bool(item.prepared or item.answers)


def _put_in_order(review: Review, wanted: dict[int, Candidate]) -> None:
    """Number the items: pinned ones first, then by what presses."""
    rank = {wish_id: place for place, wish_id in enumerate(wanted)}
    items = list(review.items.all())
    last = len(rank)
    items.sort(key=lambda one: (not one.is_pinned, rank.get(one.wish_id, last), one.pk))
    for place, item in enumerate(items):
        item.position = place
        if item.wish_id in wanted:
            item.because = wanted[item.wish_id].because
    AgendaItem.objects.bulk_update(items, ["position", "because"])


@transaction.atomic
def pin(wish: Wish, *, review: Review | None = None, by: Agent) -> AgendaItem:
    """Put the wish at the top of the next review, whatever its size.

    :raises StoryIncomplete: nobody knows yet what the wish is for.
    """
    by.must(Can.RUN_REVIEWS)
    wish = lock_unmerged(wish)
    if not wish.so_that:
        raise StoryIncomplete(_("A wish needs a SO THAT before the review."))
    review = review or plan_review(by=by)
    if review is None or review.state not in (_State.PLANNED, _State.RUNNING):
        raise ReviewRefused(_("No review is planned. Set the calendar first."))
    item, _new = AgendaItem.objects.update_or_create(
        review=review,
        wish=wish,
        defaults={"is_pinned": True, "postponed_to": None},
        create_defaults={"is_pinned": True, "because": Because.PINNED},
    )
    return _changed(item, "pinned", by=by)


@transaction.atomic
def unpin(item: AgendaItem, *, by: Agent) -> None:
    """Let the wish stand where its size puts it, or leave where only the pin held it."""
    by.must(Can.RUN_REVIEWS)
    item = _locked(item)
    item.is_pinned = False
    item.save(update_fields=["is_pinned"])
    _changed(item, "unpinned", by=by)
    if item.because == Because.PINNED and not _is_touched(item):
        item.delete()


@transaction.atomic
def postpone(item: AgendaItem, *, to: date, by: Agent) -> AgendaItem:
    """Put the wish off; it comes back by itself on the first review from that day on."""
    by.must(Can.RUN_REVIEWS)
    item = _locked(item)
    if to <= item.review.day:
        raise ReviewRefused(_("Choose a day after this review."))
    if item.decision_id is not None:
        raise ReviewRefused(_("This wish has been decided."))
    item.postponed_to = to
    item.save(update_fields=["postponed_to"])
    return _changed(item, "postponed", by=by)


@transaction.atomic
def prepare(item: AgendaItem, *, text: str, by: Agent) -> AgendaItem:
    """Note before the meeting what should be known there."""
    by.must(Can.NOTE)
    item = _locked(item)
    item.prepared = tidy(text, 5000, _("The note"))
    item.save(update_fields=["prepared"])
    return _changed(item, "prepared", by=by)


@transaction.atomic
def start(review: Review, *, by: Agent) -> Review:
    """Begin the meeting: from now on the agenda changes only by hand.

    Two who press at once begin it once.
    """
    by.must(Can.RUN_REVIEWS)
    make_agenda(review, by=by)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state == _State.RUNNING:
        return review
    if review.state != _State.PLANNED:
        raise ReviewRefused(_("This review is over."))
    review.state, review.started_at = _State.RUNNING, timezone.now()
    try:
        with transaction.atomic():
            review.save(update_fields=["state", "started_at"])
    except IntegrityError as error:
        raise ReviewRefused(_("Another review is running. End it first.")) from error
    record(ReviewStarted(review.pk), by=by)
    return review


@transaction.atomic
def answer_question(
    item: AgendaItem, *, question: str, text: str = "", mark: str = "", by: Agent
) -> AgendaItem:
    """Note what the meeting said to one of the five questions."""
    by.must(Can.RUN_REVIEWS)
    item = _locked(item)
    if item.review.state == _State.HELD:
        raise ReviewRefused(_("This review is over."))
    answer = {
        "text": tidy(text, 500, _("The answer")),
        "mark": choose(mark, Mark.values, or_none=True),
    }
    item.answers = {**item.answers, choose(question, Question.values): answer}
    item.save(update_fields=["answers"])
    return item


@transaction.atomic
def end(review: Review, *, by: Agent) -> Review:
    """End the meeting and write its minutes.

    :raises ReviewRefused: a wish would leave it without a state.
    """
    by.must(Can.RUN_REVIEWS)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state != _State.RUNNING:
        raise ReviewRefused(_("This review is not running."))
    items = list(review.items.select_related("wish", "decision__by"))
    unsettled = [one for one in items if not one.is_settled and not one.wish.merged_into_id]
    if unsettled:
        titles = ", ".join(f"“{one.wish.title}”" for one in unsettled[:3])
        sentence = _("Nothing leaves the review without a state: decide or postpone %(titles)s.")
        raise ReviewRefused(sentence % {"titles": titles})
    review.state, review.ended_at = _State.HELD, timezone.now()
    review.minutes = write_minutes(review, items)
    review.save(update_fields=["state", "ended_at", "minutes"])
    decided = sum(one.decision_id is not None for one in items)
    postponed = sum(one.postponed_to is not None for one in items)
    record(ReviewEnded(review.pk, decided, postponed), by=by)
    return review


def _locked(item: AgendaItem) -> AgendaItem:
    found = AgendaItem.objects.select_for_update(of=("self",))
    item = found.select_related("review", "wish").get(pk=item.pk)
    if item.review.state == _State.HELD:
        raise ReviewRefused(_("This review is over."))
    return item


def _changed(item: AgendaItem, what: str, *, by: Actor) -> AgendaItem:
    record(AgendaChanged(item.review_id, item.pk, what, item.wish.title), by=by)
    return item
