"""Two companies, or two contacts, that turn out to be one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.care.matters import care_of
from tests.customers.reacting import company_followed, contact_followed
from tests.incidents.people import declared, reported
from tests.web.customers import write
from tests.wishes.people import join, wish_of
from tests.world import World, make_company, make_contact
from whydesk.care.aftercaring import start_aftercare
from whydesk.care.models import Aftercare, Check
from whydesk.customers.merging import (
    CannotMerge,
    look_after_company,
    merge_companies,
    merge_contacts,
)
from whydesk.customers.models import Company, Contact
from whydesk.customers.queries import find_companies, find_contacts
from whydesk.customers.recognising import recognise
from whydesk.history.timelines import entries_about
from whydesk.incidents.models import Affected, Incident
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.models import Message, Participant, Ticket
from whydesk.wishes.models import Retelling, Voice


@pytest.fixture
def twin(world: World) -> Company:
    """Romashka once more, with a person of its own."""
    company = make_company("Romashka Ltd", Company.Kind.VIP, "romashka-ltd.example")
    make_contact("Boris", "boris@romashka-ltd.example", company, "ru")
    return company


def merged(world: World, company: Company) -> Company:
    into = merge_companies(company, world.anna.company, by=world.vera)
    company_followed(company)
    return into


def test_people_domains_and_notes_go_along(world: World, twin: Company):
    romashka = world.anna.company
    Company.objects.filter(pk=romashka.pk).update(note="Pays late.", plan="Team")
    Company.objects.filter(pk=twin.pk).update(
        note="Wants mail only.", plan="Big", monthly_revenue=Decimal(40), currency="EUR"
    )
    into = merge_companies(twin, romashka, by=world.vera)
    assert (into.note, into.plan) == ("Pays late.\n\nWants mail only.", "Team")
    assert (into.monthly_revenue, into.currency, into.kind) == (Decimal(40), "EUR", "customer")
    assert recognise("new@romashka-ltd.example").company == romashka
    assert set(into.contacts.values_list("name", flat=True)) >= {"Анна Белова", "Boris"}
    assert world.joao.company.name == "Padaria Central"


def test_who_was_merged_is_offered_no_more_and_points_to_the_other(world: World, twin: Company):
    merged(world, twin)
    twin.refresh_from_db()
    assert (twin.merged_into, find_companies("Romashka")) == (world.anna.company, [])


def test_the_past_of_both_stands_in_one_timeline(world: World, twin: Company):
    write(world, twin.contacts.get())
    into = merged(world, twin)
    events = [entry.event for entry in entries_about("company", into.pk)]
    assert events == ["company.merged", "message.received"]


def test_tickets_go_along_and_others_stay(world: World, twin: Company):
    theirs, others = write(world, twin.contacts.get()).ticket, write(world, world.joao).ticket
    into = merged(world, twin)
    assert list(Ticket.objects.filter(company=into)) == [theirs]
    assert Ticket.objects.get(pk=others.pk).company == world.joao.company


def test_what_was_being_written_at_that_moment_comes_after(world: World, twin: Company):
    into = merged(world, twin)
    late = write(world, world.mary).ticket
    Ticket.objects.filter(pk=late.pk).update(company=twin)
    look_after_company(twin.pk)
    company_followed(twin)
    assert Ticket.objects.get(pk=late.pk).company == into


def test_whoever_was_part_of_the_merged_one_is_part_of_the_other(world: World, twin: Company):
    third = make_company("Romashka 3")
    ticket = write(world, make_contact("Cleo", "cleo@three.example", third)).ticket
    merge_companies(third, twin, by=world.vera)
    merge_companies(Company.objects.get(pk=twin.pk), world.anna.company, by=world.vera)
    company_followed(third)
    assert Ticket.objects.get(pk=ticket.pk).company == world.anna.company


@pytest.mark.parametrize("is_same", [True, False])
def test_what_is_one_already_cannot_be_merged(world: World, twin: Company, is_same: bool):
    into = merge_companies(twin, world.anna.company, by=world.vera)
    with pytest.raises(CannotMerge):
        merge_companies(into if is_same else twin, into, by=world.vera)


def test_only_who_keeps_customers_merges_them(world: World, twin: Company):
    with pytest.raises(NotAllowed):
        merge_companies(twin, world.anna.company, by=world.gus)
    assert world.gus.role == Role.GUEST


def test_two_voices_for_a_wish_become_one_and_the_heavier(world: World, twin: Company):
    wish = wish_of(world, world.anna, weight="nice")
    join(world, wish, twin.contacts.get(), weight="deal_breaker", said="Без цвета уйдём.")
    join(world, wish, world.joao)
    into = merged(world, twin)
    company_followed(twin)
    wish.refresh_from_db()
    kept = Voice.objects.get(company=into)
    assert (wish.companies, wish.deal_breakers, kept.weight) == (2, 1, "deal_breaker")
    assert list(Retelling.objects.values_list("said", flat=True)) == ["Без цвета уйдём."]


def test_the_longer_aftercare_goes_on_with_both_stories(world: World, twin: Company):
    start_aftercare(world.anna.company, weeks=2, story="Lost mails.", by=world.vera)
    longer = start_aftercare(twin, weeks=6, story="Lost invoices.", by=world.vera)
    into = merged(world, twin)
    running = Aftercare.objects.get(ended_at=None)
    assert (running.pk, running.company) == (longer.pk, into)
    assert running.story == "Lost invoices.\n\nLost mails."
    assert Company.objects.get(pk=into.pk).care_until == longer.until
    assert Check.objects.filter(done_at=None).count() == 1
    assert Company.objects.get(pk=twin.pk).care_until is None


def test_what_is_owed_is_owed_to_the_other(world: World, twin: Company):
    care = care_of(world)
    merge_companies(world.joao.company, twin, by=world.vera)
    company_followed(Company.objects.get(pk=world.joao.company_id))
    care.refresh_from_db()
    assert care.company == twin


def test_an_incident_affects_them_once(world: World, twin: Company):
    tickets = [reported(world, person) for person in (world.anna, twin.contacts.get(), world.joao)]
    incident = declared(world, *tickets)
    into = merged(world, twin)
    found = Affected.objects.filter(incident=incident).values_list("company", flat=True)
    assert sorted(found) == sorted([into.pk, world.joao.company_id])
    assert Incident.objects.filter(affected=2, tickets=3).exists()


def test_a_contact_takes_along_what_they_wrote(world: World):
    home = make_contact("Anna B.", "anna@home.example")
    message = write(world, home)
    both = write(world, world.joao).ticket
    for person in (home, world.anna):
        Participant.objects.create(ticket=both, contact=person)
    Participant.objects.create(ticket=message.ticket, contact=world.anna)
    Contact.objects.filter(pk=home.pk).update(phone="+7 900 1234567")
    into = merge_contacts(home, world.anna, by=world.vera)
    contact_followed(home)
    assert recognise("anna@home.example") == recognise("anna@romashka.example") == into
    assert into.phone == "+7 900 1234567"
    ticket = Ticket.objects.get(pk=message.ticket_id)
    assert (ticket.contact, ticket.company) == (into, into.company)
    assert Message.objects.get(pk=message.pk).contact == into
    assert list(Participant.objects.values_list("ticket", "contact")) == [(both.pk, into.pk)]
    assert (find_contacts("anna@home"), list(find_contacts("Anna"))) == ([into], [into])


def test_a_person_who_wished_twice_wished_once(world: World):
    other = make_contact("Mary H.", "mary@work.example")
    wish = wish_of(world, world.mary, weight="nice")
    join(world, wish, other, weight="needed")
    merge_contacts(other, world.mary, by=world.vera)
    contact_followed(other)
    contact_followed(other)
    wish.refresh_from_db()
    voice = Voice.objects.get()
    assert (voice.contact, voice.weight, wish.companies) == (world.mary, "needed", 1)


def test_a_merged_person_joins_the_company_of_the_other(world: World):
    wish = wish_of(world, world.anna)
    join(world, wish, world.mary)
    merge_contacts(world.mary, world.anna, by=world.vera)
    contact_followed(world.mary)
    wish.refresh_from_db()
    assert (Voice.objects.get().company, wish.companies) == (world.anna.company, 1)


def test_aftercare_of_the_merged_one_is_seen_at_once(world: World, twin: Company):
    start_aftercare(twin, weeks=1, story="Lost mails.", by=world.vera)
    into = merge_companies(Company.objects.get(pk=twin.pk), world.anna.company, by=world.vera)
    assert into.care_until is not None
    assert into.care_until < timezone.now() + timedelta(weeks=2)
