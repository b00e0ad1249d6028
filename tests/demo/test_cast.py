from collections import Counter
from itertools import chain
from zoneinfo import ZoneInfo

import pytest

from whydesk.demo.cast import Cast, read_cast
from whydesk.demo.hitting import UNREACHED
from whydesk.people.actors import Role

KINDS = {"prospect", "trial", "customer", "vip", "former"}
LANGUAGES = {"ru", "pt-br", "en"}


@pytest.fixture(scope="module")
def cast() -> Cast:
    return read_cast()


def test_every_role_has_somebody_whose_login_is_shown(cast: Cast) -> None:
    assert Counter(one.role for one in cast.staff if one.signs) == dict.fromkeys(Role.values, 1)


def test_a_name_or_handle_stands_once_among_the_staff(cast: Cast) -> None:
    assert len(cast.by_handle) == len({one.name for one in cast.staff}) == len(cast.staff)


def test_there_are_companies_of_each_kind(cast: Cast) -> None:
    kinds = Counter(firm.kind for firm in cast.firms)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 8


def test_every_address_is_under_a_reserved_domain(cast: Cast) -> None:
    addresses = [*cast.by_address, *(one.email for one in cast.staff)]
    domains = [*chain.from_iterable(firm.domains for firm in cast.firms)]
    boxes = [box.address for box in cast.boxes]
    assert [one for one in addresses + domains + boxes if not one.endswith(".example")] == []


def test_an_address_or_domain_stands_once_and_in_lower_case(cast: Cast) -> None:
    addresses = [*chain.from_iterable(person.addresses for person in cast.people)]
    domains = [*chain.from_iterable(firm.domains for firm in cast.firms)]
    for names in (addresses, domains):
        assert [name for name, times in Counter(names).items() if times > 1] == []
        assert [name for name in names if name != name.lower()] == []


def test_everyone_has_a_language_and_a_time_zone(cast: Cast) -> None:
    everyone = [*cast.staff, *cast.firms, *cast.people]
    assert {one.language for one in everyone} == LANGUAGES
    assert all(ZoneInfo(one.time_zone) for one in everyone)


def test_only_those_who_pay_bring_money(cast: Cast) -> None:
    paying = {firm.kind for firm in cast.firms if firm.monthly_revenue}
    assert paying == {"customer", "vip"}
    assert [f.name for f in cast.firms if f.kind in paying and not f.monthly_revenue] == []


def test_every_company_has_a_contact_but_one_whom_news_cannot_reach(cast: Cast) -> None:
    known = {person.firm.name for person in cast.people if person.firm}
    assert [firm.name for firm in cast.firms if firm.name not in known] == [UNREACHED]


def test_each_language_has_a_mailbox_of_its_own_team(cast: Cast) -> None:
    assert {box.language for box in cast.boxes} == LANGUAGES
    assert [box.team for box in cast.boxes if box.team not in cast.teams] == []
