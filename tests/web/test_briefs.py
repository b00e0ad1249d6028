"""The brief of a ticket beside its thread, and putting it right."""

import re

import pytest
from django.test import Client

from tests.briefs.readings import have_read
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.models import Correction, Question, Reading
from whydesk.tickets.replying import send_reply

FACT = "The total is wrong."


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


@pytest.fixture
def reading(world: World) -> Reading:
    text = f"{FACT} It began on Monday."
    message = write(world, world.mary, subject="Totals", text=text)
    return have_read(message, said={"got": FACT, "since": "on Monday"}, summary=FACT[:-1])


def card_of(client: Client, reading: Reading) -> str:
    page = client.get(f"/tickets/{reading.ticket_id}").content.decode()
    card = re.search(r'<form class="brief".*?</form>', page, re.DOTALL)
    assert card
    return card[0]


def test_a_fact_that_a_part_quotes_stands_on_the_card_once(ada: Client, reading: Reading):
    card = card_of(ada, reading)
    assert card.count("The total is wrong") == 1
    assert card.count("brief-fact") == 1


def test_a_fact_that_no_part_quotes_stands_above_them(ada: Client, reading: Reading):
    at = f"/messages/{reading.message_id}/corrections"
    ada.post(at, {"correction": "part:got:unsaid"})
    card = card_of(ada, reading)
    assert card.index("The total is wrong") < card.index("on Monday")


def test_several_things_are_put_right_at_once(ada: Client, reading: Reading):
    at = f"/messages/{reading.message_id}/corrections"
    ada.post(at, {"correction": ["kind::outage", "role:0:feeling"]})
    reading.refresh_from_db()
    assert reading.said
    assert (reading.said["kind"], reading.said["sentences"][0][2]) == ("outage", "feeling")
    assert Correction.objects.count() == 2


def test_the_page_of_a_reading_says_who_read(ada: Client, reading: Reading):
    at = f"/messages/{reading.message_id}/reading"
    assert "Read by the desk itself" in ada.get(at).content.decode()
    Reading.objects.update(reader=Reading.Reader.MODEL)
    assert "Read by the language model" in ada.get(at).content.decode()
    assert "Read by the language model" in card_of(ada, reading)


@pytest.mark.parametrize("correction", ["", "kind", "kind::lamp", "part:got:perhaps", "a:b:c:d"])
def test_a_correction_that_means_nothing_is_refused_in_words(
    ada: Client, reading: Reading, correction: str
):
    at = f"/messages/{reading.message_id}/corrections"
    page = ada.post(at, {"correction": correction}, follow=True).content.decode()
    assert "This correction means nothing here." in page
    assert not Correction.objects.exists()


def test_a_message_that_was_not_read_cannot_be_put_right_yet(world: World, ada: Client):
    message = write(world, world.mary)
    at = f"/messages/{message.pk}/corrections"
    page = ada.post(at, {"correction": "kind::bug"}, follow=True).content.decode()
    assert "The desk has not read this message yet." in page


def test_each_sentence_is_shown_with_what_it_can_be(ada: Client, reading: Reading):
    page = ada.get(f"/messages/{reading.message_id}/reading").content.decode()
    assert FACT in page
    for role in ("Fact", "Request", "Feeling", "Courtesy"):
        assert role in page


def test_who_may_not_see_a_ticket_may_not_put_it_right(world: World, reading: Reading):
    reading.ticket.assignee = world.sam
    reading.ticket.save()
    client = Client()
    client.force_login(world.gus)
    at = f"/messages/{reading.message_id}/corrections"
    assert client.post(at, {"correction": "kind::outage"}).status_code == 404
    assert client.get(f"/messages/{reading.message_id}/reading").status_code == 404
    assert not Correction.objects.exists()


def test_what_was_asked_twice_in_vain_stays_unknown(world: World, ada: Client, reading: Reading):
    ticket = reading.ticket
    for part in ("scope", "did"):
        reply = send_reply(ticket, text=f"May I ask of {part}?", by=world.sam)
        Question.objects.create(ticket=ticket, message=reply, part=part)
        assert "asked</span>" in card_of(ada, reading)
        have_read(write(world, world.mary, text="Well?", ticket=ticket), summary="Well?")
    card = card_of(ada, reading)
    assert card.count("asked, unknown") == 2
    assert "Two questions stayed without an answer" in card
