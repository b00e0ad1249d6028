"""Saying that something fails for many."""

import pytest

from tests.incidents.people import declared, reported, soon
from tests.world import World, make_agent
from whydesk.history.timelines import entries_about
from whydesk.incidents.declaring import (
    change_incident,
    declare_incident,
    estimate,
    hide_incident,
    show_incident,
)
from whydesk.incidents.models import Affected, Incident
from whydesk.incidents.refusals import Incomplete, WrongChoice, WrongMoment
from whydesk.people.actors import NotAllowed, Role


def events_of(incident: Incident) -> list[str]:
    return [entry.event for entry in reversed(entries_about("incident", incident.pk))]


def test_an_incident_has_the_customers_of_its_tickets(world: World):
    incident = declared(world, reported(world, world.anna), reported(world, world.mary))
    assert (incident.affected, incident.tickets, incident.is_public) == (2, 2, False)
    who = Affected.objects.filter(incident=incident).order_by("pk")
    assert {(one.company, one.contact) for one in who} == {
        (world.anna.company, None),
        (None, world.mary),
    }
    assert events_of(incident)[0] == "incident.declared"


def test_two_people_of_one_company_are_one_customer(world: World):
    incident = declared(world, reported(world, world.anna), reported(world, world.anna))
    assert (incident.affected, incident.tickets) == (1, 2)


def test_a_guest_declares_nothing(world: World):
    with pytest.raises(NotAllowed):
        declare_incident(title="x", severity="down", since=soon(-1), by=world.gus)


def test_product_may_declare_one(world: World):
    paul = make_agent("Paul Product", Role.PRODUCT)
    assert declare_incident(title="x", severity="down", since=soon(-1), by=paul).declared_by == paul


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": "  "}, Incomplete),
        ({"severity": "awful"}, WrongChoice),
        ({"since": soon(100)}, WrongMoment),
        ({"next_news_at": soon(-100)}, WrongMoment),
        ({"works": {"tlh": "Qapla"}}, WrongChoice),
    ],
)
def test_what_cannot_be_is_refused(world: World, fields: dict[str, object], refusal: type):
    with pytest.raises(refusal):
        declared(world, **fields)
    assert not Incident.objects.exists()


def test_the_public_sees_an_incident_only_where_it_has_a_name_for_it(world: World):
    incident = declared(world, public_title="")
    with pytest.raises(Incomplete):
        show_incident(incident, by=world.sam)
    named = declared(world)
    assert show_incident(named, by=world.sam).is_public
    assert not hide_incident(named, by=world.sam).is_public
    assert events_of(named)[-2:] == ["incident.shown", "incident.hidden"]


def test_what_is_said_of_it_may_be_corrected(world: World):
    incident = declared(world)
    changed = change_incident(
        incident,
        title="All mail is late",
        severity="down",
        since=incident.since,
        public_title={"en": "Mail is late", "ru": "Почта опаздывает"},
        works={"en": "Reading works."},
        broken={"en": "Nothing is sent."},
        by=world.sam,
    )
    assert (changed.title, changed.severity) == ("All mail is late", "down")
    [entry, *_] = entries_about("incident", incident.pk)
    assert entry.data["what"] == ["title", "severity", "en"]


def test_an_estimate_is_no_promise(world: World):
    incident = declared(world, next_news_at=(news := soon(1)))
    assert estimate(incident, at=soon(5), by=world.sam).next_news_at == news
