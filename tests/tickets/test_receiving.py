import pytest

from tests.tickets.letters import receive_mail
from tests.world import World
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.receiving import ReceivedFile, note_call, receive_form
from whydesk.tickets.sorting import leave_waiting


def test_a_form_opens_a_ticket_though_the_sender_is_known(world: World):
    receive_mail("Where are my invoices?")
    message = receive_form(
        name="Somebody", email="MARY@home.example", subject="Hello", text="Bom dia, tudo bem?"
    )
    assert Ticket.objects.count() == 2
    assert (message.contact, message.channel, message.language) == (world.mary, "form", "pt-br")
    assert message.contact.name == "Mary Hill"


def test_two_words_are_in_the_language_of_their_subject(world: World):
    message = receive_form(
        name="Ben", email="ben@new.example", subject="The printer is offline", text="Error 502"
    )
    assert message.language == "en"


def test_two_words_without_a_subject_are_in_the_language_of_the_form(world: World):
    message = receive_form(
        name="Ben", email="ben@new.example", subject="", text="Error 502", language="en"
    )
    assert message.language == "en"


def test_a_form_brings_its_files(world: World):
    files = [ReceivedFile("shot.png", "image/png", b"png")]
    message = receive_form(
        name="Ana", email="ana@new.example", subject="", text="See the picture.", files=files
    )
    assert message.ticket.subject == "See the picture."
    assert [(one.filename, one.size) for one in message.attachments.all()] == [("shot.png", 3)]


def test_a_call_opens_a_ticket_and_names_who_took_it(world: World):
    message = note_call(
        contact=world.anna, subject="Звонок", text="Просит перезвонить завтра.", by=world.vera
    )
    assert (message.kind, message.agent, message.contact) == ("call", world.vera, world.anna)
    assert (message.ticket.channel, message.ticket.language) == ("phone", "ru")
    entry = Entry.objects.get()
    assert (entry.event, entry.actor_name) == ("call.noted", "Vera Orlova")


def test_a_call_about_a_ticket_brings_it_back(world: World):
    ticket = leave_waiting(receive_mail("Where?").ticket, by=world.vera)
    message = note_call(
        contact=world.mary, subject="", text="Asked again.", by=world.vera, ticket=ticket
    )
    assert (message.ticket.status, message.ticket.snippet) == ("open", "Asked again.")


def test_who_may_not_answer_notes_no_call(world: World):
    world.sam.role = Role.PRODUCT
    with pytest.raises(NotAllowed):
        note_call(contact=world.anna, subject="", text="x", by=world.sam)
    assert Ticket.objects.count() == 0
