"""Urgency follows what happens."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.briefs.readings import have_read
from tests.desk.conftest import Clock, do_jobs, due_of
from tests.world import World
from whydesk.briefs.events import TicketPlaced
from whydesk.briefs.models import DIMENSIONS, Likeness
from whydesk.customers.keeping import change_company
from whydesk.customers.models import Company, Contact
from whydesk.desk.jobs import watch_promises, watch_urgency
from whydesk.desk.models import Standing
from whydesk.desk.opening import keep_hours
from whydesk.desk.weighing import weigh, weigh_company
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK
from whydesk.people.models import Team
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import Filters, Queue, list_queue
from whydesk.tickets.sorting import assign_ticket, close_ticket, put_back, route_ticket


def reasons_of(ticket: Ticket) -> dict[str, int]:
    """Return hours by reason, and check that the ticket stands by them."""
    standing = Standing.objects.get(ticket=ticket)
    ticket.refresh_from_db()
    assert ticket.urgency == standing.minutes == sum(one[1] for one in standing.reasons)
    return {reason: minutes // 60 for reason, minutes, _times in standing.reasons}


def place(ticket: Ticket, *, on: int = 0) -> None:
    """Lay the ticket beside all others placed on the same side of the space."""
    vector = [0.0] * DIMENSIONS
    vector[on] = 1.0
    Likeness.objects.create(ticket=ticket, vector=vector)
    record_all([(TicketPlaced(ticket.pk), DESK)])
    do_jobs()


def read_as(ticket: Ticket, **fields: object) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(**fields)
    weigh([ticket.pk])


def of_company(contact: Contact, **fields: object) -> Company:
    Company.objects.filter(pk=contact.company_id).update(**fields)
    return Company.objects.get(pk=contact.company_id)


def test_who_is_about_to_buy_stands_first_before_anything_was_read(desk: World, says, clock: Clock):
    says(desk.anna)
    clock.move(hours=100)
    trial = says(desk.joao).ticket
    first = list_queue(desk.vera, Queue.OPEN, Filters()).tickets[0]
    assert (first, reasons_of(trial)) == (trial, {"trial": 120})


def test_what_was_read_counts_and_so_does_what_somebody_corrected(desk: World, says):
    message = says(desk.anna)
    reading = have_read(message, leaving=True, public_threat=True)
    read_as(message.ticket, kind="outage", temperature=3, is_blocking=True)
    burning = {"blocked": 120, "outage": 120, "furious": 96, "leaving": 96, "public": 48}
    assert reasons_of(message.ticket) == burning
    reading.corrected = {**reading.brief, "leaving": False}
    reading.save()
    read_as(message.ticket, temperature=0)
    assert reasons_of(message.ticket) == {"blocked": 120, "outage": 120, "public": 48}


def test_weighing_again_changes_nothing(desk: World, says):
    ticket = says(desk.joao).ticket
    before = Standing.objects.values().get(ticket=ticket)
    weigh([ticket.pk, ticket.pk])
    assert Standing.objects.values().get(ticket=ticket) == before


def test_a_new_kind_of_account_counts_at_once(desk: World, says):
    ticket = says(desk.anna).ticket
    assert reasons_of(ticket) == {}
    change_company(desk.anna.company, domains=["romashka.example"], kind="vip", by=desk.vera)
    do_jobs()
    assert reasons_of(ticket) == {"vip": 96}


def test_a_customer_is_new_for_some_weeks(desk: World, says, clock: Clock):
    of_company(desk.anna, since=date(2026, 11, 1))
    ticket = says(desk.anna).ticket
    assert reasons_of(ticket) == {"new": 72}
    clock.set("2027-01-30T01:00")
    watch_urgency(timestamp=0)
    assert reasons_of(ticket) == {}


def test_aftercare_counts_until_it_ends_and_no_longer(desk: World, says, clock: Clock):
    ticket, other = says(desk.anna).ticket, says(desk.mary).ticket
    of_company(desk.anna, care_until=timezone.now() + timedelta(weeks=4))
    weigh_company(desk.anna.company_id)
    assert (reasons_of(ticket), reasons_of(other)) == ({"care": 72}, {})
    Standing.objects.filter(ticket=other).update(minutes=7)
    clock.move(weeks=4)
    watch_urgency(timestamp=0)
    assert (reasons_of(ticket), Standing.objects.get(ticket=other).minutes) == ({}, 7)


def test_a_promise_that_is_near_then_broken_then_mended(desk: World, says, clock: Clock):
    ticket, other = says(desk.joao).ticket, says(desk.anna).ticket
    clock.set("2026-11-23T12:44")
    watch_promises(timestamp=0)
    do_jobs()
    assert (reasons_of(ticket), reasons_of(other)) == ({"trial": 120, "near": 12}, {})
    clock.set("2026-11-23T14:10")
    watch_promises(timestamp=0)
    do_jobs()
    assert reasons_of(ticket) == {"trial": 120, "broken": 24}
    keep_hours(week=["14:00-18:00"] * 7, time_zone="Europe/Lisbon", by=desk.ada)
    do_jobs()
    assert reasons_of(ticket) == {"trial": 120}


def test_time_given_back_to_a_promise_is_seen(desk: World, says, clock: Clock):
    ticket = says(desk.joao).ticket
    clock.set("2026-11-23T12:44")
    watch_promises(timestamp=0)
    keep_hours(week=["12:30-18:00"] * 7, time_zone="Europe/Lisbon", by=desk.ada)
    do_jobs()
    assert reasons_of(ticket) == {"trial": 120}


def test_passing_it_on_counts_up(desk: World, says):
    ticket = says(desk.anna).ticket
    for agent in (desk.vera, desk.vera, desk.bruno):
        assign_ticket(ticket, to=agent, by=desk.vera)
    do_jobs()
    assert reasons_of(ticket) == {"passed": 12}
    put_back(ticket, by=desk.bruno)
    assign_ticket(ticket, to=desk.bruno, by=desk.bruno)
    route_ticket(ticket, to=Team.objects.create(name="Second line"), by=desk.bruno)
    do_jobs()
    assert reasons_of(ticket) == {"passed": 24}


def test_whoever_answered_what_nobody_had_has_had_it(desk: World, says, answer):
    ticket = says(desk.anna).ticket
    answer(ticket)
    assign_ticket(ticket, to=desk.bruno, by=desk.vera)
    do_jobs()
    assert reasons_of(ticket) == {"passed": 12}


def test_other_hands_with_other_hours_make_nobody_less_urgent(desk: World, says, clock: Clock):
    ticket = says(desk.joao).ticket
    clock.set("2026-11-23T14:10")
    watch_promises(timestamp=0)
    do_jobs()
    nights = Team.objects.create(name="Nights")
    keep_hours(team=nights, week=["22:00-24:00"] * 7, time_zone="Europe/Lisbon", by=desk.ada)
    do_jobs()
    route_ticket(ticket, to=nights, by=desk.vera)
    do_jobs()
    assert not hasattr(due_of(ticket), "broken")
    assert reasons_of(ticket) == {"trial": 120, "broken": 24, "passed": 12}


def test_what_was_held_ends_with_the_waiting(desk: World, says, answer, clock: Clock):
    test_other_hands_with_other_hours_make_nobody_less_urgent(desk, says, clock)
    ticket = Ticket.objects.get()
    answer(ticket)
    assert reasons_of(ticket) == {"trial": 120, "passed": 12}
    clock.move(minutes=5)
    says(desk.joao, ticket=ticket)
    assert reasons_of(ticket) == {"trial": 120, "passed": 12}


def test_others_with_the_same_trouble_make_all_of_them_more_urgent(desk: World, says):
    first, second, strange = (says(who).ticket for who in (desk.anna, desk.mary, desk.mary))
    Ticket.objects.update(kind="bug")
    place(first)
    assert reasons_of(first) == {}
    place(strange, on=1)
    place(second)
    assert (reasons_of(first), reasons_of(second)) == ({"alike": 6}, {"alike": 6})
    assert reasons_of(strange) == {}


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"kind": "wish"}, "a wish of many is no trouble"),
        ({"status": "spam", "waits_since": None}, "an advertiser has no trouble"),
        ({"created_at": timezone.now() - timedelta(days=3000)}, "it is long ago"),
    ],
)
def test_what_is_no_trouble_of_today_counts_for_nobody(
    desk: World, says, changed: dict[str, object], because: str
):
    mine, theirs = says(desk.anna).ticket, says(desk.mary).ticket
    Ticket.objects.update(kind="bug")
    Ticket.objects.filter(pk=theirs.pk).update(**changed)
    place(theirs)
    place(mine)
    assert reasons_of(mine) == {}, because


def test_two_of_one_company_are_one(desk: World, says):
    mine, theirs = says(desk.anna).ticket, says(desk.mary).ticket
    Contact.objects.filter(pk=desk.mary.pk).update(company=desk.anna.company)
    Ticket.objects.update(kind="bug", company=desk.anna.company)
    place(theirs)
    place(mine)
    assert reasons_of(mine) == {}


def test_what_has_ended_is_left_alone(desk: World, says):
    ticket = says(desk.joao).ticket
    close_ticket(ticket, by=desk.vera)
    of_company(desk.joao, kind="former")
    weigh([ticket.pk])
    assert reasons_of(ticket) == {"trial": 120}


def test_many_cost_as_many_queries_as_one(desk: World, says, django_assert_num_queries):
    tickets = [says(contact).ticket.pk for contact in (desk.anna, desk.joao, desk.mary)]
    Standing.objects.all().delete()
    # A savepoint and its end, tickets, weights, standings, readings, promises, hands,
    # likes, what is written, overrulings, the tickets themselves.
    with django_assert_num_queries(12):
        weigh(tickets)
