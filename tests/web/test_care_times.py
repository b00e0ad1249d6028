"""How long the four steps and the weeks of care take, on their page of the settings."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from tests.care.matters import care_of
from tests.world import World, make_agent
from whydesk.care.models import Aftercare
from whydesk.care.retiming import set_times
from whydesk.care.times import the_times
from whydesk.care.timing import Times
from whydesk.people.actors import Role

PLACE = "/settings/care"


@pytest.fixture
def lead(world: World, client: Client) -> Client:
    client.force_login(make_agent("Lena Lead", Role.LEAD))
    return client


def typed(**fields: str) -> dict[str, str]:
    first = {
        "outlook_minutes": "1",
        "alternative_minutes": "4",
        "compensation_days": "1",
        "aftercare_days": "1",
        "weeks": "4",
        "check_days": "7",
    }
    return first | fields


def values(page: str) -> dict[str, str]:
    """Return what stands in the fields for numbers, by their names."""
    fields = re.findall(r'<input type="(?:number|text)" name="([\w-]+)" value="([^"]*)"', page)
    return dict(fields)


def test_the_page_shows_the_times_of_a_new_desk(lead: Client, django_assert_num_queries):
    lead.get(PLACE)
    with django_assert_num_queries(3):
        page = lead.get(PLACE).content.decode()
    assert values(page) == typed()
    assert 'min="0.25"' in page
    assert f'href="{PLACE}"' in lead.get("/settings").content.decode()


def test_a_lead_sets_them_in_hours_days_and_weeks(lead: Client):
    response = lead.post(PLACE, typed(outlook_minutes="0.5", aftercare_days="2", weeks="6"))
    assert (response.status_code, response["Location"]) == (303, PLACE)
    assert the_times() == replace(Times(), outlook_minutes=30, aftercare_days=2, weeks=6)
    page = lead.get(PLACE).content.decode()
    assert values(page) == typed(outlook_minutes="0.5", aftercare_days="2", weeks="6")
    assert "It counts from now on." in page


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("outlook_minutes", "0", "Choose from 0.25 to 40 hours, in steps of 0.25."),
        ("alternative_minutes", "1.1", "Choose from 0.25 to 40 hours, in steps of 0.25."),
        ("compensation_days", "", "Choose from one to 30 working days."),
        ("weeks", "53", "Choose from one to 52 weeks."),
        ("check_days", "29", "Ask within the weeks of care: after 28 days at most."),
    ],
)
def test_what_means_nothing_is_refused_beside_its_field_and_all_stays_typed(
    lead: Client, name: str, wrong: str, said: str
):
    response = lead.post(PLACE, typed(aftercare_days="3", **{name: wrong}))
    page = response.content.decode()
    assert (response.status_code, the_times()) == (422, Times())
    assert response.context["form"].errors == {name: [said]}
    assert said in page
    assert values(page).get(name, "") == wrong
    assert values(page)["aftercare_days"] == "3"


def test_an_agent_neither_sees_nor_sets_them(world: World, client: Client):
    client.force_login(world.vera)
    assert client.get(PLACE).status_code == 403
    assert client.post(PLACE, typed(weeks="6")).status_code == 403
    assert the_times() == Times()
    assert PLACE not in client.get("/settings").content.decode()


def test_the_card_of_a_ticket_proposes_the_weeks_that_are_set(world: World, client: Client):
    set_times(replace(Times(), weeks=6), by=world.ada)
    care = care_of(world)
    client.force_login(world.vera)
    place = f"/tickets/{care.ticket_id}/care"
    card = client.get(place, headers={"HX-Request": "true", "HX-Target": "div#care"})
    assert values(card.content.decode())["aftercare-weeks"] == "6"
    left_empty = {"aftercare-story": "Lost a day.", "aftercare-weeks": ""}
    assert client.post(f"{place}/aftercare", left_empty).status_code == 303
    aftercare = Aftercare.objects.get()
    assert (aftercare.until - aftercare.begun_at).days in (41, 42)
