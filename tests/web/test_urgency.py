"""How urgent a ticket is, on its screens."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World
from whydesk.desk.models import Overruling
from whydesk.desk.overruling import set_urgency
from whydesk.desk.weighing import weigh
from whydesk.people.actors import DESK
from whydesk.tickets.models import Ticket

DAY = 24 * 60


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


@pytest.fixture
def burning(world: World) -> Ticket:
    ticket = write(world, world.joao, hours_ago=3).ticket
    Ticket.objects.filter(pk=ticket.pk).update(temperature=3, is_blocking=True)
    weigh([ticket.pk])
    return ticket


def test_the_ticket_says_for_how_long_it_stands_and_why_when_asked(burning: Ticket, sam: Client):
    page = sam.get(f"/tickets/{burning.pk}").content.decode()
    assert "Urgency 14 d 3 h</summary>" in page
    part = sam.get(
        f"/tickets/{burning.pk}/urgency",
        headers={"HX-Request": "true", "HX-Target": "div#urgency"},
    ).content.decode()
    assert "<html" not in part
    for shown in (
        "Stands as if it had waited 14 d 3 h",
        "<dt>Cannot work</dt><dd>+5 d</dd>",
        "<dt>Trial</dt><dd>+5 d</dd>",
        "<dt>Furious</dt><dd>+4 d</dd>",
        ">3 h</time>",
    ):
        assert shown in part


def test_an_agent_says_otherwise_with_a_reason_and_leaves_it_to_the_desk_again(
    world: World, burning: Ticket, sam: Client
):
    there = f"/tickets/{burning.pk}/urgency"
    refused = sam.post(there, {"minutes": "0", "reason": " "})
    assert (refused.status_code, Overruling.objects.count()) == (422, 0)
    assert "Say in a few words why" in refused.content.decode()
    kept = sam.post(there, {"minutes": str(-5 * DAY), "reason": "Agreed by phone"})
    assert (kept.status_code, kept["Location"]) == (303, f"/tickets/{burning.pk}")
    burning.refresh_from_db()
    assert burning.urgency == -5 * DAY
    page = sam.get(there).content.decode()
    for shown in (
        "as if it came only in 4 d 21 h",
        "<strong>−5 d</strong>",
        "Agreed by phone",
        "Sam Stone",
    ):
        assert shown in page
    sam.post(there, {"back": ""})
    burning.refresh_from_db()
    assert burning.urgency == 14 * DAY


def test_what_a_rule_said_is_named_as_such(world: World, burning: Ticket, sam: Client):
    set_urgency(burning, minutes=30 * DAY, reason="VIPs first", by=DESK)
    assert "A rule of the desk" in sam.get(f"/tickets/{burning.pk}/urgency").content.decode()


def test_a_ticket_that_has_ended_shows_no_urgency(burning: Ticket, sam: Client):
    Ticket.objects.update(status="closed", waits_since=None)
    page = sam.get(f"/tickets/{burning.pk}").content.decode()
    assert f"/tickets/{burning.pk}/urgency" not in page


def test_what_burns_stands_on_top_of_the_inbox(world: World, burning: Ticket, sam: Client):
    for hours in (300, 40, 2):
        write(world, world.anna, hours_ago=hours)
    assert sam.get("/inbox/open").context["tickets"][0] == burning


@pytest.mark.parametrize("count", [1, 3])
def test_reasons_cost_the_same_queries_however_many(
    world: World, sam: Client, count: int, django_assert_num_queries
):
    ticket = write(world, world.joao).ticket
    Ticket.objects.update(temperature=count, is_blocking=count > 1)
    weigh([ticket.pk])
    sam.get(f"/tickets/{ticket.pk}/urgency")
    # Session, reader, ticket, what is reckoned, what somebody says.
    with django_assert_num_queries(5):
        sam.get(f"/tickets/{ticket.pk}/urgency")
