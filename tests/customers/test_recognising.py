import pytest
from django.db import IntegrityError

from tests.world import World
from whydesk.customers.models import Contact, Domain
from whydesk.customers.recognising import Stranger, companies_of, recognise, recognise_all


def test_an_address_is_one_contact_however_it_is_written(world: World):
    assert recognise(" Anna@Romashka.Example ", name="A. Belova") == world.anna
    assert Contact.objects.get(pk=world.anna.pk).name == "Анна Белова"


def test_an_address_that_cannot_be_kept_fails_and_does_not_try_forever(world: World):
    with pytest.raises(IntegrityError, match="address_in_lower_case"):
        recognise_all({"Not@tidied.example": Stranger()})


def test_letters_of_every_script_are_kept(world: World):
    for email in ("İΣ@ẞ.example", "\ua7cb\u1c90@\u13a0.example"):
        assert recognise(email) == recognise(email)


def test_somebody_new_is_known_by_name_or_address(world: World):
    assert recognise("new@nowhere.example", name="New One").name == "New One"
    assert recognise("other@nowhere.example").name == "other@nowhere.example"


@pytest.mark.parametrize(
    ("email", "company"),
    [
        ("x@romashka.example", "Ромашка"),
        ("x@mail.romashka.example", "Ромашка"),
        ("x@shop.romashka.example", "Ромашка Shop"),
        ("x@notromashka.example", None),
        ("x@example", None),
        ("x", None),
    ],
)
def test_the_closest_domain_tells_the_company(world: World, email: str, company: str | None):
    shop = type(world.anna.company).objects.create(name="Ромашка Shop")
    Domain.objects.create(company=shop, name="shop.romashka.example")
    found = companies_of([email]).get(email)
    assert (found.name if found else None) == company
