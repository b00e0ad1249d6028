from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.letters import receive_mail
from tests.world import World
from whydesk.history.events import sentence_of
from whydesk.history.timelines import entries_about
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.jobs import put_back_tickets
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import (
    WrongTag,
    WrongTime,
    add_tag,
    assign_ticket,
    close_ticket,
    leave_waiting,
    mark_spam,
    put_back,
    remove_tag,
    reopen_ticket,
    route_ticket,
    snooze_ticket,
    wake_tickets,
)


@pytest.fixture
def ticket(world: World) -> Ticket:
    return receive_mail("Where are my invoices?").ticket


def story_of(ticket: Ticket) -> list[str]:
    entries = reversed(entries_about("ticket", ticket.pk))
    return [f"{entry.actor_name} {sentence_of(entry.event, entry.data)}" for entry in entries]


def test_each_change_is_told_once(world: World, ticket: Ticket):
    assign_ticket(ticket, to=world.bruno, by=world.vera)
    assign_ticket(ticket, to=world.bruno, by=world.vera)
    put_back(ticket, by=world.bruno)
    put_back(ticket, by=world.bruno)
    route_ticket(ticket, to=world.first_line, by=world.vera)
    close_ticket(ticket, by=world.vera)
    close_ticket(ticket, by=world.vera)
    reopen_ticket(ticket, by=world.vera)
    leave_waiting(ticket, by=world.vera)
    mark_spam(ticket, by=world.vera)
    assert story_of(ticket) == [
        "Mary Hill wrote",
        "Vera Orlova gave this to Bruno Dias",
        "Bruno Dias put this back for whoever is free",
        "Vera Orlova closed this",
        "Vera Orlova opened this again",
        "Vera Orlova waits for the customer",
        "Vera Orlova called this spam",
    ]


def test_what_somebody_had_in_hand_is_put_back_when_they_leave(world: World, ticket: Ticket):
    closed = close_ticket(receive_mail("Done?").ticket, by=world.vera)
    for one in (ticket, closed):
        assign_ticket(one, to=world.bruno, by=world.vera)
    put_back_tickets(agent_id=world.bruno.pk)
    holders = dict(Ticket.objects.values_list("pk", "assignee"))
    assert holders == {ticket.pk: None, closed.pk: world.bruno.pk}
    assert story_of(ticket)[-1] == "Whydesk put this back for whoever is free"


def test_who_may_not_sort_changes_nothing(world: World, ticket: Ticket):
    world.sam.role = Role.PRODUCT
    with pytest.raises(NotAllowed):
        close_ticket(ticket, by=world.sam)
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_a_snooze_keeps_the_time_since_which_somebody_waits(world: World, ticket: Ticket):
    since = ticket.waits_since
    soon = timezone.now() + timedelta(hours=1)
    snoozed = snooze_ticket(ticket, until=soon, by=world.vera)
    assert (snoozed.status, snoozed.snoozed_until) == ("snoozed", soon)
    assert wake_tickets(timezone.now()) == 0
    assert wake_tickets(soon) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.snoozed_until, ticket.waits_since) == ("open", None, since)


def test_a_snooze_into_the_past_is_refused(world: World, ticket: Ticket):
    with pytest.raises(WrongTime, match="future"):
        snooze_ticket(ticket, until=timezone.now(), by=world.vera)


def test_tags_are_words_in_lower_case_each_once(world: World, ticket: Ticket):
    add_tag(ticket, tag="  Nota   Fiscal ", by=world.vera)
    add_tag(ticket, tag="nota fiscal", by=world.vera)
    tagged = add_tag(ticket, tag="api", by=world.vera)
    assert tagged.tags == ["api", "nota fiscal"]
    assert remove_tag(ticket, tag="api", by=world.vera).tags == ["nota fiscal"]


@pytest.mark.parametrize("tag", ["", "   ", "x" * 51])
def test_a_tag_that_is_none_is_refused(world: World, ticket: Ticket, tag: str):
    with pytest.raises(WrongTag, match="one to fifty"):
        add_tag(ticket, tag=tag, by=world.vera)
