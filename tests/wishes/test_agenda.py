"""The agenda of a review makes itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.wishes.people import NEVER, agenda, decided, join, later, today, wish_of
from tests.world import World
from whydesk.wishes.models import AgendaItem, Review, Wish
from whydesk.wishes.refusals import ReviewRefused, StoryIncomplete
from whydesk.wishes.reviewing import (
    end,
    pin,
    postpone,
    prepare,
    start,
    unpin,
)
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms


def test_the_agenda_makes_itself(world: World):
    names = ("late", "due", "asked_again", "grown", "new", "quiet", "hidden")
    wishes = {name: wish_of(world, title=name) for name in names}
    tomorrow = today() + timedelta(days=1)
    promised = Terms("scheduled", reason="x", by_when=tomorrow, means="m", owner="o")
    decided(wishes["late"], promised)
    decided(wishes["due"], Terms("not_now", reason="x", ask_again_on=tomorrow))
    for name in ("asked_again", "grown", "quiet"):
        decided(wishes[name], NEVER)
    for _ in range(2):
        join(world, wishes["asked_again"], world.joao)
    join(world, wishes["grown"], weight="deal_breaker")
    join(world, wishes["quiet"], weight="nice")
    Wish.objects.filter(pk=wishes["hidden"].pk).update(so_that="")
    soon = timezone.now() + timedelta(days=9)
    review = Review.objects.create(day=soon.date(), starts_at=soon)
    assert agenda(review) == [(name, name) for name in names[:5]]


def test_three_more_customers_bring_a_refused_wish_back(world: World, review: Review):
    wish = wish_of(world)
    decided(wish, NEVER)
    for _ in range(2):
        join(world, wish, weight="nice")
    assert agenda(review) == []
    join(world, wish, weight="nice")
    assert agenda(review) == [("Colour of the status", "grown")]


def test_larger_wishes_stand_first_and_pinned_ones_before_all(world: World, review: Review):
    small, large = wish_of(world, title="small"), wish_of(world, title="large")
    join(world, large)
    assert agenda(review) == [("large", "new"), ("small", "new")]
    item = pin(small, by=world.ada)
    assert agenda(review) == [("small", "new"), ("large", "new")]
    unpin(item, by=world.ada)
    assert agenda(review) == [("large", "new"), ("small", "new")]


def test_what_is_settled_before_leaves_unless_somebody_touched_it(world: World, review: Review):
    one, other = wish_of(world, title="one"), wish_of(world, title="other")
    agenda(review)
    prepare(AgendaItem.objects.get(wish=other), text="Look at the costs.", by=world.vera)
    for wish in (one, other):
        decided(wish, NEVER)
    assert [title for title, _because in agenda(review)] == ["other"]


def test_a_wish_without_a_goal_is_not_pinned(world: World, review: Review):
    wish = wish_of(world, story=Story(want="colours"))
    with pytest.raises(StoryIncomplete, match="SO THAT"):
        pin(wish, by=world.ada)
    assert agenda(review) == []


def test_what_is_put_off_comes_back_on_its_day(world: World, review: Review):
    wish_of(world)
    agenda(review)
    item = AgendaItem.objects.get()
    with pytest.raises(ReviewRefused, match="after this review"):
        postpone(item, to=review.day, by=world.ada)
    postpone(item, to=later(review), by=world.ada)
    start(review, by=world.ada)
    end(review, by=world.ada)
    between = Review.objects.create(
        day=review.day + timedelta(days=3), starts_at=review.starts_at + timedelta(days=3)
    )
    back = Review.objects.create(day=later(review), starts_at=review.starts_at + timedelta(days=7))
    assert (agenda(between), agenda(back)) == ([], [("Colour of the status", "new")])
