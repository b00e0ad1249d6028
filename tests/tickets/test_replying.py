"""Answering: what leaves, what stays on the ticket, and what is refused."""

import email
import email.policy
import threading
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from django.db import connection
from django.utils import translation

from tests.world import World
from whydesk.history.models import Entry
from whydesk.mail.threading import find_reply_token
from whydesk.mailroom.models import Delivery, ImapAccount, Letter, Mailbox
from whydesk.people.actors import NotAllowed
from whydesk.tickets.drafting import add_upload, save_draft
from whydesk.tickets.models import Draft, Message, Ticket
from whydesk.tickets.recipients import NoAddress, WrongCopy
from whydesk.tickets.replying import (
    EmptyReply,
    NoMailbox,
    ReplyTooLong,
    new_sheet,
    send_reply,
    write_note,
)

WROTE_AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)


def make_ticket(world: World, **fields: object) -> Ticket:
    """Make a ticket that Anna opened by a mail to support."""
    return Ticket.objects.create(
        **{
            "subject": "Не уходят письма",
            "contact": world.anna,
            "company": world.anna.company,
            "mailbox": world.support,
            "language": "ru",
            "waits_since": WROTE_AT,
            **fields,
        }
    )


def make_letter(door: str, envelope_from: str, envelope_to: list[str]) -> Letter:
    return Letter.objects.create(
        door=door,
        raw=b"x",
        digest=Letter.objects.count().to_bytes(32, "big"),
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        state=Letter.State.READ,
    )


def say(ticket: Ticket, text: str = "Письма не уходят.\nЧто делать?", **fields: object) -> Message:
    return Message.objects.create(
        **{
            "ticket": ticket,
            "kind": Message.Kind.INCOMING,
            "contact": ticket.contact,
            "at": WROTE_AT,
            "message_id": "one@romashka.example",
            "subject": "RE: Не уходят письма",
            "text": text,
            **fields,
        }
    )


@pytest.fixture
def ticket(world: World) -> Ticket:
    ticket = make_ticket(world)
    say(ticket)
    return ticket


def mail_of(message: Message) -> EmailMessage:
    assert message.delivery
    raw = bytes(Delivery.objects.get(pk=message.delivery.pk).raw)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_reply_is_a_message_a_mail_and_an_entry(world: World, ticket: Ticket):
    reply = send_reply(ticket, text="Здравствуйте, Анна.", by=world.vera)
    delivery = Delivery.objects.get()
    assert reply.delivery == delivery
    assert (delivery.state, delivery.recipients) == ("queued", ["anna@romashka.example"])
    assert delivery.message_id == reply.message_id
    entries = Entry.objects.filter(subjects__noun="ticket").values_list("event", "actor_name")
    assert list(entries) == [("reply.queued", "Vera Orlova")]


def test_after_a_reply_it_is_the_customers_turn(world: World, ticket: Ticket):
    Ticket.objects.update(undelivered=True)
    send_reply(ticket, text="Здравствуйте.", by=world.vera)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waits_since, ticket.assignee) == ("waiting", None, world.vera)
    assert not ticket.undelivered


def test_a_reply_leaves_the_ticket_with_whoever_has_it(world: World):
    ticket = make_ticket(world, assignee=world.bruno)
    send_reply(ticket, text="Здравствуйте.", by=world.vera)
    ticket.refresh_from_db()
    assert ticket.assignee == world.bruno


def test_a_reply_ends_a_snooze(world: World):
    later = datetime(2027, 1, 1, tzinfo=UTC)
    ticket = make_ticket(world, status=Ticket.Status.SNOOZED, snoozed_until=later)
    send_reply(ticket, text="Здравствуйте.", by=world.vera)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.snoozed_until) == ("waiting", None)


def test_a_reply_can_close_the_ticket(world: World, ticket: Ticket):
    send_reply(ticket, text="Готово.", close=True, by=world.vera)
    ticket.refresh_from_db()
    assert ticket.status == "closed"


def test_the_mail_continues_the_customers_thread(world: World, ticket: Ticket):
    first = send_reply(ticket, text="Проверим.", by=world.vera)
    say(
        ticket,
        "Ещё раз",
        at=datetime.now(UTC),
        message_id="two@romashka.example",
        references=["one@romashka.example", first.message_id],
    )
    mail = mail_of(send_reply(ticket, text="Проверили.", by=world.vera))
    assert mail["In-Reply-To"] == "<two@romashka.example>"
    assert mail["References"].split() == [
        "<one@romashka.example>",
        f"<{first.message_id}>",
        "<two@romashka.example>",
    ]
    assert mail["Subject"] == "Re: Не уходят письма"


