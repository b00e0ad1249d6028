"""Letters become messages."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.conf import settings
from django.utils import timezone

from tests.tickets.letters import open_letter, put_in, receive_mail, write_mail
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mail.threading import make_reply_address
from whydesk.mailroom.models import Delivery, Letter
from whydesk.people.actors import NotAllowed
from whydesk.tickets.models import Attachment, Message, Participant, Ticket
from whydesk.tickets.opening import give_up_on, try_letter_again


def answer(ticket: Ticket, world: World, message_id: str) -> Message:
    """A reply of ours that has been sent."""
    delivery = Delivery.objects.create(
        mailbox=world.support, message_id=message_id, recipients=["mary@home.example"], raw=b""
    )
    ticket.status, ticket.waits_since = Ticket.Status.WAITING, None
    ticket.save()
    return Message.objects.create(
        ticket=ticket,
        kind=Message.Kind.REPLY,
        agent=world.sam,
        message_id=message_id,
        delivery=delivery,
        text="Try again, please.",
    )


def test_a_mail_opens_a_ticket_that_waits_for_us(world: World):
    message = receive_mail("Where are my invoices?")
    ticket = message.ticket
    assert (ticket.subject, ticket.snippet) == ("Invoices", "Where are my invoices?")
    assert (ticket.status, ticket.waits_since) == ("open", message.at)
    assert (ticket.contact, ticket.mailbox, ticket.team) == (
        world.mary,
        world.support,
        world.first_line,
    )
    assert (message.kind, message.language) == ("incoming", "en")
    assert Letter.objects.get().state == "read"


def test_a_stranger_becomes_a_contact_of_their_domains_company(world: World):
    message = receive_mail("Привет, как дела?", sender="Пётр <Petr@mail.romashka.example>")
    assert message.contact.name == "Пётр"
    assert message.contact.company == world.anna.company
    assert message.contact.language == "ru"
    assert [one.email for one in message.contact.addresses.all()] == ["petr@mail.romashka.example"]


def test_an_answer_by_id_joins_its_ticket_and_opens_it(world: World):
    first = receive_mail("Where are my invoices?")
    ours = answer(first.ticket, world, "t1.abc@desk.example")
    second = receive_mail(
        "Still not there.", subject="Re: Invoices", In_Reply_To=f"<{ours.message_id}>"
    )
    ticket = Ticket.objects.get()
    assert second.ticket == ticket
    assert (ticket.status, ticket.waits_since) == ("open", second.at)
    assert ticket.snippet == "Still not there."


def test_an_answer_by_token_joins_its_ticket(world: World):
    first = receive_mail("Where are my invoices?")
    address = make_reply_address("support@desk.example", first.ticket_id, settings.SECRET_KEY)
    second = receive_mail("Another subject, same matter", to=address, subject="Hello")
    assert second.ticket == first.ticket


def test_a_forged_token_opens_nothing(world: World):
    first = receive_mail("Where are my invoices?")
    address = make_reply_address("support@desk.example", first.ticket_id, "another secret")
    assert receive_mail("Let me in", to=address).ticket != first.ticket


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_strangers_id_opens_nothing(world: World, header: str):
    first = receive_mail("Where are my invoices?", Message_ID="<first@home.example>")
    second = receive_mail(
        "What did she write?", sender="eve@evil.example", **{header: "<first@home.example>"}
    )
    assert second.ticket != first.ticket


def test_a_strangers_token_opens_nothing(world: World):
    first = receive_mail("Where are my invoices?")
    address = make_reply_address("support@desk.example", first.ticket_id, settings.SECRET_KEY)
    second = receive_mail("What did she write?", sender="eve@evil.example", to=address)
    assert second.ticket != first.ticket


def test_whoever_is_in_copy_takes_part(world: World):
    first = receive_mail(
        "Where are my invoices?",
        Message_ID="<first@home.example>",
        Cc="Anna <ANNA@romashka.example>, sales@desk.example",
    )
    assert [part.contact for part in Participant.objects.all()] == [world.anna]
    second = receive_mail(
        "I need them too.", sender="anna@romashka.example", In_Reply_To="<first@home.example>"
    )
    assert second.ticket == first.ticket


def test_an_early_answer_is_joined_by_the_mail_it_answers(world: World):
    answer_to_come = receive_mail(
        "And one more thing.", In_Reply_To="<first@home.example>", References="<first@home.example>"
    )
    first = receive_mail("The beginning.", Message_ID="<first@home.example>")
    assert first.ticket == answer_to_come.ticket


def test_empty_ids_match_nothing(world: World):
    empty = b"Message-ID: <>\r\nIn-Reply-To: <>\r\nReferences: <>\r\n"
    first = open_letter(put_in(empty + write_mail("One")).pk)
    second = open_letter(put_in(empty + write_mail("Two")).pk)
    assert first.ticket != second.ticket


def test_the_same_bytes_twice_are_one_letter(world: World):
    raw = write_mail("Hello", Message_ID="<one@home.example>")
    put_in(raw)
    with pytest.raises(ValueError, match="not enough values"):
        put_in(raw)
    assert Letter.objects.count() == 1


def test_the_same_mail_by_another_way_is_one_message(world: World):
    raw = write_mail("Hello", Message_ID="<one@home.example>")
    assert open_letter(put_in(raw).pk) is not None
    by_imap = put_in(b"Received: from elsewhere\r\n" + raw, door="imap")
    assert open_letter(by_imap.pk) is None
    by_imap.refresh_from_db()
    assert by_imap.state == "duplicate"
    assert Message.objects.count() == 1


def test_one_message_id_on_two_mails_makes_two_messages(world: World):
    receive_mail("One", Message_ID="<always@scanner.example>")
    receive_mail("Two", Message_ID="<always@scanner.example>")
    assert Message.objects.count() == 2


def test_our_own_mail_that_comes_back_is_set_aside(world: World):
    first = receive_mail("Where are my invoices?")
    answer(first.ticket, world, "t1.abc@desk.example")
    raw = write_mail("x", sender="support@desk.example", Message_ID="<t1.abc@desk.example>")
    letter = put_in(raw)
    assert open_letter(letter.pk) is None
    letter.refresh_from_db()
    assert letter.state == "duplicate"


def test_a_letter_is_read_once_however_often_the_job_runs(world: World):
    letter = put_in(write_mail("Hello"))
    assert open_letter(letter.pk) == open_letter(letter.pk)
    assert Message.objects.count() == 1


def test_an_out_of_office_note_leaves_the_ticket_where_it_stands(world: World):
    first = receive_mail("Where are my invoices?")
    ours = answer(first.ticket, world, "t1.abc@desk.example")
    note = receive_mail(
        "I am away.",
        subject="Automatic reply: Invoices",
        Auto_Submitted="auto-replied",
        In_Reply_To=f"<{ours.message_id}>",
    )
    ticket = Ticket.objects.get()
    assert note.automatic in ("auto_reply", "out_of_office")
    assert note.about == ours
    assert (ticket.status, ticket.waits_since) == ("waiting", None)


def test_what_is_written_into_spam_stays_spam(world: World):
    first = receive_mail("Buy!", Message_ID="<first@home.example>")
    Ticket.objects.update(status=Ticket.Status.SPAM, waits_since=None)
    receive_mail("Buy more!", In_Reply_To="<first@home.example>")
    ticket = Ticket.objects.get()
    assert (ticket.pk, ticket.status) == (first.ticket_id, "spam")


def test_a_closed_ticket_that_is_answered_is_open_again_and_history_says_so(world: World):
    first = receive_mail("Where?", Message_ID="<first@home.example>")
    Ticket.objects.update(status=Ticket.Status.CLOSED, waits_since=None)
    receive_mail("Still where?", In_Reply_To="<first@home.example>")
    entries = Entry.objects.filter(subjects__noun="ticket", subjects__noun_id=first.ticket_id)
    assert list(entries.order_by("pk").values_list("event", "actor_name")) == [
        ("message.received", "Mary Hill"),
        ("ticket.reopened", "Mary Hill"),
        ("message.received", "Mary Hill"),
    ]


def test_a_mail_from_the_future_stands_where_it_arrived(world: World):
    date = format_datetime(timezone.now() + timedelta(days=400))
    message = receive_mail("Hello", Date=date)
    assert message.at == message.letter.accepted_at


@pytest.mark.parametrize("door", ["import", "imap"])
def test_an_old_mail_that_is_taken_over_is_not_waited_for(world: World, door: str):
    date = format_datetime(timezone.now() - timedelta(days=400))
    message = receive_mail("Hello", Date=date, door=door)
    assert (message.ticket.status, message.ticket.waits_since) == ("closed", None)
    assert message.at < timezone.now() - timedelta(days=399)


def test_files_are_kept_by_their_content(world: World):
    raw = (
        b"From: mary@home.example\r\nTo: support@desk.example\r\nSubject: File\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        b'--x\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename="a.csv"'
        b"\r\n\r\na;b\r\n--x--\r\n"
    )
    open_letter(put_in(raw).pk)
    attachment = Attachment.objects.get()
    assert (attachment.filename, attachment.content_type) == ("a.csv", "text/csv")
    assert attachment.message.search_words == (
        "Mary Hill mary@home.example home.example a.csv Mary Hill mary home example a csv"
    )


def test_a_letter_that_cannot_be_read_is_parked_after_three_tries(world: World):
    letter = put_in(write_mail("Hello"))
    Letter.objects.update(tries=2)
    assert give_up_on(letter.pk, "It kills its reader.") is True
    Letter.objects.update(tries=3)
    assert give_up_on(letter.pk, "It kills its reader.") is False
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("parked", "It kills its reader.")


def test_a_letter_whose_reading_was_interrupted_three_times_is_parked(world: World):
    letter = put_in(write_mail("Hello"))
    Letter.objects.update(tries=3)
    assert open_letter(letter.pk) is None
    letter.refresh_from_db()
    assert letter.state == "parked"


def test_a_parked_letter_is_read_again_when_asked(world: World):
    letter = put_in(write_mail("Hello"))
    Letter.objects.update(state="parked", tries=3, reason="It was a bad day.")
    with pytest.raises(NotAllowed):
        try_letter_again(letter, by=world.gus)
    try_letter_again(letter, by=world.ada)
    assert open_letter(letter.pk).text == "Hello"


def test_a_mail_without_a_sender_is_a_ticket_of_its_own(world: World):
    first = open_letter(put_in(b"Subject: One\r\n\r\nHello").pk)
    second = open_letter(put_in(b"Subject: Two\r\n\r\nHello").pk)
    assert first.contact != second.contact
