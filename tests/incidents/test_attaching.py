"""Which tickets tell of an incident, and whom it affects."""

import pytest

from tests.incidents.people import attached, customer, declared, reported
from tests.world import World
from whydesk.customers.models import Company
from whydesk.history.timelines import entries_about
from whydesk.incidents.attaching import (
    attach_ticket,
    attach_tickets,
    detach_ticket,
    dismiss_offer,
    take_offer,
)
from whydesk.incidents.models import Incident, Offer
from whydesk.incidents.picking import pick_by_account, pick_companies, spare_customer
from whydesk.incidents.refusals import Incomplete, OfAnother


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def test_attaching_twice_is_attaching_once(world: World):
    incident, ticket = declared(world), reported(world, world.anna)
    attach_ticket(incident, ticket, by=world.sam)
    assert attach_tickets(incident, [ticket], by=world.sam) == 0
    assert fresh(incident).tickets == 1


def test_a_ticket_tells_of_one_incident(world: World):
    ticket = reported(world, world.anna)
    declared(world, ticket)
    with pytest.raises(OfAnother) as refused:
        attach_ticket(declared(world, title="Another"), ticket, by=world.sam)
    assert f"#{ticket.pk}" in str(refused.value)


def test_a_ticket_taken_off_takes_its_customer_along(world: World):
    incident = declared(world)
    one = attached(world, incident, world.anna)
    detach_ticket(one, by=world.sam)
    assert (fresh(incident).affected, fresh(incident).tickets) == (0, 0)
    attach_ticket(incident, one.ticket, by=world.sam)
    assert (fresh(incident).affected, fresh(incident).tickets) == (1, 1)


def test_a_customer_whom_somebody_chose_stays_without_their_ticket(world: World):
    incident = declared(world)
    assert world.anna.company
    pick_companies(incident, [world.anna.company], by=world.sam)
    detach_ticket(attached(world, incident, world.anna), by=world.sam)
    assert (fresh(incident).affected, fresh(incident).tickets) == (1, 0)


def test_customers_are_chosen_by_account_once(world: World):
    gold = customer("Gold", kind=Company.Kind.VIP, plan="Pro")
    customer("Silver", kind=Company.Kind.VIP, plan="Basic")
    incident = declared(world)
    assert pick_by_account(incident, kinds=["vip"], plan="pro", by=world.sam) == 1
    assert pick_by_account(incident, kinds=["vip"], by=world.sam) == 1
    assert fresh(incident).affected == 2
    [entry] = [
        entry
        for entry in entries_about("company", gold.pk)
        if entry.event == "incident.company_affected"
    ]
    assert entry.data["title"] == "Mail does not leave"


def test_nobody_is_chosen_by_nothing(world: World):
    with pytest.raises(Incomplete):
        pick_by_account(declared(world), by=world.sam)


def test_a_customer_who_is_spared_may_be_chosen_again(world: World):
    incident = declared(world)
    one = attached(world, incident, world.anna)
    spare_customer(one.affected, by=world.sam)
    assert (fresh(incident).affected, fresh(incident).tickets) == (0, 0)
    assert one.affected.company
    assert pick_companies(incident, [one.affected.company], by=world.sam) == 1
    assert fresh(incident).affected == 1


def test_an_offer_is_taken_or_dismissed(world: World):
    incident = declared(world)
    first, second = reported(world, world.anna), reported(world, world.joao)
    taken = Offer.objects.create(incident=incident, ticket=first)
    other = Offer.objects.create(incident=incident, ticket=second)
    take_offer(taken, by=world.sam)
    dismiss_offer(other, by=world.sam)
    assert list(Offer.objects.order_by("pk").values_list("state", flat=True)) == [
        "taken",
        "dismissed",
    ]
    assert fresh(incident).tickets == 1
