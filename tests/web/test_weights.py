"""What makes a ticket urgent, on its page of the settings."""

import re

import pytest
from django.test import Client

from tests.world import World, make_agent
from whydesk.desk.choices import Reason
from whydesk.desk.models import Reweighing
from whydesk.desk.urgency import DEFAULTS
from whydesk.desk.weights import the_weights
from whydesk.people.actors import Role

QUEUE = re.compile(r"<li><span>([^<]*)</span><b>([^<]*)</b></li>")


@pytest.fixture
def lead(world: World, client: Client) -> Client:
    client.force_login(make_agent("Lena Lead", Role.LEAD))
    return client


def typed(**hours: int) -> dict[str, int]:
    return {
        **{reason.value: one // 60 for reason, one in DEFAULTS.items()},
        "new_days": 90,
        **hours,
    }


def test_every_reason_stands_there_once_with_what_it_weighs(lead: Client):
    page = lead.get("/settings/urgency")
    shown = [field.name for group in page.context["groups"] for field in group["fields"]]
    assert sorted(shown) == sorted([*Reason.values, "new_days"])
    assert re.search(r'name="trial" value="120"', page.content.decode())


def test_a_lead_changes_a_weight_and_tickets_are_weighed_anew(lead: Client):
    response = lead.post("/settings/urgency", typed(vip=100))
    assert (response.status_code, response["Location"]) == (303, "/settings/urgency")
    assert the_weights().minutes == {**DEFAULTS, Reason.VIP: 6000}
    assert Reweighing.objects.count() == 1


def test_the_example_follows_what_is_typed_and_nothing_is_kept(lead: Client):
    first = QUEUE.findall(lead.get("/settings/urgency").content.decode())
    assert first[0] == ("On trial, cannot work, furious; wrote just now", "14 d")
    part = lead.get(
        "/settings/urgency",
        typed(vip=400),
        headers={"HX-Request": "true", "HX-Target": "div#example"},
    ).content.decode()
    assert "<form" not in part
    assert QUEUE.findall(part)[0] == ("A VIP with a question; waits for three hours", "16 d 19 h")
    assert the_weights().minutes == DEFAULTS


@pytest.mark.parametrize("wrong", [{"vip": -1}, {"vip": 721}, {"vip": ""}, {"new_days": 1000}])
def test_what_means_nothing_is_refused_and_stays_typed(lead: Client, wrong: dict[str, object]):
    response = lead.post("/settings/urgency", {**typed(trial=7), **wrong})
    assert (response.status_code, the_weights().minutes) == (422, DEFAULTS)
    assert 'name="trial" value="7"' in response.content.decode()


def test_an_agent_neither_sees_nor_sets_the_weights(world: World, client: Client):
    client.force_login(world.vera)
    assert client.get("/settings/urgency").status_code == 403
    assert client.post("/settings/urgency", typed(vip=0)).status_code == 403
    assert the_weights().minutes == DEFAULTS
