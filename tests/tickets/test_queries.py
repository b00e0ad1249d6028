from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.letters import receive_mail
from tests.world import World
from whydesk.tickets.counting import fold_counts
from whydesk.tickets.models import QueueCount, Ticket
from whydesk.tickets.queries import (
    Filters,
    Queue,
    WrongFilter,
    count_queues,
    list_queue,
    visible_to,
)
from whydesk.tickets.sorting import (
    add_tag,
    assign_ticket,
    close_ticket,
    leave_waiting,
    route_ticket,
)
from whydesk.tickets.standing import note_urgency

NONE = dict.fromkeys((queue.value for queue in Queue), 0)


def make_tickets(world: World, count: int) -> list[Ticket]:
    now = timezone.now()
    return Ticket.objects.bulk_create(
        Ticket(
            subject=f"Ticket {number}",
            contact=world.anna,
            company=world.anna.company,
            # Every two of them wait since the same moment: ties must not lose rows.
            waits_since=now - timedelta(hours=number // 2),
        )
        for number in range(count)
    )


def make_ticket(world: World, *, hours_ago: int) -> Ticket:
    return Ticket.objects.create(
        contact=world.anna, waits_since=timezone.now() - timedelta(hours=hours_ago)
    )


def test_the_longest_waiting_stands_first_and_pages_lose_nothing(world: World):
    tickets = make_tickets(world, 7)
    seen, after = [], ""
    while True:
        page = list_queue(world.vera, Queue.OPEN, Filters(), after=after, size=3)
        seen += [ticket.pk for ticket in page.tickets]
        after = page.next
        if not after:
            break
    expected = sorted(tickets, key=lambda ticket: (ticket.waits_since, ticket.pk))
    assert seen == [ticket.pk for ticket in expected]


def test_what_is_urgent_stands_as_if_it_had_waited_longer(world: World):
    old, older, urgent, new = (make_ticket(world, hours_ago=hours) for hours in (50, 51, 3, 2))
    note_urgency({urgent.pk: 48 * 60, old.pk: -60})
    seen, after = [], ""
    for _page in range(4):
        page = list_queue(world.vera, Queue.UNASSIGNED, Filters(), after=after, size=1)
        seen, after = [*seen, *page.tickets], page.next
    assert (seen, after) == ([older, urgent, old, new], "")
    urgent.refresh_from_db()
    assert urgent.waits_since - urgent.stands_since == timedelta(hours=48)


def test_who_does_not_wait_stands_nowhere(world: World):
    ticket = make_ticket(world, hours_ago=1)
    note_urgency({ticket.pk: 60})
    leave_waiting(ticket, by=world.vera)
    ticket.refresh_from_db()
    assert (ticket.urgency, ticket.stands_since) == (60, None)


def test_the_newest_stands_first_where_nobody_waits(world: World):
    older, newer = (receive_mail(text).ticket for text in ("One", "Two"))
    close_ticket(older, by=world.vera)
    close_ticket(newer, by=world.vera)
    page = list_queue(world.vera, Queue.CLOSED, Filters(), size=1)
    assert page.tickets == [newer]
    rest = list_queue(world.vera, Queue.CLOSED, Filters(), after=page.next, size=1)
    assert (rest.tickets, rest.next) == ([older], "")


def test_counters_follow_every_change(world: World):
    tickets = make_tickets(world, 3)
    assert count_queues(world.vera) == NONE | {"open": 3, "unassigned": 3}
    assign_ticket(tickets[0], to=world.vera, by=world.vera)
    close_ticket(tickets[1], by=world.vera)
    Ticket.objects.filter(pk=tickets[2].pk).update(undelivered=True)
    expected = {"open": 2, "unassigned": 1, "mine": 1, "closed": 1, "undelivered": 1}
    assert count_queues(world.vera) == NONE | expected
    assert count_queues(world.bruno) == NONE | expected | {"mine": 0}
    fold_counts()
    assert count_queues(world.vera) == NONE | expected
    assert QueueCount.objects.count() == 5
    Ticket.objects.all().delete()
    assert count_queues(world.vera) == NONE


def test_filters_combine(world: World):
    ours = receive_mail("Привет", sender="anna@romashka.example").ticket
    receive_mail("Olá, tudo bem com vocês?", sender="joao@padaria.example")
    receive_mail("Hello")
    add_tag(ours, tag="api", by=world.vera)

    def found(**filters: object) -> list[Ticket]:
        return list_queue(world.vera, Queue.OPEN, Filters(**filters)).tickets

    assert found(kind="customer", tag="api", language="ru") == [ours]
    assert found(kind="trial", tag="api") == []
    assert found(company=world.anna.company_id, mailbox=world.support.pk) == [ours]
    assert found(mailbox=world.sales.pk) == []


def test_filters_make_an_address_and_come_back_from_it():
    filters = Filters(assignee=7, tag="api")
    assert filters.to_query() == {"assignee": "7", "tag": "api"}
    assert Filters.from_query(filters.to_query()) == filters


@pytest.mark.parametrize("text", ["x", "-1", "1e3", "９", "9" * 40])
def test_a_filter_that_is_no_number_is_refused(text: str):
    with pytest.raises(WrongFilter):
        Filters.from_query({"assignee": text})


@pytest.mark.parametrize("after", ["x", "2026-01-01", "_", "2026-01-01T00:00:00+00:00_x"])
def test_a_page_that_means_nothing_is_refused(world: World, after: str):
    with pytest.raises(WrongFilter):
        list_queue(world.vera, Queue.OPEN, Filters(), after=after)


def test_a_guest_sees_what_is_theirs_and_their_teams(world: World):
    theirs, teams, others = (receive_mail(text).ticket for text in ("One", "Two", "Three"))
    Ticket.objects.update(team=None)
    assign_ticket(theirs, to=world.gus, by=world.vera)
    world.first_line.members.add(world.gus)
    route_ticket(teams, to=world.first_line, by=world.vera)
    assert set(visible_to(world.gus)) == {theirs, teams}
    assert set(visible_to(world.vera)) == {theirs, teams, others}
    assert count_queues(world.gus) == {"mine": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_one_query(world: World, count: int, django_assert_num_queries):
    make_tickets(world, count)
    with django_assert_num_queries(1):
        page = list_queue(world.vera, Queue.OPEN, Filters())
        assert [str(ticket.company) for ticket in page.tickets] == ["Ромашка"] * count
