"""One update, many customers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.incidents.people import (
    TEXTS,
    attached,
    customer,
    declared,
    replies_on,
    reported,
    sent,
    soon,
    told,
)
from tests.web.customers import write
from tests.world import World
from whydesk.history.timelines import entries_about
from whydesk.incidents.attaching import attach_ticket
from whydesk.incidents.audience import languages_read
from whydesk.incidents.counting import count_told
from whydesk.incidents.informing import send_on, send_update
from whydesk.incidents.models import Incident, Telling, Update
from whydesk.incidents.picking import pick_companies
from whydesk.incidents.refusals import Incomplete, LanguagesMissing, NotOpen, WrongMoment
from whydesk.incidents.telling import tell_everyone, tell_some
from whydesk.mailroom.models import Delivery
from whydesk.tickets.delivering import note_bounce
from whydesk.tickets.models import Message, Ticket


def update_of(incident: Incident, world: World, **fields: object) -> Update:
    said: dict[str, object] = {"texts": TEXTS, "next_news_at": soon()}
    return send_update(incident, **(said | fields), by=world.sam)  # type: ignore[arg-type]


def test_each_reads_it_in_their_ticket_and_language(world: World):
    incident = declared(world)
    of_anna = attached(world, incident, world.anna).ticket
    of_joao = attached(world, incident, world.joao).ticket
    update = told(update_of(incident, world))
    assert replies_on(of_anna) == [TEXTS["ru"]]
    assert replies_on(of_joao) == [TEXTS["pt-br"]]
    message = Message.objects.get(ticket=of_anna, kind="reply")
    assert (message.agent, message.to, message.subject) == (
        world.sam,
        ["Анна Белова <anna@romashka.example>"],
        "Re: Mail",
    )
    assert message.delivery
    assert message.delivery.recipients == ["anna@romashka.example"]
    assert (update.waiting, update.told, update.untold) == (2, 0, 0)
    assert update.queued_at is not None
    [entry, *_] = entries_about("ticket", of_anna.pk)
    assert (entry.event, entry.actor_name) == ("incident.customer_informed", "Sam Stone")


def test_it_answers_the_mail_that_the_customer_wrote(world: World):
    incident = declared(world)
    written = write(world, world.anna, message_id="hers@romashka.example")
    attach_ticket(incident, written.ticket, by=world.sam)
    told(update_of(incident, world))
    raw = bytes(Delivery.objects.get().raw).decode()
    assert "In-Reply-To: <hers@romashka.example>" in raw


def test_a_customer_without_a_ticket_gets_one(world: World):
    incident = declared(world)
    company = customer("Без заявки", language="ru", email="ina@bez.example")
    pick_companies(incident, [company], by=world.sam)
    update = told(update_of(incident, world))
    [ticket] = Ticket.objects.filter(company=company)
    assert (ticket.status, ticket.channel, ticket.subject) == (
        "waiting",
        "mail",
        "Почта опаздывает",
    )
    assert replies_on(ticket) == [TEXTS["ru"]]
    told(update_of(incident, world, texts={**TEXTS, "ru": "Нашли причину."}))
    assert Ticket.objects.filter(company=company).count() == 1
    first, second = Message.objects.filter(ticket=ticket).order_by("pk")
    assert second.references == [first.message_id]
    assert update.untold == 0


def test_who_cannot_be_reached_is_listed_with_the_reason(world: World):
    incident = declared(world)
    pick_companies(incident, [customer("Silent")], by=world.sam)
    update = told(update_of(incident, world, texts={"en": "x"}, instead="en"))
    assert [(one.ticket, one.why) for one in Telling.objects.all()] == [(None, "no_address")]
    assert (update.untold, update.waiting) == (1, 0)
    assert update.settled_at is not None


def test_missing_languages_are_said_before_anything_is_sent(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    attached(world, incident, world.joao)
    assert languages_read(incident) == {"ru": 1, "pt-br": 1}
    with pytest.raises(LanguagesMissing) as refused:
        update_of(incident, world, texts={"en": "x", "ru": "я"})
    assert refused.value.languages == ["pt-br"]
    assert not Update.objects.exists()
    told(update_of(incident, world, texts={"en": "x", "ru": "я"}, instead="en"))
    assert replies_on(Ticket.objects.get(contact=world.joao)) == ["x"]


def test_it_is_sent_once_however_often_the_job_runs(world: World):
    incident = declared(world)
    ticket = attached(world, incident, world.anna).ticket
    update = update_of(incident, world)
    assert tell_some(update.pk) == 1
    tell_everyone(update.pk)
    tell_everyone(update.pk)
    assert replies_on(ticket) == [TEXTS["ru"]]
    assert Delivery.objects.count() == 1


def test_pressing_twice_is_one_update(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    assert update_of(incident, world) == update_of(incident, world)


def test_the_ticket_waits_for_the_customer_then(world: World):
    incident = declared(world)
    ticket = attached(world, incident, world.anna).ticket
    told(update_of(incident, world))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waits_since) == ("waiting", None)


def test_a_customer_who_wrote_meanwhile_keeps_waiting_for_a_person(world: World):
    incident = declared(world)
    ticket = attached(world, incident, world.anna).ticket
    update = update_of(incident, world)
    write(world, world.anna, text="And my invoice?", hours_ago=0, ticket=ticket)
    told(update)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waits_since is None) == ("open", False)
    said = ticket.messages.order_by("pk").values_list("text", flat=True)
    assert list(said) == ["My mail does not leave", "And my invoice?", TEXTS["ru"]]


def test_a_closed_ticket_stays_closed(world: World):
    incident = declared(world)
    ticket = attached(world, incident, world.anna).ticket
    Ticket.objects.filter(pk=ticket.pk).update(status="closed", waits_since=None)
    told(update_of(incident, world))
    ticket.refresh_from_db()
    assert (ticket.status, replies_on(ticket)) == ("closed", [TEXTS["ru"]])


def test_told_and_come_back_are_counted_from_the_mail_itself(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    of_joao = attached(world, incident, world.joao).ticket
    update = told(update_of(incident, world))
    sent(update)
    assert (count_told(update.pk).told, count_told(update.pk).settled_at is None) == (2, False)
    message = Message.objects.get(ticket=of_joao, kind="reply")
    assert message.delivery
    note_bounce(message.delivery, reason="unknown", permanent=True)
    counted = count_told(update.pk)
    assert (counted.told, counted.bounced) == (1, 1)
    of_joao.refresh_from_db()
    assert (of_joao.undelivered, of_joao.status) == (True, "open")


def test_latecomers_are_sent_the_last_news(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    with pytest.raises(Incomplete):
        send_on(incident, by=world.sam)
    told(update_of(incident, world))
    late = attached(world, incident, world.joao).ticket
    told(send_on(incident, by=world.sam))
    assert replies_on(late) == [TEXTS["pt-br"]]
    assert Telling.objects.count() == 2


def test_nothing_is_written_to_nobody(world: World):
    with pytest.raises(Incomplete):
        update_of(declared(world), world)


def test_the_next_news_is_promised_for_later(world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    with pytest.raises(WrongMoment):
        update_of(incident, world, next_news_at=timezone.now() - timedelta(minutes=1))
    update_of(incident, world, next_news_at=(at := soon(2)))
    assert Incident.objects.get().next_news_at == at


def test_an_incident_that_is_over_has_no_more_news(world: World):
    incident = declared(world, reported(world, world.anna))
    Incident.objects.update(state="over", over_at=timezone.now())
    with pytest.raises(NotOpen):
        update_of(incident, world)


def test_thirty_customers_cost_as_many_statements_as_three(world: World):
    def statements(number: int) -> int:
        incident = declared(world)
        made = [customer(f"C{number}-{n}", email=f"c{n}@x{number}.example") for n in range(number)]
        pick_companies(incident, made, by=world.sam)
        update = update_of(incident, world)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            tell_some(update.pk)
        assert update.tellings.count() == number
        return len(seen)

    assert statements(3) == statements(30)
