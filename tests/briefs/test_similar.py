"""Tickets like another one."""

from typing import Any

import pytest
from django.db import connection

from tests.briefs.readings import have_read
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.likening import liken, matter_of, matters_of
from whydesk.briefs.similar import similar_to
from whydesk.config.database import connection_settings
from whydesk.customers.models import Contact
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import send_reply
from whydesk.tickets.sorting import assign_ticket, mark_spam
from whydesk.understanding.brief import Sentence, Span


def told(world: World, contact: Contact, text: str, **fields: Any) -> Ticket:
    """Return a ticket whose only message was read."""
    message = write(world, contact, subject=text[:40], text=text)
    have_read(message, **fields)
    liken([message.ticket_id])
    return message.ticket


def found(ticket: Ticket, agent: Any) -> list[int]:
    return [one.ticket.pk for one in similar_to(ticket, agent)]


@pytest.mark.parametrize(
    ("opening", "said", "matter"),
    [
        ("Night desk here.", {}, "The clock runs at night."),
        ("It stopped.", {"got": "It stopped"}, "It stopped. The clock runs at night."),
        ("Who stopped it?", {}, "Who stopped it? The clock runs at night."),
        ("Night desk of the harbour.", {}, "Night desk of the harbour. The clock runs at night."),
    ],
)
def test_an_opening_that_says_who_writes_is_no_matter(
    world: World, opening: str, said: dict[str, str], matter: str
):
    text = f"{opening} The clock runs at night."
    ends = len(opening)
    sentences = (
        Sentence(Span(0, ends), "fact", 0.9),
        Sentence(Span(ends + 1, len(text)), "fact", 0.9),
    )
    message = write(world, world.mary, text=text)
    reading = have_read(message, said=said, sentences=sentences)
    assert matter_of(reading) == matter


def test_what_only_the_subject_tells_belongs_to_the_matter(world: World):
    message = write(world, world.mary, subject="Error 502 on saving", text="See the picture.")
    reading = have_read(message, in_subject={"got": "Error 502 on saving"})
    assert matter_of(reading) == "Error 502 on saving See the picture."


def test_the_matter_is_what_the_first_message_that_tells_says(world: World):
    first = write(world, world.mary, subject="Hello", text="As attached.")
    have_read(first, certainty=0.4, summary="As attached.")
    second = write(world, world.mary, text="The clock runs at night.", ticket=first.ticket)
    have_read(second)
    third = write(world, world.mary, text="And the lamp too.", ticket=first.ticket)
    have_read(third)
    assert matters_of([first.ticket_id]) == {first.ticket_id: "The clock runs at night."}


def test_where_nothing_tells_the_matter_is_the_first_message(world: World):
    first = write(world, world.mary, subject="Hello", text="As attached.")
    have_read(first, summary="As attached.")
    have_read(write(world, world.mary, text="ok", ticket=first.ticket), summary="ok")
    assert matters_of([first.ticket_id]) == {first.ticket_id: "As attached."}


def test_the_same_matter_is_found_in_another_language_with_our_answer(world: World):
    known = told(world, world.joao, "Não consigo exportar os contatos para uma planilha Excel")
    told(world, world.mary, "The chat window covers the cookie banner on the phone")
    told(world, world.mary, "Can I pay the yearly invoice by bank transfer?")
    send_reply(known, text="Use “Exportar” no menu dos contatos.", by=world.bruno)
    asked = told(world, world.anna, "Как выгрузить контакты в таблицу Excel?")
    [first, *_others] = similar_to(asked, world.sam)
    assert first.ticket == known
    assert first.answer == "Use “Exportar” no menu dos contatos."
    assert first.met == (
        "Как выгрузить контакты в таблицу Excel?",
        "Não consigo exportar os contatos para uma planilha Excel",
    )


def test_nobody_is_shown_a_ticket_that_they_may_not_see(world: World):
    told(world, world.joao, "Não consigo exportar os contatos para uma planilha Excel")
    asked = told(world, world.anna, "Как выгрузить контакты в таблицу Excel?")
    assign_ticket(asked, to=world.gus, by=world.sam)
    assert len(found(asked, world.sam)) == 1
    assert found(asked, world.gus) == []


def test_spam_is_like_nothing(world: World):
    other = told(world, world.joao, "Como exporto os contatos para Excel?")
    asked = told(world, world.anna, "Как выгрузить контакты в таблицу Excel?")
    assert found(asked, world.sam) == [other.pk]
    mark_spam(other, by=world.sam)
    assert found(asked, world.sam) == []


def test_a_ticket_that_was_not_read_yet_is_like_nothing(world: World):
    assert found(write(world, world.anna).ticket, world.sam) == []


def test_the_index_of_vectors_is_walked_far_enough(db):
    with connection.cursor() as cursor:
        # The settings are the extension's own: it has to be there to take them.
        cursor.execute("SELECT '[1,2]'::vector")
        cursor.execute("SHOW hnsw.ef_search")
        assert cursor.fetchone() == ("400",)
        cursor.execute("SHOW hnsw.iterative_scan")
        assert cursor.fetchone() == ("strict_order",)


def test_options_in_the_address_of_the_database_stay():
    address = "postgresql://desk@db.example.com/desk?options=-c%20statement_timeout%3D5s"
    options = connection_settings(address, most=1)["OPTIONS"]["options"]
    assert options.startswith("-c statement_timeout=5s -c hnsw.ef_search=")
