"""The list of promises that were broken."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World
from whydesk.desk.models import BrokenPromise, PromiseRule
from whydesk.desk.promising import keep_promises
from whydesk.web import broken_promises


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    PromiseRule.objects.update(made_at=None, measure="plain", minutes=60)
    client.force_login(world.sam)
    return client


def break_some(world: World, count: int) -> list[BrokenPromise]:
    tickets = [
        write(world, world.anna, subject=f"Late {number}", hours_ago=3).ticket_id
        for number in range(count)
    ]
    keep_promises(tickets)
    return list(BrokenPromise.objects.order_by("pk"))


def test_each_has_a_place_for_its_reason(sam: Client, world: World):
    [broken] = break_some(world, 1)
    there = "/promises/broken?unexplained=1"
    assert "Late 0" in sam.get(there).content.decode()
    typed = {"reason": "Nobody saw it.", "next": there}
    assert sam.post(f"/promises/broken/{broken.pk}/reason", typed)["Location"] == there
    assert "Every broken promise has its reason." in sam.get(there).content.decode()
    page = sam.get("/promises/broken").content.decode()
    assert "Nobody saw it." in page
    assert "Sam Stone" in page


def test_a_reason_without_words_is_not_kept(sam: Client, world: World):
    [broken] = break_some(world, 1)
    page = sam.post(f"/promises/broken/{broken.pk}/reason", {"reason": " "}, follow=True)
    assert "Say in a few words why." in page.content.decode()
    broken.refresh_from_db()
    assert broken.reason == ""


def test_pages_go_by_key_from_the_last(sam: Client, world: World, monkeypatch):
    monkeypatch.setattr(broken_promises, "SIZE", 2)
    broken = break_some(world, 3)
    first = sam.get("/promises/broken")
    assert [row.pk for row in first.context["rows"]] == [broken[2].pk, broken[1].pk]
    second = sam.get(first.context["older_url"])
    assert [row.pk for row in second.context["rows"]] == [broken[0].pk]
    assert (second.context["older_url"], second.context["newer_url"]) == ("", "/promises/broken")
    assert sam.get("/promises/broken?before=x").status_code == 404


def test_a_desk_that_keeps_its_promises_is_told_so(sam: Client):
    assert "No promise was broken." in sam.get("/promises/broken").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_few_and_many(
    sam: Client, world: World, count: int, django_assert_num_queries
):
    break_some(world, count)
    with django_assert_num_queries(4):
        sam.get("/promises/broken")


def test_a_guest_sees_only_those_on_their_own_tickets(client: Client, sam: Client, world: World):
    [broken] = break_some(world, 1)
    client.force_login(world.gus)
    assert client.get("/promises/broken").context["rows"] == []
    address = f"/promises/broken/{broken.pk}/reason"
    assert client.post(address, {"reason": "x"}).status_code == 404
