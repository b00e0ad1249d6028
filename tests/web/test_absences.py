"""Being away over HTTP: for oneself, for others, and the mark where work is given."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.web.customers import write
from tests.world import World
from whydesk.history.models import Entry
from whydesk.people.models import Agent
from whydesk.tickets.jobs import put_back_while_away
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import assign_ticket, close_ticket

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Vera lives in Lisbon: her 3 December begins at midnight there.
DAY = {"until": "2026-12-03"}
BADGE = '<span class="badge">away until 3 Dec</span>'


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def address(agent: Agent) -> str:
    return f"/people/{agent.pk}/absence"


def away_until(agent: Agent) -> datetime | None:
    return Agent.objects.get(pk=agent.pk).away_until


def test_one_goes_away_and_comes_back_on_ones_own_page(world: World, client: Client):
    client.force_login(world.bruno)
    Agent.objects.filter(pk=world.bruno.pk).update(language="en", time_zone="America/Sao_Paulo")
    assert client.post(address(world.bruno), DAY)["Location"] == "/me"
    assert away_until(world.bruno) == datetime(2026, 12, 3, 3, tzinfo=UTC)
    page = client.get("/me").content.decode()
    assert (page.count(BADGE), page.count("I am back")) == (2, 1)
    assert client.post(f"{address(world.bruno)}/ending")["Location"] == "/me"
    assert away_until(world.bruno) is None


def test_who_looks_after_people_says_it_of_others_in_the_day_of_those(ada: Client, world: World):
    Agent.objects.filter(pk=world.ada.pk).update(time_zone="America/Sao_Paulo")
    place = f"/people/{world.vera.pk}"
    assert ada.post(address(world.vera), DAY)["Location"] == place
    assert ada.get("/people").content.decode().count(BADGE) == 1
    page = ada.get(place).content.decode()
    assert (page.count(BADGE), page.count('value="2026-12-03"')) == (2, 1)
    assert ada.post(f"{address(world.vera)}/ending")["Location"] == place
    assert ada.get("/people").content.decode().count(BADGE) == 0


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2026-11-23", "Choose a day that is still to come."),
        ("0001-01-01", "Choose a day that is still to come."),
        (
            "9999-12-31",
            "Choose a day within five years. Close the account of somebody who leaves for good.",
        ),
        ("soon", "Enter a valid date."),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_the_field(
    ada: Client, world: World, day: str, error: str
):
    for agent in (world.vera, world.ada):
        response = ada.post(address(agent), {"until": day})
        assert response.context["absence_form"].errors == {"until": [error]}
    assert Entry.objects.count() == 0


def test_nobody_sends_others_away_or_calls_them_back(world: World, client: Client):
    client.force_login(world.vera)
    for place in (address(world.sam), f"{address(world.sam)}/ending"):
        assert client.post(place, DAY).status_code == 403
    assert client.post(address(world.sam)).status_code == 403
    assert away_until(world.sam) is None


def test_tickets_that_are_not_over_are_left_to_whoever_is_free(ada: Client, world: World):
    held, over = (write(world, contact).ticket for contact in (world.anna, world.joao))
    for ticket in (held, over):
        assign_ticket(ticket, to=world.vera, by=world.ada)
    close_ticket(over, by=world.vera)
    ada.post(address(world.vera), {**DAY, "puts_back": "on"})
    said = Entry.objects.get(event="agent.away").data
    put_back_while_away(agent_id=said["agent_id"], puts_back=said["puts_back"])
    assert [Ticket.objects.get(pk=one.pk).assignee for one in (held, over)] == [None, world.vera]
    assert Entry.objects.filter(event="ticket.unassigned").count() == 1


def test_tickets_stay_where_nobody_asked_or_the_person_is_back(ada: Client, world: World):
    ticket = write(world, world.anna).ticket
    assign_ticket(ticket, to=world.vera, by=world.ada)
    ada.post(address(world.vera), DAY)
    put_back_while_away(agent_id=world.vera.pk, puts_back=False)
    ada.post(f"{address(world.vera)}/ending")
    put_back_while_away(agent_id=world.vera.pk, puts_back=True)
    assert Ticket.objects.get(pk=ticket.pk).assignee == world.vera


def test_whoever_gives_a_ticket_sees_who_is_away(ada: Client, world: World):
    ticket = write(world, world.anna).ticket
    assign_ticket(ticket, to=world.vera, by=world.ada)
    ada.post(address(world.vera), DAY)
    page = ada.get(f"/tickets/{ticket.pk}").content.decode()
    assert page.count("away until 3 Dec") == 1
    menu = ada.get(f"/tickets/{ticket.pk}/assignment").content.decode()
    assert menu.count(BADGE) == 1