def test_a_second_reply_in_a_row_still_answers_the_customer(world: World, ticket: Ticket):
    send_reply(ticket, text="Проверим.", by=world.vera)
    mail = mail_of(send_reply(ticket, text="И ещё одно.", by=world.vera))
    assert mail["In-Reply-To"] == "<one@romashka.example>"


def test_a_reply_answers_people_and_not_their_machines(world: World, ticket: Ticket):
    at = datetime.now(UTC)
    say(ticket, "Я в отпуске", at=at, message_id="auto@x.example", automatic="out_of_office")
    mail = mail_of(send_reply(ticket, text="Проверим.", by=world.vera))
    assert mail["In-Reply-To"] == "<one@romashka.example>"
    assert "отпуске" not in text_of(mail)


def test_the_answer_stands_first_then_the_signature_then_the_customers_words(world: World):
    Mailbox.objects.filter(pk=world.support.pk).update(signature="{agent}\nПоддержка")
    ticket = make_ticket(world)
    say(ticket)
    with translation.override("en"):
        text = text_of(mail_of(send_reply(ticket, text="Это **исправлено**.", by=world.vera)))
    answer, signature, quote = text.rstrip().split("\n\n")
    assert answer == "Это *исправлено*."
    assert signature == "-- \nVera Orlova\nПоддержка"
    assert quote.split("\n")[1:] == ["> Письма не уходят.", "> Что делать?"]


def test_the_reply_goes_to_the_address_last_written_from(world: World):
    world.anna.addresses.create(email="anna@mobile.example")
    ticket = make_ticket(world)
    letter = make_letter("smtp", "Anna@mobile.example", ["support@desk.example"])
    say(ticket, letter=letter)
    reply = send_reply(ticket, text="Здравствуйте.", by=world.vera)
    assert reply.to == ["Анна Белова <anna@mobile.example>"]


@pytest.mark.parametrize(
    ("door", "envelope_to", "number"),
    [
        ("smtp", "support@desk.example", True),
        ("smtp", "Support+t1.x@desk.example", True),
        ("smtp", "forwarded@elsewhere.example", None),
        ("imap", "support@desk.example", None),
        ("import", "support@desk.example", None),
    ],
)
def test_the_token_stands_only_where_it_will_arrive(
    world: World, door: str, envelope_to: str, number: bool | None
):
    ticket = make_ticket(world)
    say(ticket, letter=make_letter(door, "anna@romashka.example", [envelope_to]))
    mail = mail_of(send_reply(ticket, text="Здравствуйте.", by=world.vera))
    addresses = [one.addr_spec for one in mail["Reply-To"].addresses] if mail["Reply-To"] else []
    assert find_reply_token(addresses, "only-for-tests") == (ticket.pk if number else None)


def test_no_token_for_a_mailbox_that_is_fetched_from_elsewhere(world: World):
    ImapAccount.objects.create(mailbox=world.support, host="imap.example", username="x")
    ticket = make_ticket(world)
    say(ticket, letter=make_letter("smtp", "anna@romashka.example", ["support@desk.example"]))
    mail = mail_of(send_reply(ticket, text="Здравствуйте.", by=world.vera))
    assert mail["Reply-To"] is None


def test_whoever_is_in_copy_takes_part(world: World, ticket: Ticket):
    copies = ["Boss <Boss@romashka.example>", "mary@home.example, anna@romashka.example"]
    reply = send_reply(ticket, text="Здравствуйте.", cc=copies, by=world.vera)
    assert reply.cc == ["Boss <boss@romashka.example>", "mary@home.example"]
    names = sorted(one.contact.name for one in ticket.participants.all())
    assert names == ["Boss", "Mary Hill"]
    assert Delivery.objects.get().recipients == [
        "anna@romashka.example",
        "boss@romashka.example",
        "mary@home.example",
    ]


def test_we_do_not_write_to_ourselves(world: World, ticket: Ticket):
    copies = ["sales@desk.example", "support+t1.abc@desk.example"]
    reply = send_reply(ticket, text="Здравствуйте.", cc=copies, by=world.vera)
    assert reply.cc == []


@pytest.mark.parametrize(
    "wrong",
    ["boss", "boss@", "два слова", "почта@romashka.example", "a@b.example\nBcc: c@d.example"],
)
def test_a_copy_to_no_address_is_refused_by_name(world: World, ticket: Ticket, wrong: str):
    with pytest.raises(WrongCopy, match="is not an address"):
        send_reply(ticket, text="Здравствуйте.", cc=[wrong], by=world.vera)
    assert not Delivery.objects.exists()


def test_an_empty_reply_is_refused(world: World, ticket: Ticket):
    with pytest.raises(EmptyReply, match="Write something first"):
        send_reply(ticket, text=" \r\n ", by=world.vera)


