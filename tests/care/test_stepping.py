"""The four steps of one customer's matter are taken up, given on and closed."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.care.choices import How
from whydesk.care.models import Care, Step
from whydesk.care.moving import move_care
from whydesk.care.refusals import CareClosed, CareRefused, StepIncomplete
from whydesk.care.stepping import (
    close_care,
    give_step,
    note_solved,
    open_steps,
    open_steps_of,
)
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import assign_ticket

MONDAY = datetime(2026, 11, 23, 11, 58, tzinfo=UTC)


def ticket_of(world: World, contact: str = "joao") -> Ticket:
    return write(world, getattr(world, contact), text="My messages don't go out!!!").ticket


def happened(ticket: Ticket) -> list[str]:
    found = Entry.objects.filter(subjects__noun="ticket", subjects__noun_id=ticket.pk)
    mine = found.exclude(event__startswith="message.").order_by("pk")
    return list(mine.values_list("event", flat=True))


@time_machine.travel(MONDAY, tick=False)
def test_each_step_has_an_owner_and_its_time_in_working_hours(world: World):
    ticket = ticket_of(world)
    care = open_steps(ticket, by=world.vera, reason="Nothing leaves the mailbox")
    steps = care.steps.order_by("number").values_list("number", "owner", "due_at")
    assert list(steps) == [
        (1, world.vera.pk, MONDAY.replace(hour=12, minute=58)),
        (2, world.vera.pk, MONDAY.replace(hour=15, minute=58)),
        (3, world.vera.pk, MONDAY.replace(day=24)),
        (4, world.vera.pk, None),
    ]
    assert care.company_id == world.joao.company_id
    assert happened(ticket) == ["care.opened"]


def test_taking_them_up_twice_is_taking_them_up_once(world: World):
    ticket = ticket_of(world)
    care = open_steps(ticket, by=world.vera, reason="It burns")
    again = open_steps(ticket, by=world.bruno, incident_id=5, reason="Outage")
    care.refresh_from_db()
    assert (again, care.incident_id, care.reason) == (care, 5, "It burns")
    assert (Care.objects.count(), Step.objects.count()) == (1, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Care.objects.create(ticket=ticket, reason="x", since=timezone.now())


def test_many_customers_cost_as_many_statements_as_one(world: World, django_assert_num_queries):
    tickets = [ticket_of(world, name) for name in ("anna", "joao", "mary")]
    with django_assert_num_queries(10):
        open_steps_of(tickets[:1], by=world.vera, incident_id=5, reason="Outage")
    with django_assert_num_queries(10):
        cares = open_steps_of(tickets[1:], by=world.vera, incident_id=5, reason="Outage")
    assert [care.ticket for care in cares] == tickets[1:]


def test_the_holder_of_the_ticket_owns_the_steps(world: World):
    ticket = assign_ticket(ticket_of(world), to=world.bruno, by=world.vera)
    care = open_steps(ticket, by=world.vera, reason="It burns")
    assert {step.owner for step in care.steps.all()} == {world.bruno}


def test_only_who_may_takes_them_up_and_says_what_happened(world: World):
    ticket = ticket_of(world)
    with pytest.raises(NotAllowed):
        open_steps(ticket, by=world.gus, reason="It burns")
    with pytest.raises(StepIncomplete):
        open_steps(ticket, by=world.vera, reason="  ")


def test_a_step_is_given_to_somebody_who_answers(world: World):
    ticket = ticket_of(world)
    care = open_steps(ticket, by=world.vera, reason="It burns")
    step = give_step(care.steps.get(number=2), to=world.sam, by=world.vera)
    assert step.owner == world.sam
    assert happened(ticket) == ["care.opened", "care.handed_on"]
    with pytest.raises(CareRefused, match="Paul"):
        give_step(step, to=make_agent("Paul", Role.PRODUCT), by=world.vera)


def test_solved_lets_the_aftercare_be_due(world: World):
    care = open_steps(ticket_of(world), by=world.vera, reason="It burns")
    note_solved(care, by=world.vera)
    last = care.steps.get(number=4)
    assert last.due_at is not None
    assert last.due_at > timezone.now()
    assert last.done_at is None


def test_closed_by_hand_with_a_reason(world: World):
    ticket = ticket_of(world)
    care = open_steps(ticket, by=world.vera, reason="It burns")
    close_care(care, reason="Their own firewall", by=world.vera)
    with pytest.raises(CareClosed):
        close_care(care, reason="Again", by=world.vera)
    assert open_steps(ticket, by=world.vera, reason="It burns again") != care


def test_when_two_incidents_are_one_what_is_owed_moves(world: World):
    mine = open_steps(ticket_of(world), by=world.vera, incident_id=5, reason="Outage")
    other = open_steps(ticket_of(world, "anna"), by=world.vera, incident_id=6, reason="Outage")
    assert move_care([mine.ticket_id], to=7) == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.incident_id, other.incident_id) == (7, 6)
    assert move_care([mine.ticket_id], to=7) == 0
    assert happened(mine.ticket)[-1] == "care.moved"


def test_what_no_incident_stands_behind_stays_by_itself(world: World):
    alone = open_steps(ticket_of(world), by=world.vera, reason="It burns")
    assert move_care([alone.ticket_id], to=7) == 0
    alone.refresh_from_db()
    assert alone.incident_id is None


def test_one_person_cannot_say_for_two_that_there_is_none(world: World):
    step = open_steps(ticket_of(world), by=world.vera, reason="It burns").steps.get(number=2)
    for said_by, agreed_by in ((world.vera, world.vera), (world.vera, None), (None, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.filter(pk=step.pk).update(
                how=How.NONE_FOUND,
                done_at=timezone.now(),
                none_said_by=said_by,
                none_agreed_by=agreed_by,
            )
