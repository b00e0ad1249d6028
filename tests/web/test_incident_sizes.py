"""The screens of an incident ask as often for many customers as for few, and page by key."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.incidents.people import TEXTS, customer, declared, reported, sent, told
from tests.world import World
from whydesk.customers.models import Company, Contact
from whydesk.incidents.caring import take_up_steps
from whydesk.incidents.declaring import show_incident
from whydesk.incidents.informing import send_update
from whydesk.incidents.models import Incident
from whydesk.incidents.picking import pick_companies
from whydesk.incidents.queries import PAGE
from whydesk.mailroom.models import Delivery

# The queries of each screen, whether 3 or 12 customers are affected.
COSTS = {
    "": 16,
    "/affected": 7,
    "/affected?only=told": 7,
    "/affected?only=waiting": 5,
    "/affected?only=untold": 7,
    "/affected?only=bounced": 7,
    "/progress": 5,
    "/updates": 6,
    "/ending": 6,
    "/write-up": 8,
}


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def hit(world: World, number: int) -> Incident:
    """Let an incident affect a third who wrote, a third who are told, a third out of reach."""
    third = range(number // 3)
    wrote = [customer(f"Wrote {n}", email=f"wrote{n}@firm.example") for n in third]
    incident = declared(
        world, *(reported(world, Contact.objects.get(company=company)) for company in wrote)
    )
    silent = [customer(f"Silent {n}", email=f"silent{n}@firm.example") for n in third]
    away = [customer(f"Away {n}") for n in third]
    pick_companies(incident, [*silent, *away], by=world.sam)
    take_up_steps(incident.pk)
    show_incident(incident, by=world.sam)
    update = told(send_update(incident, texts=TEXTS, next_news_at=None, by=world.sam))
    sent(update)
    back = Delivery.objects.filter(message__telling__affected__company__in=silent)
    back.update(state=Delivery.State.BOUNCED)
    incident.refresh_from_db()
    return incident


@pytest.mark.parametrize("number", [3, 12])
def test_each_screen_asks_as_often_for_twelve_as_for_three(sam: Client, world: World, number: int):
    incident = hit(world, number)
    sam.get(f"/incidents/{incident.pk}")
    asked = {}
    for page in COSTS:
        with CaptureQueriesContext(connection) as queries_of:
            assert sam.get(f"/incidents/{incident.pk}{page}").status_code == 200
        asked[page] = len(queries_of)
    assert (incident.affected, asked) == (number, COSTS)


@pytest.mark.parametrize("number", [3, 12])
def test_the_status_page_asks_as_often_however_many_are_affected(
    client: Client, world: World, number: int
):
    hit(world, number)
    with CaptureQueriesContext(connection) as queries_of:
        assert "Mail is late" in client.get("/status").content.decode()
    assert len(queries_of) == 6


def test_the_affected_are_listed_page_by_page(sam: Client, world: World):
    incident = declared(world)
    companies = Company.objects.bulk_create(Company(name=f"Firm {n:02}") for n in range(PAGE + 3))
    pick_companies(incident, companies, by=world.sam)
    names: list[list[str]] = []
    place = f"/incidents/{incident.pk}/affected"
    while place:
        page = sam.get(place)
        names.append([row.affected.company.name for row in page.context["rows"]])
        place = page.context["older_url"]
    assert list(map(len, names)) == [PAGE, 3]
    assert [name for page in names for name in page] == [company.name for company in companies]


def test_there_is_a_list_of_each_way_in_which_the_news_went(sam: Client, world: World):
    incident = hit(world, 6)
    lists = sam.get(f"/incidents/{incident.pk}/affected?only=bounced").context["lists"]
    assert [one["label"] for one in lists if one["is_on"]] == ["Came back"]
    shown = {str(one["label"]): len(sam.get(one["url"]).context["rows"]) for one in lists}
    assert shown == {"Everybody": 6, "Told": 2, "On the way": 0, "Not told": 2, "Came back": 2}
