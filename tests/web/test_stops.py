"""Naming over HTTP what clocks may wait for."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World
from whydesk.desk.models import Stop
from whydesk.desk.stopping import name_stop, stop_ticket


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def test_a_stop_is_named_retired_and_used_again(ada: Client, world: World):
    ada.post("/settings/stops", {"name": "Bank"})
    stop = Stop.objects.get()
    stop_ticket(write(world, world.anna).ticket, stop=stop, by=world.vera)
    assert "holds 1 ticket" in ada.get("/settings/stops").content.decode()
    told = ada.post(f"/settings/stops/{stop.pk}/retirement", follow=True).content.decode()
    assert "“Bank” is offered no more" in told
    assert Stop.objects.get().retired_at is not None
    ada.post("/settings/stops", {"name": "Bank"})
    assert Stop.objects.get().retired_at is None


def test_a_name_that_is_taken_says_so(ada: Client, world: World):
    name_stop(name="Bank", by=world.ada)
    page = ada.post("/settings/stops", {"name": "bank "})
    assert page.status_code in (303, 422)
    again = ada.post("/settings/stops", {"name": "Bank"})
    assert again.status_code == 422
    assert "There is a stop of this name." in again.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_few_and_many(
    ada: Client, world: World, count: int, django_assert_num_queries
):
    for number in range(count):
        name_stop(name=f"Bank {number}", by=world.ada)
    with django_assert_num_queries(4):
        ada.get("/settings/stops")


def test_only_who_sets_the_desk_up_names_stops(world: World, client: Client):
    stop = name_stop(name="Bank", by=world.ada)
    client.force_login(world.vera)
    retirement = f"/settings/stops/{stop.pk}/retirement"
    statuses = [client.get("/settings/stops"), client.post("/settings/stops", {"name": "x"})]
    assert {answer.status_code for answer in [*statuses, client.post(retirement)]} == {403}
    stop.refresh_from_db()
    assert stop.retired_at is None
