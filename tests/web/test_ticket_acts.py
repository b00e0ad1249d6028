"""What one does with a ticket as a whole."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.people.actors import Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import assign_ticket

LISBON = ZoneInfo("Europe/Lisbon")


@pytest.fixture
def ticket(world: World) -> Ticket:
    return write(world, world.anna).ticket


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def post(client: Client, ticket: Ticket, noun: str, **fields: object) -> str:
    """Post and return where it led."""
    response = client.post(f"/tickets/{ticket.pk}/{noun}", fields)
    assert response.status_code == 303
    ticket.refresh_from_db()
    return response["Location"]


def test_one_takes_a_ticket_gives_it_away_and_puts_it_back(
    world: World, ticket: Ticket, sam: Client
):
    there = post(sam, ticket, "assignment", agent="me")
    assert (ticket.assignee, there) == (world.sam, f"/tickets/{ticket.pk}")
    post(sam, ticket, "assignment", agent=world.vera.pk)
    assert ticket.assignee == world.vera
    post(sam, ticket, "assignment", agent="")
    assert ticket.assignee is None
    post(sam, ticket, "assignment", team=world.first_line.pk)
    assert ticket.team == world.first_line


def test_an_act_from_the_list_leads_back_to_it(ticket: Ticket, sam: Client):
    there = post(sam, ticket, "assignment", agent="me", next="/inbox/unassigned?kind=vip")
    assert there == "/inbox/unassigned?kind=vip"


@pytest.mark.parametrize("planted", ["https://evil.example/", "//evil.example/x"])
def test_an_act_leads_nowhere_else(ticket: Ticket, sam: Client, planted: str):
    assert post(sam, ticket, "assignment", agent="me", next=planted) == f"/tickets/{ticket.pk}"


@pytest.mark.parametrize("agent", ["999999", "nobody", "-1", "9" * 30])
def test_nobody_unknown_is_given_a_ticket(ticket: Ticket, sam: Client, agent: str):
    response = sam.post(f"/tickets/{ticket.pk}/assignment", {"agent": agent})
    assert response.status_code == 404


def test_nobody_who_has_left_is_given_a_ticket(world: World, ticket: Ticket, sam: Client):
    gone = make_agent("Greta Gone")
    gone.is_active = False
    gone.save()
    response = sam.post(f"/tickets/{ticket.pk}/assignment", {"agent": gone.pk})
    assert response.status_code == 404


@pytest.mark.parametrize("status", ["closed", "waiting", "spam", "open"])
def test_a_ticket_takes_the_state_that_was_asked_for(ticket: Ticket, sam: Client, status: str):
    post(sam, ticket, "status", status=status)
    assert ticket.status == status


def test_closing_leads_back_to_the_list_and_can_be_undone(ticket: Ticket, sam: Client):
    sam.get("/inbox/open?kind=customer")
    assert post(sam, ticket, "status", status="closed") == "/inbox/open?kind=customer"
    page = sam.get("/inbox/open")
    [toast] = page.context["messages"]
    assert toast.extra_tags == f"/tickets/{ticket.pk}/status?status=open"
    sam.post(toast.extra_tags)
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_an_unknown_state_is_not_found(ticket: Ticket, sam: Client):
    assert sam.post(f"/tickets/{ticket.pk}/status", {"status": "lost"}).status_code == 404


def test_a_ticket_sleeps_until_the_readers_tomorrow_morning(ticket: Ticket, sam: Client):
    post(sam, ticket, "snooze", until="tomorrow")
    wakes = timezone.localtime(ticket.snoozed_until, LISBON)
    days = (wakes.date() - timezone.localdate(timezone=LISBON)).days
    assert (ticket.status, wakes.hour, wakes.minute, days) == ("snoozed", 9, 0, 1)


def test_a_ticket_sleeps_until_the_hour_that_was_chosen(ticket: Ticket, sam: Client):
    post(sam, ticket, "snooze", until="", at="2099-07-01T14:30")
    assert ticket.snoozed_until == datetime(2099, 7, 1, 14, 30, tzinfo=LISBON)


@pytest.mark.parametrize("at", ["", "2001-01-01T09:00", "soon", "2099-13-45T99:99"])
def test_a_time_that_is_none_is_said_kindly(ticket: Ticket, sam: Client, at: str):
    post(sam, ticket, "snooze", at=at)
    page = sam.get(f"/tickets/{ticket.pk}")
    assert ticket.status == "open"
    assert [str(message) for message in page.context["messages"]] == [
        "Choose a time in the future."
    ]


def test_the_tags_become_those_that_were_written(ticket: Ticket, sam: Client):
    post(sam, ticket, "tags", tags="Money,  two   words ,money,")
    assert ticket.tags == ["money", "two words"]
    post(sam, ticket, "tags", tags="two words, new")
    assert ticket.tags == ["new", "two words"]


def test_a_tag_too_long_is_said_kindly(ticket: Ticket, sam: Client):
    post(sam, ticket, "tags", tags="x" * 51)
    page = sam.get(f"/tickets/{ticket.pk}")
    assert [str(message) for message in page.context["messages"]] == [
        "A tag is one to fifty characters long."
    ]


def test_a_role_that_does_not_sort_may_not(world: World, ticket: Ticket, client: Client):
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    for noun, fields in (
        ("assignment", {"agent": "me"}),
        ("status", {"status": "closed"}),
        ("snooze", {"until": "tomorrow"}),
        ("tags", {"tags": "x"}),
    ):
        response = client.post(f"/tickets/{ticket.pk}/{noun}", fields)
        assert (noun, response.status_code) == (noun, 403)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status, ticket.tags) == (None, "open", [])


def test_a_guest_acts_only_on_what_was_given_to_them(world: World, ticket: Ticket, client: Client):
    client.force_login(world.gus)
    assert client.post(f"/tickets/{ticket.pk}/status", {"status": "closed"}).status_code == 404
    assign_ticket(ticket, to=world.gus, by=world.ada)
    post(client, ticket, "status", status="closed")
    assert ticket.status == "closed"