def test_a_reply_too_long_to_read_is_refused(world: World, ticket: Ticket):
    with pytest.raises(ReplyTooLong):
        send_reply(ticket, text="x" * 200_001, by=world.vera)


def test_a_contact_without_an_address_is_named(world: World, ticket: Ticket):
    world.anna.addresses.all().delete()
    with pytest.raises(NoAddress, match="Анна Белова"):
        send_reply(ticket, text="Здравствуйте.", by=world.vera)


def test_what_came_by_phone_is_answered_from_the_oldest_mailbox(world: World):
    ticket = make_ticket(world, mailbox=None, channel="phone")
    reply = send_reply(ticket, text="Здравствуйте.", by=world.vera)
    assert mail_of(reply)["From"] == "Desk support <support@desk.example>"
    assert (mail_of(reply)["Subject"], mail_of(reply)["In-Reply-To"]) == ("Не уходят письма", None)


def test_without_a_mailbox_nothing_can_be_sent(world: World):
    ticket = make_ticket(world, mailbox=None)
    Mailbox.objects.all().delete()
    with pytest.raises(NoMailbox, match="Ask an admin"):
        send_reply(ticket, text="Здравствуйте.", by=world.vera)


def test_the_drafts_files_go_with_the_mail(world: World, ticket: Ticket):
    save_draft(ticket, kind="reply", text="Вот", by=world.vera)
    content = b"%PDF-1.7 \x00\xff"
    add_upload(
        ticket,
        filename="отчёт за март.pdf",
        content_type="application/pdf",
        content=content,
        by=world.vera,
    )
    reply = send_reply(ticket, text="Вот отчёт.", by=world.vera)
    (attached,) = mail_of(reply).iter_attachments()
    assert attached.get_filename() == "отчёт за март.pdf"
    assert (attached.get_content_type(), attached.get_content()) == ("application/pdf", content)
    assert [file.filename for file in reply.attachments.all()] == ["отчёт за март.pdf"]
    assert not Draft.objects.exists()


def test_a_colleagues_draft_stays(world: World, ticket: Ticket):
    save_draft(ticket, kind="reply", text="Моё", by=world.bruno)
    send_reply(ticket, text="Здравствуйте.", by=world.vera)
    assert Draft.objects.get().agent == world.bruno


def test_what_was_sent_from_a_sheet_is_not_sent_again(world: World, ticket: Ticket):
    sheet = new_sheet()
    first = send_reply(ticket, text="Здравствуйте.", sheet=sheet, by=world.vera)
    again = send_reply(ticket, text="Здравствуйте!", sheet=sheet, by=world.vera)
    assert (first, Delivery.objects.count()) == (again, 1)
    send_reply(ticket, text="Здравствуйте.", sheet=new_sheet(), by=world.vera)
    assert Delivery.objects.count() == 2


def test_the_same_words_a_moment_later_are_the_same_reply(world: World, ticket: Ticket):
    first = send_reply(ticket, text="Здравствуйте.", by=world.vera)
    assert send_reply(ticket, text="Здравствуйте.", by=world.vera) == first
    assert send_reply(ticket, text="Здравствуйте.", by=world.bruno) != first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sheet", ["", "one"])
def test_pressing_twice_at_once_sends_once(world: World, sheet: str):
    ticket = make_ticket(world)
    start = threading.Barrier(2)
    replies: list[int] = []

    def press() -> None:
        start.wait()
        try:
            replies.append(send_reply(ticket, text="Один раз.", sheet=sheet, by=world.vera).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 2
    assert len(set(replies)) == 1
    assert Delivery.objects.count() == 1


def test_a_note_is_for_the_team_and_changes_nothing_else(world: World, ticket: Ticket):
    note = write_note(ticket, text="Клиент важный", by=world.vera)
    ticket.refresh_from_db()
    assert (note.kind, note.delivery, note.agent) == ("note", None, world.vera)
    assert (ticket.status, ticket.waits_since) == ("open", WROTE_AT)
    assert not Delivery.objects.exists()


def test_a_note_is_never_quoted_to_the_customer(world: World, ticket: Ticket):
    write_note(ticket, text="Секрет", by=world.vera)
    reply = send_reply(ticket, text="Здравствуйте.", by=world.vera)
    assert "Секрет" not in text_of(mail_of(reply))


def test_who_may_only_write_notes_answers_nobody(world: World, ticket: Ticket):
    world.bruno.role = "product"
    with pytest.raises(NotAllowed):
        send_reply(ticket, text="Здравствуйте.", by=world.bruno)
    assert write_note(ticket, text="Заметка", by=world.bruno).agent == world.bruno
