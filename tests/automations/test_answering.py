"""A saved reply goes out by itself: once, and never in a loop."""

import email
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.automations.conftest import Rules, do_jobs, says
from tests.world import World
from whydesk.automations.answering import MOST_A_DAY
from whydesk.automations.models import AutomaticAnswer, Firing, SavedReply
from whydesk.automations.saving_replies import save_reply
from whydesk.customers.models import Address, Company
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery
from whydesk.tickets.models import Message, Ticket

TEXTS = {"en": "We read it on Monday.", "ru": "Прочтём в понедельник."}


@pytest.fixture
def reply(desk: World) -> SavedReply:
    return save_reply(name="Monday", texts=TEXTS, by=desk.ada)


def refusal() -> str:
    [act] = Firing.objects.latest("pk").done
    return "" if act["outcome"] == "done" else str(act["detail"])


def test_it_answers_in_the_language_of_the_customer(desk: World, rule: Rules, reply: SavedReply):
    rule("customer_writes", answer=reply.pk)
    ticket = says(desk).ticket
    do_jobs()
    answer = Message.objects.get(kind="reply")
    assert (answer.text, answer.automatic, answer.agent) == (TEXTS["ru"], "auto_reply", None)
    mail = email.message_from_bytes(bytes(Delivery.objects.get().raw))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"].endswith("<anna@romashka.example>")
    entry = Entry.objects.get(event="saved_reply.sent")
    assert (entry.actor_kind, entry.data["ticket_id"]) == ("rule", ticket.pk)


def test_the_customer_still_waits_for_a_person(desk: World, rule: Rules, reply: SavedReply):
    rule("customer_writes", answer=reply.pk)
    ticket = says(desk).ticket
    waits_since = ticket.waits_since
    do_jobs()
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.status, ticket.waits_since, ticket.assignee) == ("open", waits_since, None)


def test_on_a_ticket_a_rule_answers_once(desk: World, rule: Rules, reply: SavedReply):
    rule("customer_writes", answer=reply.pk)
    ticket = says(desk).ticket
    do_jobs()
    says(desk, ticket=Ticket.objects.get(pk=ticket.pk))
    do_jobs()
    assert AutomaticAnswer.objects.count() == Message.objects.filter(kind="reply").count() == 1
    assert refusal() == "It has answered on this ticket before."


def test_a_company_in_care_hears_from_people_only(desk: World, rule: Rules, reply: SavedReply):
    Company.objects.update(care_until=timezone.now() + timedelta(days=3))
    rule("customer_writes", answer=reply.pk)
    says(desk)
    do_jobs()
    assert Delivery.objects.count() == 0
    assert refusal() == "The company is in care: a person answers."


def test_a_machine_is_not_answered_whatever_made_the_rule_act(
    desk: World, rule: Rules, reply: SavedReply
):
    rule("ticket_tagged", answer=reply.pk)
    rule("customer_writes", tag="x")
    message = says(desk)
    Message.objects.filter(pk=message.pk).update(automatic="auto_reply")
    do_jobs()
    assert Delivery.objects.count() == 0
    assert refusal() == "What came last was written by a machine."


def test_a_machine_that_passes_for_a_person_is_answered_a_few_times_a_day(
    desk: World, rule: Rules, reply: SavedReply
):
    rule("ticket_opens", answer=reply.pk)
    for _ticket in range(MOST_A_DAY + 2):
        says(desk)
        do_jobs()
    assert Delivery.objects.count() == MOST_A_DAY
    assert refusal() == "This contact has had enough automatic answers today."


def test_the_desk_does_not_write_to_itself(desk: World, rule: Rules, reply: SavedReply):
    Address.objects.filter(contact=desk.anna).update(email=desk.sales.address)
    rule("ticket_opens", answer=reply.pk)
    says(desk)
    do_jobs()
    assert Delivery.objects.count() == 0
    assert refusal() == "It would have been sent to ourselves."


def test_spam_is_not_answered(desk: World, rule: Rules, reply: SavedReply):
    rule("customer_writes", answer=reply.pk)
    Ticket.objects.filter(pk=says(desk).ticket_id).update(status="spam", waits_since=None)
    do_jobs()
    assert (Delivery.objects.count(), refusal()) == (0, "The ticket is spam.")
