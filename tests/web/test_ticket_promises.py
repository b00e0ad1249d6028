"""What we owe on a ticket, and stopping its clock."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.desk.models import Due, Pause, PromiseRule, Stop
from whydesk.desk.promising import keep_promises
from whydesk.desk.stopping import name_stop, retire_stop
from whydesk.people.actors import Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import send_reply


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    world.vera.language = "en"
    world.vera.save()
    client.force_login(world.vera)
    return client


@pytest.fixture
def bank(world: World) -> Stop:
    return name_stop(name="Answer of the bank", by=world.ada)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """A ticket on which an answer is due in two hours, day and night."""
    PromiseRule.objects.update(made_at=None, measure="plain", minutes=180)
    return ticket_of(world)


def ticket_of(world: World, *, hours_ago: int = 1) -> Ticket:
    ticket = write(world, world.anna, hours_ago=hours_ago).ticket
    keep_promises([ticket.pk])
    return ticket


def owed(client: Client, ticket: Ticket) -> str:
    return client.get(f"/tickets/{ticket.pk}/promises").content.decode()


def test_what_is_owed_stands_with_the_time_that_is_left(vera: Client, ticket: Ticket):
    page = owed(vera, ticket)
    assert "<span>First answer</span>" in page
    assert 'stroke-dasharray="67 100"' in page
    part = {"HX-Request": "true", "HX-Target": "div#owed"}
    answer = vera.get(f"/tickets/{ticket.pk}/promises", headers=part)
    assert "<html" not in answer.content.decode()


def test_what_was_kept_says_so(vera: Client, world: World, ticket: Ticket):
    send_reply(ticket, text="Here you are.", by=world.vera)
    keep_promises([ticket.pk])
    assert "First answer given" in owed(vera, ticket)


def test_a_clock_is_stopped_for_a_named_reason_and_runs_again(
    vera: Client, ticket: Ticket, bank: Stop
):
    address = f"/tickets/{ticket.pk}/stop"
    assert "Answer of the bank" in vera.get(address).content.decode()
    assert vera.post(address, {"stop": bank.pk})["Location"] == f"/tickets/{ticket.pk}"
    keep_promises([ticket.pk])
    page = owed(vera, ticket).replace("\u00a0", " ")
    assert "The clock stands: <b>Answer of the bank</b>" in page
    assert "First answer: the clock stands, 2 h left" in page
    vera.post(f"/tickets/{ticket.pk}/resumption")
    keep_promises([ticket.pk])
    assert Pause.objects.filter(until=None).count() == 0
    assert Due.objects.get().due_at > timezone.now() + timedelta(minutes=119)


def test_a_retired_stop_stops_nothing(vera: Client, world: World, ticket: Ticket, bank: Stop):
    retire_stop(bank, by=world.ada)
    page = vera.post(f"/tickets/{ticket.pk}/stop", {"stop": bank.pk}, follow=True)
    assert "This stop is used no more." in page.content.decode()
    assert vera.post(f"/tickets/{ticket.pk}/stop", {"stop": "x"}).status_code == 404
    assert Pause.objects.count() == 0


def test_a_broken_promise_asks_for_its_reason_and_shows_it(vera: Client, ticket: Ticket, world):
    late = ticket_of(world, hours_ago=5)
    assert "Promise missed" not in owed(vera, ticket)
    page = owed(vera, late)
    assert "Promise missed" in page
    broken = Due.objects.get(ticket=late).broken
    there = vera.post(f"/promises/broken/{broken.pk}/reason", {"reason": "The power was out."})
    assert there["Location"] == f"/tickets/{late.pk}/promises"
    assert "The power was out." in owed(vera, late)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_owed_costs_the_same_however_much(
    vera: Client, world: World, ticket: Ticket, count: int, django_assert_num_queries
):
    for number in range(count):
        send_reply(ticket, text=f"Answer {number}", by=world.vera)
        write(world, world.anna, ticket=ticket, hours_ago=0)
    keep_promises([ticket.pk])
    assert Due.objects.count() == count + 1
    with django_assert_num_queries(7):
        owed(vera, ticket)


def test_who_only_writes_notes_stops_no_clock(client: Client, ticket: Ticket, bank: Stop):
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    address = f"/tickets/{ticket.pk}"
    assert client.get(f"{address}/promises").status_code == 200
    assert client.post(f"{address}/stop", {"stop": bank.pk}).status_code == 403
    assert client.post(f"{address}/resumption").status_code == 403


def test_a_guest_sees_no_promise_of_a_strange_ticket(
    client: Client, world: World, ticket: Ticket, bank: Stop
):
    client.force_login(world.gus)
    looked = [client.get(f"/tickets/{ticket.pk}/{what}") for what in ("promises", "stop")]
    assert {answer.status_code for answer in looked} == {404}
