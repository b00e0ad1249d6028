"""What is promised when somebody writes, and what becomes of it."""

import pytest

from tests.desk.conftest import Clock, do_jobs, due_of, local
from tests.world import World, make_company, make_contact
from whydesk.customers.keeping import change_company
from whydesk.desk.choices import Reason
from whydesk.desk.models import BrokenPromise, Due
from whydesk.desk.opening import keep_hours
from whydesk.desk.overruling import put_urgency_back, set_urgency
from whydesk.desk.promising import keep_promises
from whydesk.desk.reweighing import set_weights
from whydesk.desk.ruling import add_rule
from whydesk.desk.watching import warn_of_promises
from whydesk.history.models import Entry
from whydesk.people.actors import DESK
from whydesk.people.teaming import dissolve_team
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.receiving import note_call
from whydesk.tickets.sorting import (
    close_ticket,
    leave_waiting,
    mark_spam,
    reopen_ticket,
    snooze_ticket,
)


def books(ticket: Ticket) -> list[tuple[str, str, str]]:
    """Return each promise on the ticket: what, when it is due, when it was kept."""
    dues = Due.objects.filter(ticket=ticket).order_by("pk")
    return [(due.promise, local(due.due_at), local(due.met_at)) for due in dues]


def due_at(ticket: Ticket) -> str:
    ticket.refresh_from_db()
    return local(ticket.due_at)


def test_a_customer_is_answered_within_four_working_hours(desk: World, says):
    ticket = says(desk.anna).ticket
    assert books(ticket) == [("first_answer", "23.11. 16:58", "")]
    assert due_at(ticket) == "23.11. 16:58"


def test_somebody_on_trial_is_answered_within_one(desk: World, says):
    assert due_at(says(desk.joao).ticket) == "23.11. 12:58"


@pytest.mark.parametrize("kind", ["prospect", "trial", "vip"])
def test_who_comes_first_is_promised_more(desk: World, says, kind: str):
    contact = make_contact("Ivan", "ivan@new.example", make_company("New", kind))
    assert due_at(says(contact).ticket) == "23.11. 12:58"


def test_an_outage_does_not_wait_for_the_morning(desk: World, says, clock: Clock):
    clock.set("2026-11-23T23:00")
    ticket = says(desk.anna).ticket
    assert due_at(ticket) == "24.11. 13:00"
    Ticket.objects.filter(pk=ticket.pk).update(kind="outage")
    keep_promises([ticket.pk])
    assert due_at(ticket) == "23.11. 23:30"


def test_an_advertiser_is_promised_nothing(desk: World, says):
    ticket = says(desk.mary).ticket
    Ticket.objects.filter(pk=ticket.pk).update(kind="spam")
    keep_promises([ticket.pk])
    assert (books(ticket), due_at(ticket)) == ([], "")


def test_an_answer_keeps_the_promise(desk: World, says, answer, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=20)
    answer(ticket)
    assert books(ticket) == [("first_answer", "23.11. 16:58", "23.11. 12:18")]
    assert due_at(ticket) == ""


def test_who_writes_twice_waits_since_the_first_time(desk: World, says, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=30)
    says(desk.anna, ticket=ticket)
    assert books(ticket) == [("first_answer", "23.11. 16:58", "")]


def test_each_answer_to_an_answer_is_promised_anew(desk: World, says, answer, clock: Clock):
    ticket = says(desk.anna).ticket
    answer(ticket)
    clock.move(hours=3)
    says(desk.anna, ticket=ticket)
    clock.move(hours=1)
    assert books(ticket)[1:] == [("next_answer", "24.11. 09:58", "")]
    answer(ticket)
    clock.set("2026-11-25T10:00")
    says(desk.anna, ticket=ticket)
    assert books(ticket)[1:] == [
        ("next_answer", "24.11. 09:58", "23.11. 15:58"),
        ("next_answer", "25.11. 15:00", ""),
    ]


def test_a_note_and_a_machine_answer_nobody_and_ask_nothing(desk: World, says):
    ticket = says(desk.anna).ticket
    for automatic, kind in (("out_of_office", "incoming"), ("", "note"), ("auto_reply", "reply")):
        Message.objects.create(ticket=ticket, kind=kind, automatic=automatic)
    keep_promises([ticket.pk])
    assert books(ticket) == [("first_answer", "23.11. 16:58", "")]


def test_a_call_is_answered_like_a_mail(desk: World):
    message = note_call(contact=desk.anna, subject="Phone", text="Call back.", by=desk.vera)
    do_jobs()
    assert books(message.ticket) == [("first_answer", "23.11. 16:58", "")]


def test_time_stands_still_while_we_wait_for_the_customer(desk: World, says, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=12)
    leave_waiting(ticket, by=desk.vera)
    do_jobs()
    due = due_of(ticket)
    assert (due.due_at, local(due.paused_at), due.used_seconds) == (None, "23.11. 12:10", 720)
    assert due_at(ticket) == ""
    clock.set("2026-11-24T09:00")
    reopen_ticket(ticket, by=desk.vera)
    do_jobs()
    assert books(ticket) == [("first_answer", "24.11. 12:48", "")]


