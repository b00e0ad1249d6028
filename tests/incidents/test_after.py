"""Over, written up, merged, set apart."""

from decimal import Decimal

import pytest

from tests.incidents.people import TEXTS, attached, declared, replies_on, reported, soon, told
from tests.web.customers import write
from tests.world import World, make_contact
from whydesk.care.making_good import make_good
from whydesk.care.models import Care
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.refusals import AlreadyGiven
from whydesk.incidents.attaching import ask_for_write_up
from whydesk.incidents.caring import (
    move_steps_along,
    note_all_solved,
    note_outlook,
    take_up_steps,
)
from whydesk.incidents.ending import end_incident, reopen_incident
from whydesk.incidents.informing import send_update
from whydesk.incidents.merging import merge_incidents, undo_merge
from whydesk.incidents.models import Attached, Ending, Incident, Update
from whydesk.incidents.refusals import CannotMerge, Incomplete, NotOpen, NotWritten
from whydesk.incidents.writing_up import add_action, change_write_up, publish_write_up
from whydesk.tickets.models import Ticket

PARTS = {"happened": "A disk was full.", "cause": "Logs grew.", "change": "An alarm."}


def over(incident: Incident, world: World, **fields: str) -> Ending:
    answers = {"back": "fully", "lost": "Nothing."} | fields
    return end_incident(incident, **answers, texts=TEXTS, by=world.sam)  # type: ignore[arg-type]


def test_two_questions_are_answered_before_it_is_over(world: World):
    incident = declared(world, next_news_at=soon())
    with pytest.raises(Incomplete):
        over(incident, world, lost=" ")
    with pytest.raises(Incomplete):
        over(incident, world, back="partly")
    ending = over(incident, world, back="partly", remains="Statistics of today")
    incident.refresh_from_db()
    assert (incident.state, incident.next_news_at) == ("over", None)
    assert (ending.remains, ending.lost) == ("Statistics of today", "Nothing.")


def test_the_last_word_goes_to_everybody(world: World):
    incident = declared(world)
    ticket = attached(world, incident, world.anna).ticket
    over(incident, world)
    told(Update.objects.get(about="over"))
    assert replies_on(ticket) == [TEXTS["ru"]]


def test_it_may_turn_out_not_to_be_over(world: World):
    incident = declared(world)
    over(incident, world)
    assert reopen_incident(incident, by=world.sam).is_open
    assert Ending.objects.get().undone_by == world.sam
    over(incident, world)
    assert Ending.objects.filter(undone_at=None).count() == 1


def test_those_who_asked_are_told_what_happened(world: World):
    incident = declared(world)
    asked = attached(world, incident, world.anna)
    other = attached(world, incident, world.joao)
    ask_for_write_up(asked, by=world.sam)
    with pytest.raises(NotOpen):
        publish_write_up(incident, by=world.sam)
    over(incident, world)
    with pytest.raises(NotWritten):
        publish_write_up(incident, by=world.sam)
    change_write_up(incident, language="en", **PARTS, by=world.sam)
    publish_write_up(incident, by=world.sam)
    publish_write_up(incident, by=world.sam)
    update = Update.objects.get(about="write_up")
    told(update)
    [text] = replies_on(asked.ticket)
    assert text.startswith("**What happened**\n\nA disk was full.")
    assert replies_on(other.ticket) == []


def test_an_action_needs_words(world: World):
    incident = declared(world)
    with pytest.raises(Incomplete):
        add_action(incident, text=" ", owner=world.vera, due_on=soon().date(), by=world.sam)


def test_merged_customers_and_tickets_are_the_other_incident_s(world: World):
    into = declared(world, reported(world, world.anna), title="All mail")
    incident = declared(world, reported(world, world.anna), reported(world, world.joao))
    merge_incidents(incident, into=into, by=world.sam)
    into.refresh_from_db()
    incident.refresh_from_db()
    assert (into.affected, into.tickets) == (2, 3)
    assert (incident.state, incident.merged_into, incident.tickets) == ("merged", into, 0)
    told(send_update(into, texts=TEXTS, next_news_at=None, by=world.sam))
    assert all(replies_on(ticket) for ticket in Ticket.objects.all())
    with pytest.raises(NotOpen):
        send_update(incident, texts=TEXTS, next_news_at=None, by=world.sam)


