"""Leads say how long the four steps and the weeks of care take."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.care.matters import care_of, ticket_of
from tests.world import World, make_agent
from whydesk.care.aftercaring import start_aftercare
from whydesk.care.models import CareTimes, Step
from whydesk.care.refusals import WrongTime
from whydesk.care.retiming import SENTENCES, set_times
from whydesk.care.stepping import note_solved
from whydesk.care.times import the_times
from whydesk.care.timing import BOUNDS, Times
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed, Role
from whydesk.people.models import Agent

# A Monday; the desk is open until six, in UTC.
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OTHERS = Times(
    outlook_minutes=30,
    alternative_minutes=120,
    compensation_days=2,
    aftercare_days=3,
    weeks=6,
    check_days=10,
)


@pytest.fixture
def lead(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


def dues(*numbers: int) -> list[str]:
    found = Step.objects.filter(number__in=numbers).order_by("pk")
    return [f"{step.due_at:%d. %H:%M}" if step.due_at else "" for step in found]


@time_machine.travel(MONDAY, tick=False)
def test_steps_taken_up_from_then_on_have_the_new_times_and_those_before_keep_theirs(
    world: World, lead: Agent
):
    care_of(world)
    set_times(OTHERS, by=lead)
    care = care_of(world, "anna")
    before, after = ["23. 13:00", "23. 16:00", "24. 12:00"], ["23. 12:30", "23. 14:00", "25. 12:00"]
    assert dues(1, 2, 3) == [*before, *after]
    note_solved(care, by=world.vera)
    assert dues(4) == ["", "26. 12:00"]


@time_machine.travel(MONDAY, tick=False)
def test_companies_are_watched_over_as_long_as_is_set_and_asked_then(world: World, lead: Agent):
    set_times(OTHERS, by=lead)
    ticket = ticket_of(world)
    aftercare = start_aftercare(ticket.company, story="Lost a day.", ticket=ticket, by=world.vera)
    # The tenth day is a Thursday.
    asked = MONDAY + timedelta(days=10)
    assert (aftercare.until, aftercare.checks.get().due_at) == (MONDAY + timedelta(weeks=6), asked)
    set_times(Times(), by=lead)
    aftercare.refresh_from_db()
    assert (aftercare.until, aftercare.checks.get().due_at) == (MONDAY + timedelta(weeks=6), asked)


@time_machine.travel(MONDAY, tick=False)
def test_a_number_of_weeks_that_is_said_counts_and_the_question_comes_before_the_end(
    world: World, lead: Agent
):
    set_times(OTHERS, by=lead)
    company = ticket_of(world).company
    aftercare = start_aftercare(company, weeks=1, story="Lost a day.", by=world.vera)
    week = MONDAY + timedelta(weeks=1)
    assert (aftercare.until, aftercare.checks.get().due_at) == (week, week)


def test_what_was_changed_stands_in_history_once(lead: Agent):
    set_times(OTHERS, by=lead)
    set_times(replace(OTHERS, weeks=8), by=lead)
    set_times(replace(OTHERS, weeks=8), by=lead)
    entries = Entry.objects.filter(event="care_times.set").order_by("pk")
    first, second = [entry.data["changes"] for entry in entries]
    assert first == {name: [was, asdict(OTHERS)[name]] for name, was in asdict(Times()).items()}
    assert second == {"weeks": [6, 8]}
    assert the_times() == replace(OTHERS, weeks=8)


def test_times_of_a_new_desk_need_no_row(lead: Agent):
    assert set_times(Times(), by=lead) == the_times()
    assert (CareTimes.objects.count(), Entry.objects.count()) == (0, 0)


def test_agents_set_no_times(world: World):
    with pytest.raises(NotAllowed):
        set_times(OTHERS, by=world.vera)
    assert the_times() == Times()


@pytest.mark.parametrize("name", BOUNDS)
def test_each_time_has_its_bounds_in_the_verb_and_in_the_database(lead: Agent, name: str):
    least, most = BOUNDS[name]
    # Fifty-two weeks leave room for every number of days.
    fitting = replace(OTHERS, weeks=52)
    for wrong in (least - 1, most + 1):
        with pytest.raises(WrongTime) as caught:
            set_times(replace(fitting, **{name: wrong}), by=lead)
        assert (caught.value.name, str(caught.value)) == (name, str(SENTENCES[name]))
        with pytest.raises(IntegrityError), transaction.atomic():
            CareTimes.objects.create(pk=1, **asdict(fitting) | {name: wrong})
    assert the_times() == Times()


def test_the_question_comes_within_the_weeks(lead: Agent):
    set_times(replace(OTHERS, weeks=2, check_days=14), by=lead)
    with pytest.raises(WrongTime, match="after 14 days at most") as caught:
        set_times(replace(OTHERS, weeks=2, check_days=15), by=lead)
    assert caught.value.name == "check_days"
    with pytest.raises(IntegrityError), transaction.atomic():
        CareTimes.objects.update(weeks=1)


def test_there_is_one_set_of_times(lead: Agent):
    with pytest.raises(IntegrityError), transaction.atomic():
        CareTimes.objects.create(pk=2, **asdict(OTHERS))
