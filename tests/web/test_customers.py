"""Companies and contacts on their screens."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World, make_company
from whydesk.customers.models import Company, Contact

KEPT = {"name": "Ромашка", "kind": "vip", "currency": "RUB", "domains": "romashka.example"}


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    client.force_login(world.vera)
    return client


def names(client: Client, address: str) -> list[str]:
    return [company.name for company in client.get(address).context["companies"]]


def test_companies_are_found_by_how_their_names_begin(vera: Client, world: World):
    make_company("Ромб")
    make_company("Мир ромашек")
    make_company("100% Wool")
    assert names(vera, "/companies/?q=ром") == ["Ромашка", "Ромб"]
    assert names(vera, "/companies/?q=100%25") == ["100% Wool"]
    assert names(vera, "/companies/?q=%25") == []
    assert names(vera, "/companies/?q=%00ром") == ["Ромашка", "Ромб"]


def test_the_list_goes_on_by_key_and_back(vera: Client, world: World):
    for number in range(60):
        make_company(f"Company {number // 2:02}")
    first = vera.get("/companies/?q=company").context
    second = vera.get(first["older_url"]).context
    seen = [company.pk for page in (first, second) for company in page["companies"]]
    assert len(seen) == len(set(seen)) == 60
    assert [second["older_url"], second["newer_url"]] == ["", "/companies/?q=company"]


def test_the_list_costs_the_same_for_one_and_three(
    vera: Client, world: World, django_assert_num_queries
):
    make_company("Third")
    # session, reader, companies, parked mail
    with django_assert_num_queries(4):
        vera.get("/companies/")


def test_a_company_shows_who_writes_what_they_asked_and_what_happened(
    vera: Client, world: World, django_assert_num_queries
):
    for number in range(3):
        write(world, world.anna, subject=f"Счёт {number}")
    write(world, world.joao, subject="Segredo")
    # session, reader, company, its domains, contacts, their addresses, tickets,
    # what happened, their wishes and where we fail them, parked mail
    with django_assert_num_queries(11):
        page = vera.get(f"/companies/{world.anna.company_id}/").content.decode()
    assert [page.count(f"Счёт {number}") for number in range(3)] == [1, 1, 1]
    assert page.count("anna@romashka.example") == 1
    assert "Segredo" not in page


def test_the_kind_of_account_is_changed(vera: Client, world: World):
    address = f"/companies/{world.anna.company_id}/"
    assert vera.post(address, KEPT)["Location"] == address
    company = Company.objects.get(pk=world.anna.company_id)
    assert (company.kind, company.currency) == ("vip", "RUB")


@pytest.mark.parametrize("domains", ["padaria.example", "no domain", "romashka.example, -.-"])
def test_a_domain_that_cannot_be_is_refused_beside_its_field(
    vera: Client, world: World, domains: str
):
    response = vera.post(f"/companies/{world.anna.company_id}/", {**KEPT, "domains": domains})
    assert list(response.context["form"].errors) == ["domains"]
    assert Company.objects.get(pk=world.anna.company_id).kind == "customer"


def test_a_company_is_added(vera: Client):
    response = vera.post("/companies/", {**KEPT, "name": "Мир", "domains": "mir.example"})
    added = Company.objects.get(name="Мир")
    assert response["Location"] == f"/companies/{added.pk}/"
    assert list(added.domains.values_list("name", flat=True)) == ["mir.example"]


def test_a_contact_shows_their_tickets_and_no_others(
    vera: Client, world: World, django_assert_num_queries
):
    for number in range(3):
        write(world, world.anna, subject=f"Счёт {number}")
    write(world, world.mary, subject="Secret")
    # session, reader, contact, addresses, tickets, what happened, their wishes and where
    # we fail them, parked mail
    with django_assert_num_queries(9):
        page = vera.get(f"/contacts/{world.anna.pk}/").content.decode()
    assert [page.count(f"Счёт {number}") for number in range(3)] == [1, 1, 1]
    assert "Secret" not in page


def test_a_contact_is_changed(vera: Client, world: World):
    said = {"name": "Mary H.", "company": "ромашка", "language": "ru", "time_zone": "Asia/Tomsk"}
    vera.post(f"/contacts/{world.mary.pk}/", said)
    mary = Contact.objects.get(pk=world.mary.pk)
    assert (mary.name, mary.company, mary.time_zone) == (
        "Mary H.",
        world.anna.company,
        "Asia/Tomsk",
    )


def test_a_company_that_is_not_known_is_refused_beside_its_field(vera: Client, world: World):
    response = vera.post(f"/contacts/{world.mary.pk}/", {"name": "Mary", "company": "Nobody"})
    assert list(response.context["form"].errors) == ["company"]


def test_a_guest_sees_the_customers_of_their_tickets_only(world: World, client: Client):
    ticket = write(world, world.anna).ticket
    ticket.assignee = world.gus
    ticket.save()
    client.force_login(world.gus)
    assert names(client, "/companies/") == ["Ромашка"]
    assert client.get(f"/companies/{world.anna.company_id}/").status_code == 200
    assert client.get(f"/contacts/{world.anna.pk}/").status_code == 200
    assert client.get(f"/companies/{world.joao.company_id}/").status_code == 404
    assert client.get(f"/contacts/{world.joao.pk}/").status_code == 404
    assert client.post(f"/companies/{world.anna.company_id}/", KEPT).status_code == 403
    assert client.post("/companies/", KEPT).status_code == 403
    assert Company.objects.count() == 2
