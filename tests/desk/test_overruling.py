"""An agent says how urgent a ticket is."""

import pytest

from tests.desk.conftest import Clock, do_jobs
from tests.world import World, make_agent
from whydesk.desk.models import Overruling, Standing
from whydesk.desk.overruling import (
    MOST_MINUTES,
    WrongUrgency,
    put_urgency_back,
    set_urgency,
)
from whydesk.history.models import Entry
from whydesk.people.actors import DESK, NotAllowed, Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import close_ticket, reopen_ticket


def urgency_of(ticket: Ticket) -> int:
    ticket.refresh_from_db()
    return ticket.urgency


def events() -> list[str]:
    found = Entry.objects.filter(event__startswith="urgency.").order_by("pk")
    return list(found.values_list("event", flat=True))


def test_what_an_agent_says_counts_whatever_happens_meanwhile(desk: World, says):
    ticket = says(desk.joao).ticket
    set_urgency(ticket, minutes=90, reason=" Agreed by  phone ", by=desk.vera)
    assert urgency_of(ticket) == 90
    says(desk.joao, ticket=ticket)
    assert (urgency_of(ticket), Standing.objects.get(ticket=ticket).minutes) == (90, 120 * 60)
    found = Overruling.objects.get()
    assert (found.reason, found.agent, found.ended_at) == ("Agreed by phone", desk.vera, None)


def test_less_than_nothing_lets_others_go_first(desk: World, says):
    ticket = says(desk.anna).ticket
    set_urgency(ticket, minutes=-600, reason="They are on holiday", by=desk.vera)
    ticket.refresh_from_db()
    assert ticket.stands_since > ticket.waits_since


def test_saying_something_else_ends_what_was_said_before(desk: World, says):
    ticket = says(desk.anna).ticket
    for minutes in (90, 90, 120):
        set_urgency(ticket, minutes=minutes, reason="Agreed", by=desk.vera)
    said = Overruling.objects.order_by("pk").values_list("minutes", "ended_by")
    assert list(said) == [(90, desk.vera.pk), (120, None)]
    assert (urgency_of(ticket), events()) == (120, ["urgency.set", "urgency.set"])


def test_left_to_the_desk_again_it_is_as_reckoned(desk: World, says):
    ticket = says(desk.joao).ticket
    set_urgency(ticket, minutes=0, reason="Agreed", by=desk.vera)
    for _again in range(2):
        put_urgency_back(ticket, by=desk.bruno)
    assert urgency_of(ticket) == 120 * 60
    assert Overruling.objects.get().ended_by == desk.bruno
    assert events() == ["urgency.set", "urgency.put_back"]


def test_it_ends_when_the_ticket_is_closed(desk: World, says, clock: Clock):
    ticket = says(desk.joao).ticket
    set_urgency(ticket, minutes=0, reason="Agreed", by=desk.vera)
    clock.move(minutes=1)
    close_ticket(ticket, by=desk.vera)
    do_jobs()
    reopen_ticket(ticket, by=desk.vera)
    do_jobs()
    assert (urgency_of(ticket), Overruling.objects.get().ended_at) == (120 * 60, clock.now)


def test_a_late_job_does_not_end_what_was_said_since(desk: World, says, clock: Clock):
    ticket = says(desk.anna).ticket
    close_ticket(ticket, by=desk.vera)
    reopen_ticket(ticket, by=desk.vera)
    clock.move(minutes=1)
    set_urgency(ticket, minutes=90, reason="Agreed", by=desk.vera)
    do_jobs()
    assert (urgency_of(ticket), Overruling.objects.get().ended_at) == (90, None)


def test_a_rule_may_say_it_too(desk: World, says):
    ticket = says(desk.anna).ticket
    set_urgency(ticket, minutes=90, reason="VIPs at night", by=DESK)
    assert (urgency_of(ticket), Overruling.objects.get().agent) == (90, None)


@pytest.mark.parametrize(("minutes", "reason"), [(5, "  "), (MOST_MINUTES + 1, "Agreed")])
def test_nothing_is_said_without_a_reason_or_beyond_all_measure(
    desk: World, says, minutes: int, reason: str
):
    ticket = says(desk.joao).ticket
    with pytest.raises(WrongUrgency):
        set_urgency(ticket, minutes=minutes, reason=reason, by=desk.vera)
    assert urgency_of(ticket) == 120 * 60


def test_who_may_not_sort_may_not_say_it(desk: World, says):
    ticket = says(desk.anna).ticket
    set_urgency(ticket, minutes=90, reason="Agreed", by=desk.vera)
    paul = make_agent("Paul Product", Role.PRODUCT)
    with pytest.raises(NotAllowed):
        set_urgency(ticket, minutes=5, reason="Mine first", by=paul)
    with pytest.raises(NotAllowed):
        put_urgency_back(ticket, by=paul)
    assert urgency_of(ticket) == 90
