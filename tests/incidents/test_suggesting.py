"""Fresh messages of several customers that tell of the same trouble."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.incidents.people import declared
from tests.web.customers import write
from tests.world import World, make_contact
from whydesk.briefs.models import DIMENSIONS, Likeness
from whydesk.customers.models import Contact
from whydesk.incidents.attaching import attach_ticket, dismiss_offer
from whydesk.incidents.models import Offer, Suggested, Suggestion
from whydesk.incidents.suggesting import (
    dismiss_suggestion,
    forget_old_suggestions,
    look_at,
)
from whydesk.tickets.models import Ticket

# What customers say of two troubles, as the reader would place it.
MAIL = [1.0, 0.0]
TOTAL = [0.0, 1.0]


def said(world: World, contact: Contact, place: list[float], **fields: object) -> Ticket:
    """Let a customer report a trouble, and have it read."""
    ticket = write(world, contact, text="My mail does not leave", hours_ago=0).ticket
    told = {"kind": "outage", "snippet": "mail does not leave"} | fields
    Ticket.objects.filter(pk=ticket.pk).update(**told)
    Likeness.objects.create(ticket=ticket, vector=place + [0.0] * (DIMENSIONS - len(place)))
    look_at(ticket.pk)
    ticket.refresh_from_db()
    return ticket


@pytest.fixture
def zoe(world: World) -> Contact:
    return make_contact("Zoe", "zoe@alone.example")


def test_three_customers_within_an_hour_are_no_coincidence(world: World):
    said(world, world.anna, MAIL)
    said(world, world.joao, MAIL)
    assert not Suggestion.objects.exists()
    said(world, world.mary, MAIL)
    suggestion = Suggestion.objects.get()
    assert (suggestion.customers, suggestion.quote) == (3, "mail does not leave")
    assert suggestion.suggested.count() == 3


def test_a_fourth_joins_them(world: World, zoe: Contact):
    for contact in (world.anna, world.joao, world.mary, zoe):
        said(world, contact, MAIL)
    assert Suggestion.objects.get().customers == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "question"},
        {"status": "spam", "waits_since": None},
        {"created_at": timezone.now() - timedelta(hours=2)},
    ],
)
def test_what_is_no_fresh_trouble_counts_for_none(world: World, fields: dict[str, object]):
    said(world, world.anna, MAIL)
    said(world, world.joao, MAIL, **fields)
    said(world, world.mary, MAIL)
    assert not Suggestion.objects.exists()


def test_one_customer_who_writes_three_times_is_one(world: World):
    for _time in range(3):
        said(world, world.anna, MAIL)
    assert not Suggestion.objects.exists()


def test_another_trouble_is_another_trouble(world: World):
    said(world, world.anna, MAIL)
    said(world, world.joao, TOTAL)
    said(world, world.mary, MAIL)
    assert not Suggestion.objects.exists()


def test_what_was_dismissed_is_not_suggested_again(world: World, zoe: Contact):
    for contact in (world.anna, world.joao, world.mary):
        said(world, contact, MAIL)
    dismiss_suggestion(Suggestion.objects.get(), by=world.sam)
    said(world, zoe, MAIL)
    assert list(Suggestion.objects.values_list("state", flat=True)) == ["dismissed"]
    assert Suggested.objects.count() == 3


def test_a_later_ticket_is_offered_to_the_incident_once(world: World):
    first = said(world, world.anna, MAIL)
    incident = declared(world, first)
    later = said(world, world.joao, MAIL)
    look_at(later.pk)
    offer = Offer.objects.get()
    assert (offer.incident, offer.ticket) == (incident, later)
    said(world, world.mary, TOTAL)
    assert Offer.objects.count() == 1
    dismiss_offer(offer, by=world.sam)
    look_at(later.pk)
    assert Offer.objects.get().state == "dismissed"
    attach_ticket(incident, later, by=world.sam)


def test_looking_at_a_ticket_of_an_incident_again_offers_nothing(world: World):
    first = said(world, world.anna, MAIL)
    declared(world, first)
    look_at(first.pk)
    assert not Offer.objects.exists()


def test_what_nobody_looked_at_for_a_day_is_forgotten(world: World):
    Suggestion.objects.create(quote="x", at=timezone.now() - timedelta(days=2))
    Suggestion.objects.create(quote="y")
    assert forget_old_suggestions() == 1
    assert Suggestion.objects.get(state="open").quote == "y"