def test_set_apart_everybody_is_back_where_they_were(world: World):
    into = declared(world, reported(world, world.anna), title="All mail")
    incident = declared(world, reported(world, world.anna), reported(world, world.joao))
    before = sorted(Attached.objects.values_list("ticket", "incident", "affected"))
    merge_incidents(incident, into=into, by=world.sam)
    undo_merge(incident, by=world.sam)
    assert sorted(Attached.objects.values_list("ticket", "incident", "affected")) == before
    incident.refresh_from_db()
    into.refresh_from_db()
    assert (incident.state, incident.affected, into.affected) == ("open", 2, 1)
    with pytest.raises(CannotMerge):
        undo_merge(incident, by=world.sam)


def test_what_cannot_be_merged_is_not(world: World):
    incident, into = declared(world), declared(world)
    with pytest.raises(CannotMerge):
        merge_incidents(into, into=into, by=world.sam)
    merge_incidents(incident, into=into, by=world.sam)
    with pytest.raises(CannotMerge):
        merge_incidents(incident, into=into, by=world.sam)


def test_each_affected_customer_has_the_four_steps_once(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    attached(world, incident, world.anna)
    attached(world, incident, world.joao)
    take_up_steps(incident.pk)
    take_up_steps(incident.pk)
    cares = Care.objects.filter(incident_id=incident.pk)
    assert cares.count() == 2
    assert {care.steps.count() for care in cares} == {4}


def test_news_is_the_first_step_of_each_once(world: World):
    incident = declared(world)
    ticket = attached(world, incident, world.anna).ticket
    take_up_steps(incident.pk)
    at = soon(3)
    update = told(send_update(incident, texts=TEXTS, next_news_at=at, by=world.sam))
    note_outlook(update.pk, [ticket.pk])
    note_outlook(update.pk, [ticket.pk])
    care = Care.objects.get()
    first = care.steps.get(number=1)
    assert (first.how, first.message.telling.update) == ("told", update)
    assert first.tellings.count() == 1
    assert [news.due_at for news in care.news.all()] == [at]


def test_aftercare_is_due_once_it_is_over(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    take_up_steps(incident.pk)
    over(incident, world)
    note_all_solved(incident.pk)
    care = Care.objects.get()
    assert care.solved_at is not None
    assert care.steps.get(number=4).due_at is not None


def test_the_steps_go_along_when_incidents_are_merged(world: World):
    into = declared(world, title="All mail")
    incident = declared(world, write(world, world.anna).ticket)
    take_up_steps(incident.pk)
    merge_incidents(incident, into=into, by=world.sam)
    move_steps_along(into.pk)
    assert Care.objects.get().incident_id == into.pk


def given(incident: Incident, world: World) -> Gesture:
    care = Care.objects.get(incident_id=incident.pk, steps__gesture=None, steps__number=3)
    fields = {"kind": "credit", "amount": Decimal(10), "currency": "USD", "reason": "Lost hours"}
    return make_good(care, **fields, by=world.sam)


def test_one_company_is_made_good_once_though_two_incidents_became_one(world: World):
    olga = make_contact("Ольга", "olga@romashka.example", world.anna.company, "ru")
    incident = declared(world, reported(world, world.anna))
    into = declared(world, reported(world, olga), title="All mail")
    for one in (incident, into):
        take_up_steps(one.pk)
    given(incident, world)
    merge_incidents(incident, into=into, by=world.sam)
    move_steps_along(into.pk)
    with pytest.raises(AlreadyGiven):
        given(into, world)
    undo_merge(incident, by=world.sam)
    for one in (incident, into):
        move_steps_along(one.pk)
    assert given(into, world).company == olga.company
