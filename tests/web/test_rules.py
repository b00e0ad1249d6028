"""Rules on the screens: the list, the form, the try, the log."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.automations.acts import Acts
from whydesk.automations.conditions import Conditions
from whydesk.automations.following import follow_rules
from whydesk.automations.models import Firing, Rehearsal, Rule, SavedReply
from whydesk.automations.rehearsing import rehearse_some
from whydesk.automations.saving_replies import save_reply
from whydesk.automations.writing import switch_on, write_rule
from whydesk.history.models import Entry
from whydesk.notices.models import Way
from whydesk.people.actors import Role
from whydesk.people.models import Agent

HTMX = {"HX-Request": "true", "HX-Target": "p#sentence"}
TOLD = {
    "when": "customer_writes",
    "account_kinds": ["vip"],
    "hours": "outside",
    "words": "Invoice, conta ,",
    "do_tell": ["leads"],
    "do_tell_minutes": "10",
    "do_tag": "night",
}


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


@pytest.fixture
def lead(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


def make_rule(world: World, when: str = "ticket_opens", **does: object) -> Rule:
    rule = write_rule(when=when, conditions=Conditions(), acts=Acts(**does), by=world.ada)
    switch_on(rule, by=world.ada)
    Rule.objects.update(on_since=datetime(2020, 1, 1, tzinfo=UTC))
    return rule


def followed(world: World) -> Firing:
    write(world, world.anna)
    follow_rules([Entry.objects.filter(event="message.received").latest("pk").pk])
    return Firing.objects.latest("pk")


def test_what_the_form_says_is_the_rule(ada: Client, lead: Agent):
    response = ada.post("/rules/new", TOLD)
    rule = Rule.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/rules/{rule.pk}/rehearsal")
    assert (rule.when, rule.is_on) == ("customer_writes", False)
    assert rule.asks == Conditions(
        account_kinds=("vip",), hours="outside", words=("invoice", "conta")
    )
    assert rule.does == Acts(tell=("leads",), tell_minutes=10, tag="night")
    assert Rehearsal.objects.get().rule == rule


def test_everything_that_a_rule_may_say_is_shown_as_it_was_typed(
    ada: Client, world: World, lead: Agent
):
    reply = save_reply(name="Monday", texts={"en": "On Monday."}, by=world.ada)
    everything = TOLD | {
        "when": "message_read",
        "plans": "Big House",
        "is_new": "on",
        "in_care": "on",
        "weekdays": ["5", "6"],
        "languages": ["ru"],
        "channels": ["mail"],
        "kinds": ["bug"],
        "temperature": "2",
        "blocking": "on",
        "leaving": "on",
        "statuses": ["open"],
        "tags": "crm",
        "untagged": "beta",
        "teams": [str(world.first_line.pk)],
        "assignee": "nobody",
        "urgency": "60",
        "do_tell_people": [str(world.vera.pk)],
        "do_assign_to": str(world.sam.pk),
        "do_route_to": str(world.first_line.pk),
        "do_urgency": "120",
        "do_incident": "partly",
        "do_aftercare": "4",
        "do_answer": str(reply.pk),
        "do_snooze": "opening",
    }
    ada.post("/rules/new", everything)
    rule = Rule.objects.get()
    before = (rule.asks, rule.does)
    assert len(rule.asks.said()) == 19
    assert len(rule.does.names) == 9
    page = ada.get(f"/rules/{rule.pk}/")
    form = page.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value()}
    ada.post(f"/rules/{rule.pk}/", again)
    rule.refresh_from_db()
    assert (rule.asks, rule.does) == before


def test_how_a_rule_reads_is_shown_before_it_is_kept(ada: Client):
    for headers in ({}, HTMX):
        page = ada.post("/rules/new", {**TOLD, "see": "1"}, headers=headers).content.decode()
        assert "When a VIP writes outside working hours and the words" in page
        assert ("<html" in page) == (not headers)
    assert Rule.objects.count() == 0


def test_what_means_nothing_is_said_on_the_form_and_nothing_is_lost(ada: Client):
    response = ada.post("/rules/new", {**TOLD, "temperature": "2"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "What a message says is known once it is read." in page
    assert "invoice, conta" in page.lower()


def test_a_rule_is_switched_on_and_off(ada: Client, world: World):
    rule = write_rule(
        when="ticket_opens", conditions=Conditions(), acts=Acts(tag="x"), by=world.ada
    )
    ada.post(f"/rules/{rule.pk}/switch", {"to": "on"})
    assert Rule.objects.get().is_on
    ada.post(f"/rules/{rule.pk}/switch", {"to": "off"})
    assert not Rule.objects.get().is_on


def test_a_rule_that_does_nothing_stays_off(ada: Client, world: World):
    rule = write_rule(when="ticket_opens", conditions=Conditions(), acts=Acts(), by=world.ada)
    page = ada.post(f"/rules/{rule.pk}/switch", {"to": "on"}, follow=True).content.decode()
    assert "Say what the rule does." in page
    assert not Rule.objects.get().is_on


def test_rules_change_places(ada: Client, world: World):
    first, second = make_rule(world, tag="a"), make_rule(world, tag="b")
    ada.post(f"/rules/{second.pk}/place", {"to": "up"})
    assert list(Rule.objects.all()) == [second, first]
    ada.post(f"/rules/{second.pk}/place", {"to": "up"})
    assert list(Rule.objects.all()) == [second, first]


def test_a_removed_rule_is_found_in_the_log_only(ada: Client, world: World):
    rule = make_rule(world, tag="x")
    followed(world)
    ada.post(f"/rules/{rule.pk}/removal")
    assert ada.get(f"/rules/{rule.pk}/").status_code == 404
    assert "add the tag “x”" not in ada.get("/rules/").content.decode()
    assert "add the tag “x”" in ada.get("/rules/log").content.decode()


def test_a_rule_whose_person_has_left_says_so(ada: Client, world: World):
    make_rule(world, assign_to=world.sam.pk)
    Agent.objects.filter(pk=world.sam.pk).update(is_active=False)
    page = ada.get("/rules/").content.decode()
    assert ("Sam Stone has left." in page, "Rests" in page) == (True, True)


def test_the_log_says_what_was_done_and_what_not(ada: Client, world: World):
    Agent.objects.filter(pk=world.ada.pk).update(role=Role.LEAD)
    make_rule(world, tell=("leads",), snooze="4", aftercare=2)
    write(world, world.mary)
    follow_rules([Entry.objects.filter(event="message.received").latest("pk").pk])
    page = ada.get("/rules/log").content.decode()
    assert "Told: Ada King" in page
    assert "Watched over: not done · The contact belongs to no company." in page


def test_a_try_shows_each_ticket(ada: Client, world: World):
    rule = make_rule(world, tag="x")
    message = write(world, world.anna, subject="Where is it")
    ada.post(f"/rules/{rule.pk}/rehearsal")
    assert "Looked at 0 days of 30." in ada.get(f"/rules/{rule.pk}/rehearsal").content.decode()
    while rehearse_some(Rehearsal.objects.get().pk):
        pass
    page = ada.get(f"/rules/{rule.pk}/rehearsal").content.decode()
    assert "<b>1</b> ticket" in page
    assert f"#{message.ticket_id} Where is it" in page
    assert "Looked at 0 days" not in page


def test_the_rule_for_vips_is_offered_until_it_is_on(ada: Client, lead: Agent):
    offer = "Choose whom, and switch it on"
    assert offer in ada.get("/rules/").content.decode()
    response = ada.post("/rules/vip", {"whom": "on_call", "minutes": "5"})
    assert response["Location"] == "/rules/"
    rule = Rule.objects.get()
    assert (rule.is_on, rule.does) == (True, Acts(tell=("on_call", "leads"), tell_minutes=5))
    page = ada.get("/rules/").content.decode()
    assert offer not in page
    assert "tell whoever is on call and the leads in turn (5 minutes each)." in page


def test_the_rule_for_vips_shows_who_has_no_way_set_up(ada: Client, world: World, lead: Agent):
    page = ada.get("/rules/vip").content.decode()
    assert "only on the screen: no way is set up yet" in page
    Way.objects.create(agent=lead, kind="messenger", name="Telegram", url="tgram://x/y")
    page = ada.get("/rules/vip").content.decode()
    assert ("Telegram" in page, "no way is set up yet" in page) == (True, False)


def test_a_saved_reply_is_written_changed_and_removed(ada: Client):
    ada.post("/rules/replies/new", {"name": "Monday", "en": "On Monday.", "ru": ""})
    reply = SavedReply.objects.get()
    assert reply.texts == {"en": "On Monday."}
    ada.post(f"/rules/replies/{reply.pk}/", {"name": "Tuesday", "ru": "Во вторник."})
    reply.refresh_from_db()
    assert (reply.name, reply.texts) == ("Tuesday", {"ru": "Во вторник."})
    response = ada.post("/rules/replies/new", {"name": "Tuesday", "en": "x"})
    assert "There is a saved reply of this name." in response.content.decode()
    ada.post(f"/rules/replies/{reply.pk}/removal")
    assert ada.get(f"/rules/replies/{reply.pk}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/rules/", "/rules/new", "/rules/vip", "/rules/log", "/rules/replies/", "/rules/replies/new"],
)
def test_rules_are_for_those_who_may_write_them(client: Client, world: World, address: str):
    client.force_login(world.vera)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_rules(
    ada: Client, world: World, count: int, django_assert_num_queries
):
    for _number in range(count):
        make_rule(world, tag="x", assign_to=world.sam.pk)
    with django_assert_num_queries(7):
        ada.get("/rules/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_however_long(
    ada: Client, world: World, count: int, django_assert_num_queries
):
    make_rule(world, tag="x", tell=("leads",))
    for _number in range(count):
        followed(world)
    with django_assert_num_queries(7):
        ada.get("/rules/log")


@pytest.mark.parametrize("count", [1, 3])
def test_a_try_costs_the_same_however_much_it_found(
    ada: Client, world: World, count: int, django_assert_num_queries
):
    rule = make_rule(world, tag="x")
    for _number in range(count):
        write(world, world.anna)
    ada.post(f"/rules/{rule.pk}/rehearsal")
    while rehearse_some(Rehearsal.objects.get().pk):
        pass
    with django_assert_num_queries(10):
        ada.get(f"/rules/{rule.pk}/rehearsal")
