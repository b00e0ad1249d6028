"""Search over HTTP."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def found(client: Client, address: str) -> list[tuple[str, str]]:
    findings = client.get(address).context["findings"]
    return [(finding.kind, str(finding.title)) for finding in findings]


def test_a_word_is_found_in_any_form_and_marked(world: World, sam: Client):
    write(world, world.anna, subject="Оплата", text="Мы не получили счета за март.")
    write(world, world.mary, subject="Weather", text="It rains.")
    page = sam.get("/search?q=счёт")
    assert "<mark>счета</mark>" in page.content.decode()
    assert found(sam, "/search?q=счёт") == [("ticket", "Оплата")]


def test_people_and_companies_stand_before_what_was_said(world: World, sam: Client):
    write(world, world.joao, subject="Padaria opens", text="Soon")
    assert found(sam, "/search?q=padaria") == [
        ("company", "Padaria Central"),
        ("ticket", "<mark>Padaria</mark> opens"),
    ]
    assert found(sam, "/search?q=joão")[0] == ("contact", "João Prado")


def test_markup_of_a_stranger_is_not_markup_in_the_results(world: World, sam: Client):
    write(world, world.mary, subject="<b>x</b>", text='This & that needle <img src="y">')
    page = sam.get("/search?q=needle").content.decode()
    assert "This &amp; that <mark>needle</mark>" in page
    assert '<img src="y">' not in page
    assert "<b>x</b>" not in page


@pytest.mark.parametrize("words", ["#{}", "{}"])
def test_the_number_of_a_ticket_leads_to_it(world: World, sam: Client, words: str):
    ticket = write(world, world.mary).ticket
    response = sam.get("/search", {"q": words.format(ticket.pk)})
    assert (response.status_code, response["Location"]) == (302, f"/tickets/{ticket.pk}")


def test_while_one_types_a_number_is_only_shown(world: World, sam: Client):
    ticket = write(world, world.mary, subject="Invoices").ticket
    asked = {"HX-Request": "true", "HX-Target": "div#findings"}
    part = sam.get("/search", {"q": str(ticket.pk)}, headers=asked)
    assert part.status_code == 200
    assert f"#{ticket.pk} Invoices" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_number_of_a_hidden_ticket_leads_nowhere(world: World, client: Client):
    ticket = write(world, world.mary).ticket
    client.force_login(world.gus)
    assert found(client, f"/search?q=%23{ticket.pk}") == []


def test_an_empty_search_says_what_can_be_asked(sam: Client):
    assert found(sam, "/search") == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_queries_however_much_it_finds(
    world: World, sam: Client, count: int, django_assert_num_queries
):
    for number in range(count):
        write(world, world.anna, subject=f"Found {number}", text="needle")
    sam.get("/search?q=needle")
    # Session, reader; the words, messages, texts; people, addresses, companies.
    with django_assert_num_queries(12):
        assert len(found(sam, "/search?q=needle")) == count
