"""A review decides what has gathered; nothing leaves it without a state."""

import pytest

from tests.wishes.people import NEVER, agenda, at_once, later, make_product, wish_of
from tests.world import World
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.wishes.deciding import decide
from whydesk.wishes.merging import merge_wishes
from whydesk.wishes.models import AgendaItem, Review
from whydesk.wishes.planning import Schedule, set_calendar
from whydesk.wishes.refusals import ReviewRefused, WrongChoice
from whydesk.wishes.reviewing import (
    answer_question,
    end,
    pin,
    postpone,
    prepare,
    start,
)


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
