"""A reply that did not arrive brings its ticket back to the desk."""

from datetime import datetime

import pytest

from tests.tickets.test_replying import WROTE_AT, make_ticket, say
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery
from whydesk.mailroom.sending import confirm_arrived, queue_mail, send_again
from whydesk.people.actors import DESK
from whydesk.tickets.delivering import note_bounce, note_on_its_way, note_stopped
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.replying import send_reply

REASON = "550 no such user"


@pytest.fixture
def reply(world: World) -> Message:
    ticket = make_ticket(world)
    say(ticket)
    return send_reply(ticket, text="Здравствуйте.", by=world.vera)


def delivery_of(reply: Message, state: str = "") -> Delivery:
    assert reply.delivery
    if state:
        Delivery.objects.filter(pk=reply.delivery.pk).update(state=state)
    return Delivery.objects.get(pk=reply.delivery.pk)


def ticket_of(reply: Message) -> tuple[str, bool, datetime | None]:
    ticket = Ticket.objects.get(pk=reply.ticket_id)
    return ticket.status, ticket.undelivered, ticket.waits_since


def test_a_bounce_opens_the_ticket_and_the_customer_has_waited_all_the_time(reply: Message):
    note_bounce(delivery_of(reply, "sent"), reason=REASON, permanent=True)
    assert ticket_of(reply) == ("open", True, WROTE_AT)
    delivery = delivery_of(reply)
    assert (delivery.state, delivery.error) == ("bounced", REASON)
    entry = Entry.objects.get(event="reply.undelivered")
    assert entry.data == {"ticket_id": reply.ticket_id, "message_id": reply.pk, "reason": REASON}


def test_a_server_that_still_tries_changes_nothing(reply: Message):
    note_bounce(delivery_of(reply, "sent"), reason="4.4.1 delayed", permanent=False)
    assert ticket_of(reply) == ("waiting", False, None)
    assert delivery_of(reply).state == "sent"


def test_a_mail_that_stopped_opens_the_ticket_once(reply: Message):
    delivery = delivery_of(reply, "failed")
    note_stopped(delivery.pk, REASON)
    note_stopped(delivery.pk, REASON)
    assert ticket_of(reply) == ("open", True, WROTE_AT)
    assert Entry.objects.filter(event="reply.undelivered").count() == 1


def test_a_closed_ticket_opens_too_since_nobody_was_told(world: World):
    ticket = make_ticket(world)
    reply = send_reply(ticket, text="Готово.", close=True, by=world.vera)
    note_bounce(delivery_of(reply), reason=REASON, permanent=True)
    status, undelivered, waits_since = ticket_of(reply)
    assert (status, undelivered) == ("open", True)
    assert waits_since


def test_spam_and_what_is_open_stay_where_they_are(reply: Message):
    Ticket.objects.update(status=Ticket.Status.SPAM)
    note_bounce(delivery_of(reply), reason=REASON, permanent=True)
    assert ticket_of(reply) == ("spam", True, None)


@pytest.mark.parametrize("verb", [send_again, confirm_arrived])
def test_acting_on_it_takes_the_mark_off(world: World, reply: Message, verb: object):
    assert callable(verb)
    delivery = delivery_of(reply, "unclear")
    note_stopped(delivery.pk, "Perhaps sent")
    verb(delivery, by=world.vera)
    note_on_its_way(delivery.pk)
    assert ticket_of(reply)[1] is False


def test_the_mark_stays_while_the_newest_reply_is_in_trouble(world: World, reply: Message):
    ticket = Ticket.objects.get(pk=reply.ticket_id)
    newer = send_reply(ticket, text="Ещё одно.", by=world.vera)
    for one in (reply, newer):
        note_stopped(delivery_of(one, "failed").pk, REASON)
    send_again(delivery_of(reply), by=world.vera)
    note_on_its_way(delivery_of(reply).pk)
    assert ticket_of(reply)[1] is True


def test_a_mail_of_no_ticket_is_nobodys_business_here(world: World):
    delivery = queue_mail(
        mailbox=world.support, message_id="x@y", recipients=["a@b.example"], raw=b"", by=DESK
    )
    note_stopped(delivery.pk, REASON)
    note_on_its_way(delivery.pk)
    assert not Entry.objects.filter(event="reply.undelivered").exists()
