"""The inbox over HTTP."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.customers import write
from tests.world import World
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import add_tag, assign_ticket, close_ticket

ROW = re.compile(r"data-row-link>([^<]*)</a>")
CHOICE = re.compile(r'class="menu-item" href="([^"]*)"[^>]*><span class="cut">([^<]*)</span>')


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    client.force_login(world.vera)
    return client


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def subjects(client: Client, address: str, **headers: str) -> list[str]:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return ROW.findall(response.content.decode())


def test_the_way_in_leads_to_ones_own_tickets(sam: Client):
    response = sam.get("/")
    assert (response.status_code, response["Location"]) == (302, "/inbox/mine")


def test_a_queue_lists_what_stands_in_it_longest_waiting_first(world: World, sam: Client):
    write(world, world.mary, subject="New", hours_ago=1)
    write(world, world.anna, subject="Old", hours_ago=5)
    mine = write(world, world.joao, subject="Mine", hours_ago=3)
    assign_ticket(mine.ticket, to=world.sam, by=world.sam)
    assert subjects(sam, "/inbox/open") == ["Old", "Mine", "New"]
    assert subjects(sam, "/inbox/unassigned") == ["Old", "New"]
    assert subjects(sam, "/inbox/mine") == ["Mine"]
    assert subjects(sam, "/inbox/closed") == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_however_long(
    world: World, sam: Client, count: int, django_assert_num_queries
):
    for number in range(count):
        message = write(world, world.anna, subject=str(number))
        add_tag(message.ticket, tag=f"tag {number}", by=world.sam)
        assign_ticket(message.ticket, to=world.sam, by=world.sam)
    sam.get("/inbox/open")
    # Session, reader, list, counters; how much mail is parked is kept for a moment.
    with django_assert_num_queries(4):
        assert len(subjects(sam, "/inbox/open")) == count


def test_filters_combine_and_stand_in_the_address(world: World, sam: Client):
    for contact, tag in ((world.anna, "money"), (world.joao, "money"), (world.joao, "")):
        message = write(world, contact, subject=f"{contact.company} {tag}")
        if tag:
            add_tag(message.ticket, tag=tag, by=world.sam)
    assert subjects(sam, "/inbox/open?kind=trial") == ["Padaria Central money", "Padaria Central"]
    assert subjects(sam, "/inbox/open?kind=trial&tag=money") == ["Padaria Central money"]
    assert subjects(sam, "/inbox/open?kind=vip&tag=money") == []


def offered(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    return {label: url.replace("&amp;", "&") for url, label in CHOICE.findall(page)}


def test_each_choice_of_a_filter_keeps_the_others(world: World, sam: Client):
    write(world, world.joao)
    kinds = offered(sam, "/inbox/open/filters/kind?kind=trial&channel=mail")
    assert kinds["VIP"] == "/inbox/open?channel=mail&kind=vip"
    companies = offered(sam, "/inbox/open/filters/company?kind=trial&channel=mail")
    assert companies == {
        "Padaria Central": f"/inbox/open?kind=trial&channel=mail&company={world.joao.company_id}"
    }


def test_without_scripts_a_filter_opens_on_the_page(world: World, sam: Client):
    write(world, world.joao)
    assert offered(sam, "/inbox/open?menu=kind")["VIP"] == "/inbox/open?kind=vip"


def test_a_filter_that_does_not_exist_is_not_found(sam: Client):
    assert sam.get("/inbox/open/filters/nothing").status_code == 404


@pytest.mark.parametrize("address", ["/inbox/nothing", "/inbox/open?team=x", "/inbox/open?after=x"])
def test_an_address_that_means_nothing_is_not_found(sam: Client, address: str):
    assert sam.get(address).status_code == 404


def test_pages_lead_on_and_back_without_losing_a_row(world: World, sam: Client):
    now = timezone.now()
    Ticket.objects.bulk_create(
        Ticket(
            subject=str(number),
            contact=world.anna,
            company=world.anna.company,
            waits_since=now - timedelta(minutes=120 - number),
        )
        for number in range(120)
    )
    seen, address, pages = [], "/inbox/open", []
    while address:
        page = sam.get(address)
        seen += ROW.findall(page.content.decode())
        pages.append(page.context)
        address = page.context["older_url"]
    assert seen == [str(number) for number in range(120)]
    assert [len(page["tickets"]) for page in pages] == [30, 30, 30, 30]
    assert pages[0]["newer_url"] == ""
    assert pages[1]["newer_url"] == "/inbox/open"
    assert pages[2]["newer_url"] == pages[0]["older_url"]


def test_htmx_gets_the_list_and_everyone_else_the_page(world: World, sam: Client):
    write(world, world.anna, subject="Rows")
    asked = {"HX-Request": "true", "HX-Target": "div#list"}
    part = sam.get("/inbox/open", headers=asked)
    assert ROW.findall(part.content.decode()) == ["Rows"]
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "<html" in sam.get("/inbox/open").content.decode()


def test_the_counters_count_what_stands_in_each_queue(world: World, sam: Client):
    write(world, world.anna)
    taken = write(world, world.anna)
    assign_ticket(taken.ticket, to=world.sam, by=world.sam)
    closed = write(world, world.anna)
    close_ticket(closed.ticket, by=world.sam)
    groups = sam.get("/inbox/queues?current=open").context["queue_groups"]
    counts = {queue.slug: queue.count for group in groups for queue in group["queues"]}
    assert counts == {
        "mine": 1,
        "unassigned": 1,
        "open": 2,
        "undelivered": 0,
        "waiting": 0,
        "snoozed": 0,
        "closed": 1,
        "spam": 0,
    }


def test_a_guest_sees_only_what_was_given_to_them(world: World, client: Client):
    write(world, world.anna, subject="Secret")
    given = write(world, world.mary, subject="Given")
    assign_ticket(given.ticket, to=world.gus, by=world.sam)
    client.force_login(world.gus)
    assert subjects(client, "/inbox/open") == ["Given"]
    assert client.get("/search?q=Secret").context["findings"] == []


def test_an_act_on_the_selection_is_done_to_those_selected(world: World, sam: Client):
    keys = [write(world, world.anna, subject=str(number)).ticket_id for number in range(3)]
    response = sam.post(
        "/inbox/selection", {"ticket": keys[:2], "act": "close", "next": "/inbox/open?kind=vip"}
    )
    assert (response.status_code, response["Location"]) == (303, "/inbox/open?kind=vip")
    statuses = Ticket.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["closed", "closed", "open"]


def test_a_selection_does_not_reach_what_one_may_not_see(world: World, client: Client):
    secret = write(world, world.anna).ticket
    client.force_login(world.gus)
    client.post("/inbox/selection", {"ticket": [secret.pk], "act": "close"})
    secret.refresh_from_db()
    assert secret.status == "open"


def test_an_unknown_act_is_not_found(sam: Client):
    assert sam.post("/inbox/selection", {"act": "explode"}).status_code == 404


def test_the_page_speaks_the_language_of_the_reader(world: World, vera: Client):
    page = vera.get("/inbox/open")
    assert page["Content-Language"] == "ru"
    assert '<html lang="ru"' in page.content.decode()
