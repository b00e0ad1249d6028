"""The clock of a ticket waits for something named."""

import pytest

from tests.desk.conftest import Clock, do_jobs, due_of, local
from tests.world import World
from whydesk.desk.models import Pause, Stop
from whydesk.desk.queries import stop_of
from whydesk.desk.stopping import (
    WrongStop,
    name_stop,
    resume_ticket,
    retire_stop,
    stop_ticket,
)
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed


@pytest.fixture
def bank(desk: World) -> Stop:
    return name_stop(name=" Answer of  the bank ", by=desk.ada)


def test_the_clock_stops_and_runs_on(desk: World, says, bank: Stop, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=2)
    stop_ticket(ticket, stop=bank, by=desk.vera)
    do_jobs()
    due = due_of(ticket)
    assert (local(due.paused_at), due.used_seconds, due.due_at) == ("23.11. 12:00", 120, None)
    assert (stop_of(ticket).stop.name, stop_of(ticket).agent) == ("Answer of the bank", desk.vera)
    clock.set("2026-11-25T12:00")
    resume_ticket(ticket, by=desk.vera)
    do_jobs()
    assert (local(due_of(ticket).due_at), stop_of(ticket)) == ("25.11. 16:58", None)
    events = Entry.objects.filter(event__in=["ticket.stopped", "ticket.resumed"]).order_by("pk")
    assert [entry.event for entry in events] == ["ticket.stopped", "ticket.resumed"]


def test_a_ticket_waits_for_one_thing_at_a_time(desk: World, says, bank: Stop, clock: Clock):
    ticket = says(desk.anna).ticket
    post = name_stop(name="Post", by=desk.ada)
    for stop in (bank, bank, post):
        clock.move(minutes=1)
        stop_ticket(ticket, stop=stop, by=desk.vera)
    pauses = Pause.objects.filter(ticket=ticket)
    assert [(one.stop, local(one.since), local(one.until)) for one in pauses] == [
        (bank, "23.11. 11:59", "23.11. 12:01"),
        (post, "23.11. 12:01", ""),
    ]


def test_what_runs_is_not_resumed(desk: World, says):
    resume_ticket(says(desk.anna).ticket, by=desk.vera)
    assert Entry.objects.filter(event="ticket.resumed").count() == 0


def test_a_clock_set_back_ends_no_stop_before_it_began(desk, says, bank: Stop, clock: Clock):
    ticket = says(desk.anna).ticket
    stop_ticket(ticket, stop=bank, by=desk.vera)
    began = clock.now
    clock.move(hours=-1)
    resume_ticket(ticket, by=desk.vera)
    assert Pause.objects.get(ticket=ticket).until == began


def test_a_retired_stop_is_used_no_more_until_it_is_named_again(desk: World, says, bank: Stop):
    ticket = says(desk.anna).ticket
    retired = retire_stop(bank, by=desk.ada)
    with pytest.raises(WrongStop):
        stop_ticket(ticket, stop=retired, by=desk.vera)
    again = name_stop(name="answer of the bank", by=desk.ada)
    assert (again.pk, stop_ticket(ticket, stop=again, by=desk.vera).stop) == (bank.pk, bank)


@pytest.mark.parametrize("name", ["", "x" * 101, "Answer of the bank"])
def test_a_name_that_cannot_be_kept_is_refused(desk: World, bank: Stop, name: str):
    with pytest.raises(WrongStop):
        name_stop(name=name, by=desk.ada)
    assert list(Stop.objects.all()) == [bank]


def test_who_may(desk: World, says, bank: Stop):
    ticket = says(desk.anna).ticket
    desk.sam.is_active = False
    for verb in (
        lambda: name_stop(name="Post", by=desk.vera),
        lambda: retire_stop(bank, by=desk.vera),
        lambda: stop_ticket(ticket, stop=bank, by=desk.sam),
        lambda: resume_ticket(ticket, by=desk.sam),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert Pause.objects.filter(ticket=ticket).count() == 0
