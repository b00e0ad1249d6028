"""What is known of companies and contacts, and who may change it."""

import pytest

from tests.world import World
from whydesk.customers.keeping import DomainTaken, add_company, change_company, change_contact
from whydesk.customers.models import Company, Contact, Domain
from whydesk.history.models import Entry
from whydesk.history.timelines import entries_about
from whydesk.people.actors import NotAllowed


def test_what_changed_is_written_with_what_it_was(world: World):
    company = world.anna.company
    change_company(
        company, domains=["romashka.example", "Цветы.example"], kind="vip", plan="", by=world.vera
    )
    (entry,) = entries_about("company", company.pk)
    assert entry.data["changes"] == {
        "kind": ["customer", "vip"],
        "domains": ["romashka.example", "romashka.example, цветы.example"],
    }
    assert Company.objects.get(pk=company.pk).kind == "vip"


def test_keeping_everything_as_it_was_is_not_an_event(world: World):
    change_company(world.anna.company, domains=["romashka.example"], kind="customer", by=world.vera)
    assert not Entry.objects.exists()


def test_a_domain_belongs_to_one_company(world: World):
    with pytest.raises(DomainTaken):
        add_company(name="Twin", domains=["romashka.example"], by=world.vera)
    assert not Company.objects.filter(name="Twin").exists()
    with pytest.raises(DomainTaken):
        change_company(world.joao.company, domains=["romashka.example"], by=world.vera)
    assert Domain.objects.get(name="padaria.example").company == world.joao.company


def test_a_contact_is_changed_with_its_company(world: World):
    change_contact(world.mary, name="Mary Hill", company=world.joao.company, by=world.vera)
    assert Contact.objects.get(pk=world.mary.pk).company == world.joao.company
    (entry,) = entries_about("contact", world.mary.pk)
    assert entry.data["changes"] == {"company": ["", "Padaria Central"]}


def test_a_guest_changes_nothing(world: World):
    with pytest.raises(NotAllowed):
        change_company(world.anna.company, domains=[], kind="former", by=world.gus)
    with pytest.raises(NotAllowed):
        change_contact(world.anna, name="Eve", by=world.gus)
    with pytest.raises(NotAllowed):
        add_company(name="Mine", by=world.gus)
    assert (Company.objects.count(), Domain.objects.count()) == (2, 2)
