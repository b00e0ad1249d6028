"""Customers who turn out to be one, and people who ask to be forgotten, on their screens."""

import pytest
from django.test import Client

from tests.customers.reacting import forgotten
from tests.web.customers import write
from tests.world import World, make_company, make_contact
from whydesk.customers.models import Company, Contact


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    client.force_login(world.vera)
    return client


@pytest.fixture
def twin(world: World) -> Company:
    return make_company("Ромашка и Ко", domain="romashka-co.example")


def test_the_other_company_is_looked_for_seen_and_made_one(
    vera: Client, world: World, twin: Company
):
    for _number in range(2):
        write(world, world.anna)
    address, romashka = f"/companies/{twin.pk}/same", world.anna.company
    found = vera.get(address, {"q": "ром"}).context["found"]
    assert [(row.customer, row.tickets) for row in found] == [(romashka, 2)]
    both = vera.get(address, {"into": romashka.pk}).context
    assert (both["one"].called, both["into"].contacts) == ("romashka-co.example", 1)
    response = vera.post(address, {"into": romashka.pk})
    assert response["Location"] == f"/companies/{romashka.pk}/"
    assert "Ромашка и Ко" in vera.get(response["Location"]).content.decode()
    assert vera.get(f"/companies/{twin.pk}/")["Location"] == f"/companies/{romashka.pk}/"
    listed = vera.get("/companies/").context["companies"]
    assert [company.pk for company in listed] == [world.joao.company_id, romashka.pk]


def test_a_company_is_not_itself(vera: Client, world: World, twin: Company):
    response = vera.post(f"/companies/{twin.pk}/same", {"into": twin.pk})
    assert (response.status_code, response.context["into"]) == (422, None)
    assert Company.objects.get(pk=twin.pk).merged_into is None


def test_two_contacts_are_made_one(vera: Client, world: World):
    other = make_contact("Mary H.", "mary@work.example")
    address = f"/contacts/{other.pk}/same"
    assert [row.customer for row in vera.get(address).context["found"]] == [world.mary]
    assert vera.get(address, {"into": world.mary.pk}).status_code == 200
    location = vera.post(address, {"into": world.mary.pk})["Location"]
    assert location == vera.get(f"/contacts/{other.pk}/")["Location"]
    assert "mary@work.example" in vera.get(location).content.decode()


def test_who_is_to_be_forgotten_is_named_by_their_address(vera: Client, world: World):
    ticket = write(world, world.mary, text="It broke.").ticket
    address = f"/contacts/{world.mary.pk}/erasure"
    assert vera.get(address).context["messages_count"] == 1
    wrong = vera.post(address, {"typed": "joao@padaria.example"})
    assert (wrong.status_code, Contact.objects.get(pk=world.mary.pk).name) == (422, "Mary Hill")
    right = vera.post(address, {"typed": " Mary@home.example"})
    page = vera.get(right["Location"]).content.decode()
    assert "Mary Hill" not in page.replace("Vera", "")
    assert vera.get(address).status_code == 404
    assert vera.get(f"/tickets/{ticket.pk}").status_code == 200


def test_a_ticket_of_whom_was_forgotten_is_shown(vera: Client, world: World):
    ticket = write(world, world.mary, text="It broke.", subject="Broken").ticket
    vera.post(f"/contacts/{world.mary.pk}/erasure", {"typed": "mary@home.example"})
    forgotten(world.mary)
    page = vera.get(f"/tickets/{ticket.pk}").content.decode()
    assert (page.count("It broke."), page.count("Broken"), page.count("Mary")) == (0, 0, 0)


@pytest.mark.parametrize("name", ["companies/{company}/same", "contacts/{contact}/same"])
def test_a_guest_makes_nobody_one(world: World, client: Client, name: str):
    client.force_login(world.gus)
    address = "/" + name.format(company=world.anna.company_id, contact=world.anna.pk)
    assert client.get(address).status_code == 403
    assert client.post(address, {"into": world.joao.pk}).status_code == 403


def test_a_guest_forgets_nobody(world: World, client: Client):
    client.force_login(world.gus)
    address = f"/contacts/{world.anna.pk}/erasure"
    assert client.post(address, {"typed": "anna@romashka.example"}).status_code == 403
    assert Contact.objects.get(pk=world.anna.pk).erased_at is None
