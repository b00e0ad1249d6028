"""The database notes the states of tickets, whoever changes them."""

from tests.desk.conftest import Clock, local
from tests.world import World
from whydesk.desk.models import Pause
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import add_tag, close_ticket, leave_waiting, reopen_ticket


def pauses(ticket: Ticket) -> list[tuple[str, str, str]]:
    found = Pause.objects.filter(ticket=ticket)
    return [(one.state, local(one.since), local(one.until)) for one in found]


def test_each_state_is_a_stretch_of_time(desk: World, says, clock: Clock):
    ticket = says(desk.anna).ticket
    clock.move(minutes=2)
    leave_waiting(ticket, by=desk.vera)
    clock.move(hours=1)
    add_tag(ticket, tag="bank", by=desk.vera)
    clock.move(hours=1)
    close_ticket(ticket, by=desk.vera)
    clock.move(hours=1)
    reopen_ticket(ticket, by=desk.vera)
    assert pauses(ticket) == [
        ("waiting", "23.11. 12:00", "23.11. 14:00"),
        ("closed", "23.11. 14:00", "23.11. 15:00"),
    ]


def test_many_tickets_changed_at_once_are_all_noted(desk: World, says, clock: Clock):
    tickets = [says(desk.anna).ticket for _ in range(2)]
    Ticket.objects.update(status="closed", updated_at=clock.now)
    assert [pauses(ticket) for ticket in tickets] == [[("closed", "23.11. 11:58", "")]] * 2


def test_a_clock_set_back_ends_no_state_before_it_began(desk: World, says, clock: Clock):
    ticket = says(desk.anna).ticket
    leave_waiting(ticket, by=desk.vera)
    clock.move(hours=-1)
    reopen_ticket(ticket, by=desk.vera)
    assert pauses(ticket) == [("waiting", "23.11. 11:58", "23.11. 11:58")]
