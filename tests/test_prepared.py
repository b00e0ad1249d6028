"""Queries that are laid out once."""

import pytest
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils import timezone

from tests.world import World
from whydesk.customers.models import Address, Company, Contact
from whydesk.prepared import prepared
from whydesk.tickets.models import Ticket


@prepared
def contacts(name: str, *, newest_first: bool) -> QuerySet[Contact]:
    found = Contact.objects.filter(name__gt=name).select_related("company")
    return found.only("name", "company__name").order_by("-name" if newest_first else "name")


@prepared
def sure_tickets(number: int) -> QuerySet[Ticket]:
    known = Ticket.objects.filter(pk__gte=number, subject__contains="100%")
    return known.annotate(tag=Value("100 % sure"), is_vip=_IS_VIP)


_IS_VIP = Exists(Company.objects.filter(pk=OuterRef("company"), kind=Company.Kind.VIP))


@prepared
def emails(name: str) -> QuerySet[Address, str]:
    return Address.objects.filter(contact__name=name).values_list("email", flat=True)


def names(found: list[Contact]) -> list[str]:
    return [contact.name for contact in found]


def test_each_asking_has_its_own_values(world: World):
    assert emails(world.anna.name) == ["anna@romashka.example"]
    assert emails(world.joao.name) == ["joao@padaria.example"]
    assert emails("Nobody") == []


def test_what_is_given_by_name_shapes_the_query(world: World):
    forwards = names(contacts("", newest_first=False))
    assert sorted(forwards) == forwards
    assert names(contacts("", newest_first=True)) == forwards[::-1]


def test_objects_come_with_what_was_asked_for_along(world: World, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = {contact.name: contact for contact in contacts("", newest_first=True)}
    with django_assert_num_queries(0):
        assert found["Анна Белова"].company.name == "Ромашка"
        assert found["Mary Hill"].company is None
    with django_assert_num_queries(1):
        assert found["Анна Белова"].phone == ""


def test_there_is_a_first_or_none(world: World):
    assert emails.first(world.anna.name) == "anna@romashka.example"
    assert emails.first("Nobody") is None


@pytest.mark.parametrize("name", ["'; DROP TABLE people_agent; --", "%s", "%", "\\", '"'])
def test_a_value_is_never_sql(world: World, name: str):
    assert emails(name) == []
    Contact.objects.filter(pk=world.anna.pk).update(name=name)
    assert emails(name) == ["anna@romashka.example"]


def test_what_is_computed_along_and_what_is_constant_stay_as_they_are(world: World):
    first = Ticket.objects.create(
        subject="100% lost", contact=world.anna, waits_since=timezone.now(), tags=["a", "b"]
    )
    Ticket.objects.create(subject="Lost", contact=world.anna, waits_since=timezone.now())
    [found] = sure_tickets(first.pk)
    assert (found, found.tag, found.is_vip) == (first, "100 % sure", False)
    assert (found.tags, found.waits_since) == (["a", "b"], first.waits_since)
    assert sure_tickets(first.pk + 1) == []
