"""The reviews are when the team wants them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.wishes.people import agenda, today, wish_of
from tests.world import World
from whydesk.desk.hours import opening_hours_of
from whydesk.desk.opening import keep_hours, keep_own_day
from whydesk.history.models import Entry
from whydesk.wishes import calendar, planning
from whydesk.wishes.calendar import next_review_at, upcoming_reviews
from whydesk.wishes.jobs import move_planned_review
from whydesk.wishes.models import Review, ReviewCalendar
from whydesk.wishes.planning import Schedule, move_review, plan_review, set_calendar
from whydesk.wishes.refusals import ReviewRefused
from whydesk.wishes.reviewing import (
    pin,
    prepare,
)

WEEK = [*["09:00-18:00"] * 5, "", ""]
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_review_is_on_tuesday_at_eleven(world: World):
    assert upcoming_reviews(2, now=SUNDAY) == [
        datetime(2026, 11, 24, 11, tzinfo=UTC),
        datetime(2026, 12, 1, 11, tzinfo=UTC),
    ]


def test_the_team_sets_its_own_calendar(world: World):
    set_calendar(Schedule(3, time(9, 30), "Europe/Lisbon", 45), by=world.ada)
    assert [at.isoformat() for at in upcoming_reviews(2, now=SUNDAY)] == [
        "2026-11-26T09:30:00+00:00",
        "2026-12-03T09:30:00+00:00",
    ]
    assert ReviewCalendar.objects.count() == 1


def test_a_review_on_a_holiday_is_held_on_the_next_day_that_is_open(world: World):
    hours = keep_hours(week=WEEK, time_zone="Europe/Lisbon", country="PT", by=world.ada)
    keep_own_day(hours, day=date(2026, 11, 24), name="Move", by=world.ada)
    # The first of December is a holiday in Portugal, and so is the eighth.
    assert [at.date() for at in upcoming_reviews(4, now=SUNDAY)] == [
        date(2026, 11, 25),
        date(2026, 12, 2),
        date(2026, 12, 9),
        date(2026, 12, 15),
    ]


def test_a_planned_review_leaves_a_day_on_which_the_desk_closes(world: World, review: Review):
    was = review.day
    keep_own_day(opening_hours_of(None), day=was, name="Mourning", by=world.ada)
    move_planned_review()
    review.refresh_from_db()
    assert review.day == was + timedelta(days=1)


@pytest.mark.parametrize(
    "wrong", [{"weekday": 6}, {"time_zone": "Moon/Crater"}, {"minutes": 0}, {"minutes": 1000}]
)
def test_a_calendar_that_means_nothing_is_refused(world: World, wrong: dict[str, Any]):
    with pytest.raises(ReviewRefused):
        set_calendar(Schedule(**wrong), by=world.ada)
    assert not ReviewCalendar.objects.exists()


def test_a_week_is_moved_or_left_out(world: World):
    first, second, third = upcoming_reviews(3)
    move_review(first.date(), to=first + timedelta(days=1), by=world.ada)
    move_review(second.date(), to=None, by=world.ada)
    assert upcoming_reviews(2) == [first + timedelta(days=1), third]
    with pytest.raises(ReviewRefused, match="future"):
        move_review(third.date(), to=timezone.now(), by=world.ada)


def test_a_planned_review_moves_with_the_calendar_and_keeps_its_agenda(
    world: World, review: Review
):
    prepare(pin(wish_of(world), review=review, by=world.ada), text="See the theme.", by=world.vera)
    moved = move_review(review.day, to=review.starts_at + timedelta(days=1), by=world.ada)
    again = plan_review()
    assert (again, again.starts_at, again.items.count()) == (review, moved.to, 1)


def test_planning_again_plans_no_second(world: World, review: Review):
    assert (plan_review(), Review.objects.count()) == (review, 1)
    assert review.starts_at == next_review_at()


def test_a_review_that_begins_late_is_still_todays(world: World, review: Review):
    Review.objects.update(day=today(), starts_at=timezone.now() - timedelta(minutes=20))
    assert plan_review() == review


def test_a_month_without_reviews_leaves_everything_for_the_next(
    world: World, review: Review, monkeypatch: pytest.MonkeyPatch
):
    wish_of(world)
    agenda(review)
    soon = timezone.now() + timedelta(days=35)
    for module in (calendar, planning):
        monkeypatch.setattr(module.timezone, "now", lambda: soon)
    following = plan_review()
    review.refresh_from_db()
    assert (review.state, following.state) == ("skipped", "planned")
    assert agenda(following) == [("Colour of the status", "new")]
    assert Entry.objects.filter(event="review.skipped").count() == 1
