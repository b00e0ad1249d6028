"""Whom to tell and what to find out is given to others, by hand or because somebody is away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.customers import write
from tests.wishes.people import (
    NEVER,
    decided,
    join,
    make_product,
    said,
    somebody,
    to_be_told,
    wish_of,
)
from tests.world import World, make_agent
from whydesk.history.models import Entry
from whydesk.notices.models import Notice
from whydesk.people.actors import NotAllowed, Role
from whydesk.people.going_away import come_back, go_away
from whydesk.people.models import Agent
from whydesk.tickets.sorting import assign_ticket
from whydesk.wishes.calling_back import tell
from whydesk.wishes.handing_on import give_callback, hand_on_all_of
from whydesk.wishes.inquiring import bring_back, hand_to_success, take_inquiry
from whydesk.wishes.jobs import hand_on_wishes
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Callback, Inquiry
from whydesk.wishes.refusals import AlreadyTold, CallbackRefused
from whydesk.wishes.to_be_told import callbacks_due, who_can_tell


@pytest.fixture
def lena(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


def leaves(agent: Agent) -> Agent:
    return go_away(agent, until=timezone.now() + timedelta(days=10), by=agent)


def told_to() -> list[tuple[int, str]]:
    return list(Notice.objects.order_by("pk").values_list("agent", "event"))


def tellers() -> set[str]:
    return set(Callback.objects.values_list("assignee__name", flat=True))


def test_who_is_given_a_callback_is_told_and_history_says_so(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    for _ in range(2):
        give_callback(callback, to=world.bruno, by=world.vera)
    assert tellers() == {"Bruno Dias"}
    assert said("callback.given") == [
        "left it to Bruno Dias to tell them what was decided on “Colour of the status”"
    ]
    assert told_to() == [(world.bruno.pk, "callback.given")]
    about = Entry.objects.get(event="callback.given").subjects.values_list("noun", flat=True)
    assert set(about) == {"wish", "ticket", "contact", "company"}


def test_who_takes_a_callback_is_told_nothing(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    give_callback(callback, to=world.bruno, by=world.bruno)
    assert (tellers(), told_to()) == ({"Bruno Dias"}, [])


def test_nobody_is_given_a_callback_who_could_not_tell(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    for other in (make_product(), world.gus):
        with pytest.raises(CallbackRefused, match="may not answer every customer"):
            give_callback(callback, to=other, by=world.vera)
    with pytest.raises(CallbackRefused, match="is away"):
        give_callback(callback, to=leaves(world.bruno), by=world.vera)
    with pytest.raises(NotAllowed):
        give_callback(callback, to=world.sam, by=make_product())
    assert [agent.name for agent in who_can_tell()] == ["Ada King", "Sam Stone", "Vera Orlova"]
    tell(callback, text="No, sorry.", by=world.vera)
    with pytest.raises(AlreadyTold):
        give_callback(callback, to=world.sam, by=world.vera)


def test_callbacks_of_who_goes_on_leave_go_to_a_lead_who_hears_once(world: World, lena: Agent):
    wish = wish_of(world)
    for _ in range(2):
        join(world, wish, somebody())
    one, *_others = to_be_told(decided(wish, NEVER))
    tell(one, text="No, sorry.", by=world.vera)
    leaves(world.vera)
    hand_on_wishes(world.vera.pk)
    hand_on_wishes(world.vera.pk)
    kept = Callback.objects.get(state="told")
    assert (kept.assignee, tellers()) == (world.vera, {"Vera Orlova", "Lena Lead"})
    assert said("decision.callbacks_handed_on") == [
        "left it to Lena Lead to tell what was decided on “Colour of the status”: 2"
    ]
    assert told_to() == [(lena.pk, "decision.callbacks_handed_on")]


def test_whoever_has_the_ticket_meanwhile_tells(world: World, lena: Agent):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    assign_ticket(callback.ticket, to=world.bruno, by=world.ada)
    leaves(world.vera)
    assert hand_on_all_of(world.vera) == 1
    assert tellers() == {"Bruno Dias"}


def test_where_no_lead_is_here_they_stand_in_everybodys_list(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    leaves(world.ada)
    leaves(world.vera)
    assert hand_on_all_of(Agent.objects.get(pk=world.vera.pk)) == 0
    assert callbacks_due(world.bruno).callbacks == [callback]
    come_back(world.vera, by=world.vera)
    assert callbacks_due(world.bruno).callbacks == []


def test_who_was_back_before_the_job_ran_keeps_everything(world: World, lena: Agent):
    to_be_told(decided(wish_of(world), NEVER))
    leaves(world.vera)
    come_back(world.vera, by=world.vera)
    hand_on_wishes(world.vera.pk)
    assert tellers() == {"Vera Orlova"}


def test_new_callbacks_come_to_who_has_the_ticket_and_is_here(world: World):
    wish = wish_of(world)
    assign_ticket(wish.voices.get().ticket, to=world.sam, by=world.ada)
    leaves(world.vera)
    make_callbacks(decided(wish, NEVER).pk)
    assert tellers() == {"Sam Stone"}


def test_what_they_were_finding_out_waits_for_whoever_is_free(world: World, lena: Agent):
    open_one = hand_to_success(write(world, world.anna), question="What for?", by=world.bruno)
    done = hand_to_success(write(world, world.joao), question="Since when?", by=world.bruno)
    for inquiry in (open_one, done):
        take_inquiry(inquiry, by=world.vera)
    bring_back(done, learnt="Since May.", by=world.vera)
    leaves(world.vera)
    hand_on_wishes(world.vera.pk)
    assert list(Inquiry.objects.order_by("pk").values_list("assignee", flat=True)) == [
        *(None, world.vera.pk)
    ]
    assert said("inquiry.left") == ["left it to whoever is free to find out why: What for?"]


def test_an_account_that_is_closed_keeps_nothing(world: World, lena: Agent):
    to_be_told(decided(wish_of(world), NEVER))
    Agent.objects.filter(pk=world.vera.pk).update(is_active=False)
    hand_on_wishes(world.vera.pk)
    assert tellers() == {"Lena Lead"}
