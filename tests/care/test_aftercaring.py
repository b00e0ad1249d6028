"""A company is watched over for some weeks, and somebody asks how they are."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.care.matters import care_of, happened, ticket_of
from tests.web.customers import write
from tests.world import World
from whydesk.care import jobs
from whydesk.care.aftercaring import (
    end_aftercare,
    end_what_is_over,
    note_outcome,
    start_aftercare,
)
from whydesk.care.checking import note_check, note_unasked, send_check, tell_of_checks
from whydesk.care.models import Aftercare, Fault
from whydesk.care.noticing import note_faults
from whydesk.care.refusals import CareRefused, StepIncomplete
from whydesk.care.wording import word_check
from whydesk.notices.models import Notice
from whydesk.people.actors import DESK, NotAllowed
from whydesk.tickets.sorting import close_ticket

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STORY = "Their messages did not leave for a day while they tried us."


def begin(world: World, **fields: object) -> Aftercare:
    ticket = ticket_of(world)
    return start_aftercare(
        ticket.company, **({"story": STORY, "ticket": ticket, "by": world.vera} | fields)
    )


@time_machine.travel(MONDAY, tick=False)
def test_for_four_weeks_with_a_question_after_one(world: World):
    aftercare = begin(world)
    aftercare.company.refresh_from_db()
    assert aftercare.until == MONDAY + timedelta(weeks=4)
    assert (aftercare.company.care_until, aftercare.company.is_in_care) == (aftercare.until, True)
    assert (aftercare.owner, aftercare.checks.get().due_at) == (
        world.vera,
        MONDAY + timedelta(days=7),
    )
    assert happened(aftercare.ticket, "company") == ["aftercare.begun"]


def test_begun_again_it_is_the_same_and_never_shorter(world: World):
    aftercare = begin(world)
    until = aftercare.until
    again = start_aftercare(aftercare.company, weeks=1, story="Now the invoices.", by=DESK)
    assert again == aftercare
    assert (again.until, again.story) == (until, f"{STORY}\n\nNow the invoices.")
    start_aftercare(aftercare.company, weeks=1, story="Now the invoices.", by=DESK)
    assert happened(aftercare.ticket, "company") == ["aftercare.begun"] * 2


def test_it_needs_a_story_and_weeks_and_somebody_who_may(world: World):
    with pytest.raises(StepIncomplete):
        begin(world, story="")
    with pytest.raises(CareRefused):
        begin(world, weeks=0)
    with pytest.raises(NotAllowed):
        begin(world, by=world.gus)


def test_on_a_ticket_with_the_four_steps_it_is_the_last(world: World):
    care = care_of(world)
    start_aftercare(care.company, story=STORY, ticket=care.ticket, by=world.vera)
    last = care.steps.get(number=4)
    assert (last.how, last.why) == ("begun", STORY)


def test_a_person_asks_and_a_closed_ticket_stays_closed(world: World):
    aftercare = begin(world)
    close_ticket(aftercare.ticket, by=world.vera)
    check = aftercare.checks.get()
    message = send_check(check, text=word_check(aftercare.ticket), by=world.vera)
    assert message.text.startswith(
        "Olá, João.\n\nHá alguns dias você nos escreveu sobre “Invoices”"
    )
    aftercare.ticket.refresh_from_db()
    assert aftercare.ticket.status == "closed"
    with pytest.raises(CareRefused):
        note_check(check, note="All is well", by=world.vera)
    note_unasked(message.pk)
    note_check(check, note="All is well", by=world.vera)
    assert happened(aftercare.ticket, "company").count("aftercare.checked") == 2


def test_whoever_watches_over_them_is_reminded_once(world: World):
    begin(world)
    then = timezone.now() + timedelta(days=11)
    assert (tell_of_checks(timezone.now()), tell_of_checks(then), tell_of_checks(then)) == (0, 1, 0)
    assert Notice.objects.get().agent == world.vera


def test_something_new_goes_wrong_and_the_leads_hear_of_it_once_a_ticket(world: World):
    before = write(world, world.joao, text="It fails.", hours_ago=5)
    aftercare = begin(world)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        new = write(world, world.joao, text="Now it fails.", hours_ago=0)
        other = write(world, world.anna, text="It fails.", hours_ago=0)
        note_faults({before.pk: "bug", other.pk: "bug", new.pk: "question"})
        assert Fault.objects.count() == 0
        note_faults({new.pk: "outage"})
        note_faults({new.pk: "outage"})
    assert [fault.ticket for fault in aftercare.faults.all()] == [new.ticket]
    told = Notice.objects.values_list("agent", flat=True)
    assert sorted(told) == sorted([world.vera.pk, world.ada.pk])


def test_it_ends_by_itself_after_its_weeks(world: World):
    aftercare = begin(world)
    assert end_what_is_over(timezone.now() + timedelta(weeks=3)) == 0
    assert end_what_is_over(timezone.now() + timedelta(weeks=5)) == 1
    aftercare.refresh_from_db()
    aftercare.company.refresh_from_db()
    assert (aftercare.ended_because, aftercare.company.care_until) == ("", None)
    assert note_outcome(aftercare, outcome="stayed", by=world.vera).outcome == "stayed"
    assert happened(aftercare.ticket, "company")[-2:] == ["aftercare.over", "aftercare.outcome"]


def test_their_messages_rise_in_urgency_for_these_weeks(world: World):
    aftercare = begin(world)
    ticket = aftercare.ticket
    jobs.weigh_whom_we_watch_over(company_id=ticket.company_id)
    ticket.refresh_from_db()
    cared_for = ticket.urgency
    end_aftercare(aftercare, reason="They are well", by=world.vera)
    jobs.weigh_whom_we_watch_over(company_id=ticket.company_id)
    ticket.refresh_from_db()
    assert cared_for > ticket.urgency


def test_it_ends_by_hand_with_a_reason(world: World):
    aftercare = begin(world)
    with pytest.raises(CareRefused):
        note_outcome(aftercare, outcome="left", by=world.vera)
    with pytest.raises(StepIncomplete):
        end_aftercare(aftercare, reason="", by=world.vera)
    end_aftercare(aftercare, reason="They asked us not to", by=world.vera)
    with pytest.raises(CareRefused):
        end_aftercare(aftercare, reason="Again", by=world.vera)
    assert begin(world) != aftercare