def test_to_snooze_is_no_way_to_gain_time(desk: World, says, clock: Clock):
    ticket = says(desk.anna).ticket
    snooze_ticket(ticket, until=clock.now.replace(year=2027), by=desk.vera)
    do_jobs()
    assert due_at(ticket) == "23.11. 16:58"


def test_what_is_closed_or_spam_owes_nothing_until_it_is_taken_up(desk, says, clock: Clock):
    for end in (close_ticket, mark_spam):
        clock.set("2026-11-23T11:58")
        ticket = says(desk.anna).ticket
        end(ticket, by=desk.vera)
        do_jobs()
        assert due_at(ticket) == ""
        clock.set("2026-11-26T11:58")
        reopen_ticket(ticket, by=desk.vera)
        do_jobs()
        assert due_at(ticket) == "26.11. 16:58"
    assert BrokenPromise.objects.count() == 0


def test_a_ticket_that_ended_unpromised_is_promised_nothing(desk: World, says):
    ticket = says(desk.anna).ticket
    mark_spam(ticket, by=desk.vera)
    Due.objects.all().delete()
    do_jobs()
    assert books(ticket) == []


def test_the_kind_of_account_changes_what_is_promised(desk: World, says):
    ticket = says(desk.anna).ticket
    change_company(ticket.company, domains=["romashka.example"], kind="vip", by=desk.vera)
    do_jobs()
    assert due_at(ticket) == "23.11. 12:58"


def test_a_dissolved_team_works_when_the_desk_does(desk: World, says, clock: Clock):
    keep_hours(team=desk.first_line, week=["00:00-24:00"] * 7, time_zone="UTC", by=desk.ada)
    clock.set("2026-11-21T12:00")
    ticket = says(desk.anna).ticket
    assert due_at(ticket) == "21.11. 16:00"
    dissolve_team(desk.first_line, by=desk.ada)
    do_jobs()
    assert due_at(ticket) == "23.11. 13:00"


def test_a_late_answer_breaks_the_promise_and_is_written_down(desk, says, answer, clock: Clock):
    ticket = says(desk.joao).ticket
    clock.move(hours=3)
    answer(ticket)
    broken = BrokenPromise.objects.get(due__ticket=ticket)
    assert (local(broken.at), local(broken.due.met_at)) == ("23.11. 12:58", "23.11. 14:58")
    entry = Entry.objects.get(event="promise.broken")
    assert entry.data == {
        "ticket_id": ticket.pk,
        "company_id": ticket.company_id,
        "due_id": broken.due_id,
        "promise": "first_answer",
        "due_at": "2026-11-23T12:58:00+00:00",
    }


def test_saying_it_again_changes_nothing(desk: World, says, answer, clock: Clock):
    ticket = says(desk.joao).ticket
    clock.move(hours=3)
    answer(ticket)
    before = list(Due.objects.values()), list(BrokenPromise.objects.values()), Entry.objects.count()
    for _ in range(2):
        keep_promises([ticket.pk])
    after = list(Due.objects.values()), list(BrokenPromise.objects.values()), Entry.objects.count()
    assert after == before


def test_jobs_that_come_late_come_to_the_same(desk: World, says, answer, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=20)
    answer(ticket)
    in_time = books(ticket)
    Due.objects.all().delete()
    clock.move(days=2)
    keep_promises([ticket.pk])
    assert books(ticket) == in_time


def test_a_clock_set_back_owes_no_time(desk: World, says, answer, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=-50)
    answer(ticket)
    assert books(ticket) == [("first_answer", "23.11. 16:58", "23.11. 11:58")]


def test_many_tickets_cost_as_many_statements_as_one(desk, says, django_assert_num_queries):
    tickets = [says(desk.anna).ticket.pk for _ in range(3)]
    Due.objects.all().delete()
    with django_assert_num_queries(11):
        keep_promises(tickets[:1])
    with django_assert_num_queries(11):
        keep_promises(tickets[1:])


def test_who_is_urgent_is_promised_more_and_a_promise_is_no_reason_for_another(
    desk: World, says, clock: Clock
):
    rule = {"promises": ["first_answer"], "minutes": 60, "urgency_from": 48 * 60}
    add_rule(**rule, by=DESK)
    clock.move(minutes=1)
    ticket = says(desk.anna).ticket
    assert books(ticket) == [("first_answer", "23.11. 16:59", "")]
    set_urgency(ticket, minutes=72 * 60, reason="She called twice", by=desk.sam)
    assert books(ticket) == [("first_answer", "23.11. 12:59", "")]
    put_urgency_back(ticket, by=desk.sam)
    assert books(ticket) == [("first_answer", "23.11. 16:59", "")]
    set_weights({Reason.NEAR: 72 * 60}, new_days=90, by=desk.ada)
    clock.set("2026-11-23T16:40")
    Due.objects.update(warn_at=clock.now)
    warn_of_promises(clock.now)
    do_jobs()
    ticket.refresh_from_db()
    assert ticket.urgency >= 48 * 60
    assert books(ticket) == [("first_answer", "23.11. 16:59", "")]
