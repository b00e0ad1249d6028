"""A review decides what has gathered; nothing leaves it without a state."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.wishes.people import at_once, decided, join, make_product, today, wish_of
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import NotAllowed
from whydesk.wishes import calendar, planning
from whydesk.wishes.calendar import next_review_at, upcoming_reviews
from whydesk.wishes.deciding import decide
from whydesk.wishes.merging import merge_wishes
from whydesk.wishes.models import AgendaItem, Review, ReviewCalendar, Wish
from whydesk.wishes.planning import Schedule, move_review, plan_review, set_calendar
from whydesk.wishes.refusals import ReviewRefused, StoryIncomplete, WrongChoice
from whydesk.wishes.reviewing import (
    answer_question,
    end,
    make_agenda,
    pin,
    postpone,
    prepare,
    send_minutes,
    start,
    unpin,
)
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms

NEVER = Terms("never", reason="The list has to stay quiet.")
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def review(world: World) -> Review:
    planned = plan_review()
    assert planned is not None
    return planned


def agenda(review: Review) -> list[tuple[str, str]]:
    return [(item.wish.title, item.because) for item in make_agenda(review)]


def later(review: Review) -> date:
    return review.day + timedelta(days=7)


def test_a_review_is_on_tuesday_at_eleven(world: World):
    assert upcoming_reviews(2, now=SUNDAY) == [
        datetime(2026, 11, 24, 11, tzinfo=UTC),
        datetime(2026, 12, 1, 11, tzinfo=UTC),
    ]


def test_the_team_sets_its_own_calendar(world: World):
    off = date(2026, 11, 26)
    set_calendar(Schedule(3, time(9, 30), "Europe/Lisbon", 45, [off]), by=world.ada)
    assert [at.isoformat() for at in upcoming_reviews(2, now=SUNDAY)] == [
        "2026-11-27T09:30:00+00:00",
        "2026-12-03T09:30:00+00:00",
    ]
    assert ReviewCalendar.objects.count() == 1


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


def test_nothing_leaves_the_meeting_without_a_state(world: World, review: Review):
    one, two = wish_of(world, title="One"), wish_of(world, title="Two")
    three = wish_of(world, title="Three")
    running = start(review, by=world.ada)
    decide(one, NEVER, after=None, review=running, by=world.ada)
    with pytest.raises(ReviewRefused, match="“Two”, “Three”"):
        end(review, by=world.ada)
    postpone(AgendaItem.objects.get(wish=two), to=later(review), by=world.ada)
    merge_wishes(three, into=two, by=world.vera)
    held = end(review, by=world.ada)
    assert held.state == "held"
    parts = held.minutes.split("\n\n")
    assert parts[1:4] == ["## One", "Never. Decided by Ada King.", "The list has to stay quiet."]
    assert (parts[4], parts[6:]) == ("## Two", ["## Three", "Merged into another wish."])


def test_a_decision_made_elsewhere_settles_the_item_of_a_running_review(
    world: World, review: Review
):
    wish = wish_of(world)
    start(review, by=world.ada)
    decision = decide(wish, NEVER, after=None, by=make_product())
    assert AgendaItem.objects.get().decision == decision
    assert end(review, by=world.ada).state == "held"


def test_the_five_questions_have_short_answers_and_marks(world: World, review: Review):
    wish_of(world)
    start(review, by=world.ada)
    item = AgendaItem.objects.get()
    answer_question(item, question="hard", text="A week", mark="against", by=world.ada)
    item = answer_question(item, question="pays", mark="for", by=world.ada)
    assert item.answers == {
        "hard": {"text": "A week", "mark": "against"},
        "pays": {"text": "", "mark": "for"},
    }
    for wrong in ({"question": "weather"}, {"question": "hard", "mark": "perhaps"}):
        with pytest.raises(WrongChoice):
            answer_question(item, **wrong, by=world.ada)


def test_a_review_is_begun_once_and_is_over_when_it_is_over(world: World, review: Review):
    begun = start(review, by=world.ada)
    assert start(review, by=make_product()).started_at == begun.started_at
    end(review, by=world.ada)
    for act in (start, end):
        with pytest.raises(ReviewRefused):
            act(review, by=world.ada)


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_begin_one_review(world: World, review: Review):
    wish_of(world)
    acts = [lambda agent=agent: start(review, by=agent) for agent in (world.ada, make_product())]
    assert at_once(acts) == []
    assert Entry.objects.filter(event="review.started").count() == 1
    assert AgendaItem.objects.count() == 1


def test_minutes_are_mailed_to_whoever_should_know(world: World, review: Review):
    start(review, by=world.ada)
    with pytest.raises(ReviewRefused):
        send_minutes(review, to=[world.vera], by=world.ada)
    held = end(review, by=world.ada)
    assert send_minutes(held, to=[world.vera, world.bruno], by=world.ada) == 2
    people = Delivery.objects.order_by("pk").values_list("recipients", flat=True)
    assert list(people) == [["vera@desk.example"], ["bruno@desk.example"]]


def test_agents_prepare_and_do_not_run_reviews(world: World, review: Review):
    wish_of(world)
    agenda(review)
    item = prepare(AgendaItem.objects.get(), text="Ask João.", by=world.vera)
    assert item.prepared == "Ask João."
    for act in (
        lambda: start(review, by=world.vera),
        lambda: end(review, by=world.vera),
        lambda: pin(item.wish, by=world.vera),
        lambda: postpone(item, to=later(review), by=world.vera),
        lambda: set_calendar(Schedule(), by=world.vera),
    ):
        with pytest.raises(NotAllowed):
            act()
