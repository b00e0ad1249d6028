"""Customer success finds out why, and brings it back."""

import pytest

from tests.web.customers import write
from tests.wishes.people import STORY, at_once, make_product, said
from tests.world import World, make_agent
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.models import Message
from whydesk.tickets.sorting import leave_waiting
from whydesk.wishes.inquiring import bring_back, hand_to_success, take_inquiry
from whydesk.wishes.models import Inquiry
from whydesk.wishes.queries import inquiries_open
from whydesk.wishes.refusals import InquiryRefused, StoryIncomplete
from whydesk.wishes.stories import Story


def test_handed_over_in_one_step_with_all_that_is_known(world: World):
    message = write(world, world.anna)
    story = Story(want="a method for the times of changes")
    inquiry = hand_to_success(message, question="What for?", story=story, by=world.vera)
    assert (inquiry.ticket_id, inquiry.want, inquiry.by) == (
        *(message.ticket_id, story.want),
        world.vera,
    )
    assert inquiry.due_at.weekday() < 5


def test_what_was_learnt_comes_back_to_the_ticket(world: World):
    success = make_agent("Susan Success", Role.SUCCESS)
    message = write(world, world.anna)
    leave_waiting(message.ticket, by=world.vera)
    inquiry = hand_to_success(message, question="What for?", by=world.vera)
    assert inquiries_open(success) == [inquiry]
    for _twice in range(2):
        take_inquiry(inquiry, by=success)
    assert said("inquiry.taken") == ["took it on to find out why: What for?"]
    assert (inquiries_open(success), inquiries_open(world.bruno)) == ([inquiry], [])
    done = bring_back(inquiry, learnt="To watch response times.", story=STORY, by=success)
    note = Message.objects.get(kind="note")
    note.ticket.refresh_from_db()
    assert (done.state, done.so_that, inquiries_open()) == ("done", STORY.so_that, [])
    assert (note.text, note.agent, note.ticket.status) == (
        *("To watch response times.", success),
        "open",
    )


def test_it_is_brought_back_once_and_says_something(world: World):
    inquiry = hand_to_success(write(world, world.anna), question="What for?", by=world.vera)
    with pytest.raises(StoryIncomplete):
        bring_back(inquiry, learnt=" ", by=world.vera)
    bring_back(inquiry, learnt="Reports", by=world.vera)
    with pytest.raises(InquiryRefused):
        bring_back(inquiry, learnt="Reports", by=world.bruno)
    assert Message.objects.filter(kind="note").count() == 1


def test_a_second_question_follows_the_first(world: World):
    message = write(world, world.anna)
    inquiry = hand_to_success(message, question="What for?", by=world.vera)
    with pytest.raises(InquiryRefused, match="already"):
        hand_to_success(message, question="And for whom?", by=world.bruno)
    bring_back(inquiry, learnt="Reports", by=world.vera)
    hand_to_success(message, question="And for whom?", by=world.bruno)
    assert Inquiry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_it_over_at_once_ask_once(world: World):
    message = write(world, world.anna)
    agents = (world.vera, world.bruno)
    acts = [lambda one=one: hand_to_success(message, question="Why?", by=one) for one in agents]
    assert [type(error) for error in at_once(acts)] == [InquiryRefused]
    assert Inquiry.objects.count() == 1


def test_a_question_is_needed_and_a_guest_asks_none(world: World):
    message = write(world, world.anna)
    with pytest.raises(StoryIncomplete):
        hand_to_success(message, question="\x00 ", by=world.vera)
    with pytest.raises(NotAllowed):
        hand_to_success(message, question="Why?", by=world.gus)
    assert hand_to_success(message, question="Why?", by=make_product()).question == "Why?"
