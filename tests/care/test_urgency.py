"""Whoever is watched over stands before others, and no longer than that."""

from datetime import timedelta

import time_machine

from tests.care.matters import ticket_of
from tests.care.test_aftercaring import MONDAY, STORY
from tests.desk.conftest import do_jobs
from tests.world import World
from whydesk.care.aftercaring import end_aftercare, end_what_is_over, start_aftercare
from whydesk.tickets.models import Ticket

CARE = 72 * 60


def urgency_of(ticket: Ticket) -> int:
    do_jobs()
    ticket.refresh_from_db()
    return ticket.urgency


def test_aftercare_makes_their_tickets_more_urgent_until_somebody_ends_it(world: World):
    ticket = ticket_of(world)
    before = urgency_of(ticket)
    aftercare = start_aftercare(ticket.company, story=STORY, by=world.vera)
    assert urgency_of(ticket) == before + CARE
    end_aftercare(aftercare, reason="They are well again", by=world.vera)
    assert urgency_of(ticket) == before


def test_it_ends_with_its_last_week(world: World):
    with time_machine.travel(MONDAY, tick=False) as clock:
        ticket = ticket_of(world)
        start_aftercare(ticket.company, story=STORY, by=world.vera)
        cared_for = urgency_of(ticket)
        clock.shift(timedelta(weeks=4, minutes=1))
        assert end_what_is_over(MONDAY + timedelta(weeks=4, minutes=1)) == 1
        assert urgency_of(ticket) == cared_for - CARE
