"""A person who asks to be forgotten: what goes, and what others said stays."""

import json
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from tests.customers.reacting import contact_followed, forgotten
from tests.incidents.people import declared
from tests.web.customers import write
from tests.wishes.people import decided, join, progress, somebody, to_be_told, wish_of
from tests.world import World, make_contact
from whydesk.briefs.models import Reading
from whydesk.customers.erasing import NotErased, erase_contact, forget_everywhere
from whydesk.customers.keeping import change_contact
from whydesk.customers.merging import CannotMerge, merge_contacts
from whydesk.customers.models import Address, Contact, Erasure
from whydesk.history.models import Entry
from whydesk.incidents.models import Subscription
from whydesk.mailroom.models import Delivery, Letter
from whydesk.people.actors import NotAllowed
from whydesk.tickets.files import place_of
from whydesk.tickets.models import Attachment, Draft, Message, Participant, Ticket
from whydesk.tickets.receiving import ReceivedFile
from whydesk.tickets.replying import send_reply, write_note
from whydesk.wishes.asking_again import list_who_is_asked
from whydesk.wishes.handing_on import hand_on_all_of
from whydesk.wishes.inquiring import bring_back, hand_to_success, take_inquiry
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Callback, Voice
from whydesk.wishes.terms import Terms

MAIL = "joao@padaria.example"
TRACES = ("João", "Prado", "joao@", "+351 900 100 200", "Minha padaria")


def erased(world: World) -> Contact:
    contact = erase_contact(world.joao, typed=MAIL, by=world.vera)
    forgotten(contact)
    return contact


def everything() -> list[str]:
    """Return all values that the database keeps, each with its table, bytes decoded."""
    said: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("procrastinate", "django")):
                continue
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")
            for row in cursor.fetchall():
                said += [f"{table}: {_readable(value)}" for value in row]
    return said


def _readable(value: object) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("utf-8", "replace")
    return json.dumps(value, default=str, ensure_ascii=False)


def traces() -> list[str]:
    """Return which words of theirs stand somewhere, each with where that is."""
    found = everything()
    return sorted(
        {f"{word} in {line}" for line in found for word in TRACES if word.lower() in line.lower()}
    )


def letter(mail: Message, raw: bytes, sender: str) -> Letter:
    kept = Letter.objects.create(
        door="smtp", raw=raw, digest=sha256(raw).digest(), envelope_from=sender, state="read"
    )
    Message.objects.filter(pk=mail.pk).update(letter=kept)
    return kept


def test_no_trace_of_them_is_left_anywhere(world: World):
    change_contact(world.joao, name="João Prado", phone="+351 900 100 200", by=world.vera)
    mail = write(
        world,
        Contact.objects.get(pk=world.joao.pk),
        subject="Minha padaria",
        text="Minha padaria para. João Prado",
        body_text="Minha padaria para.\n-- \nJoão Prado",
        html="<p>Minha padaria</p>",
        files=[ReceivedFile("prado.txt", "text/plain", b"Minha padaria", "")],
    )
    letter(mail, "From: João Prado <joao@padaria.example>".encode(), MAIL)
    ticket = mail.ticket
    ticket.refresh_from_db()
    send_reply(ticket, text="Olá João, sentimos muito.", by=world.vera)
    write_note(ticket, text="JOÃO PRADO is angry.", by=world.bruno)
    Draft.objects.create(ticket=ticket, agent=world.bruno, text="Caro João")
    declared(world, ticket)
    asked = hand_to_success(mail, question="Why does Minha padaria want it?", by=world.vera)
    take_inquiry(asked, by=world.bruno)
    hand_on_all_of(world.bruno)
    bring_back(asked, learnt="João Prado sells bread.", by=world.vera)
    wish = wish_of(world, world.joao, title="Colours for João Prado", said="Minha padaria quer.")
    to_be_told(decided(wish, Terms("never", reason="João Prado may use labels.")))
    Subscription.objects.create(email=MAIL, language="pt-br")
    assert len(traces()) > len(TRACES)
    erased(world)
    assert traces() == []


def test_what_others_said_stays(world: World):
    shared = b"A list of prices"
    price = [ReceivedFile("prices.txt", "text/plain", shared, "")]
    mail = write(world, world.joao, subject="Segredo", text="Minha padaria", files=price)
    others = write(world, world.mary, subject="Bread", text="Prado is a museum.", files=price)
    Participant.objects.create(ticket=mail.ticket, contact=world.mary)
    beside = write(
        world,
        world.mary,
        ticket=mail.ticket,
        text="I agree with João: it is slow.",
        body_text="I agree with João: it is slow.\n> Minha padaria",
    )
    kept = letter(beside, b"I agree > Minha padaria", "mary@home.example")
    digest = Attachment.objects.get(message=others).digest
    erased(world)
    beside.refresh_from_db()
    others.refresh_from_db()
    assert (others.subject, others.text) == ("Bread", "Prado is a museum.")
    assert (beside.text, beside.body_text) == ("I agree with …: it is slow.", "")
    assert bytes(Letter.objects.get(pk=kept.pk).raw) == b""
    assert Attachment.objects.get().message == others
    assert default_storage.exists(place_of(digest))
    assert Address.objects.filter(email="mary@home.example").exists()


def test_a_file_that_nobody_else_has_goes_from_the_disk(
    world: World, django_capture_on_commit_callbacks
):
    files = [ReceivedFile("own.txt", "text/plain", b"only mine", "")]
    digest = Attachment.objects.get(message=write(world, world.joao, files=files)).digest
    with django_capture_on_commit_callbacks(execute=True):
        erased(world)
    assert not default_storage.exists(place_of(digest))


def test_what_they_did_goes_on_counting(world: World):
    ticket = write(world, world.joao).ticket
    wish = wish_of(world, world.joao)
    contact = erased(world)
    wish.refresh_from_db()
    ticket.refresh_from_db()
    assert (contact.name, contact.company) == (
        f"Erased person #{contact.pk}",
        world.joao.company,
    )
    assert (wish.companies, Voice.objects.get().said) == (1, "")
    assert (ticket.contact, ticket.status, ticket.subject) == (contact, "closed", "…")
    assert Ticket.objects.filter(contact=contact).count() == 2
    assert not Reading.objects.filter(message__contact=contact).exists()


def test_a_callback_that_is_due_is_dropped_with_the_reason(world: World):
    wish = wish_of(world)
    other = join(world, wish, somebody())
    decision = decided(wish, Terms("never", reason="The list stays quiet."))
    to_be_told(decision)
    erased(world)
    gone, due = Callback.objects.order_by("voice")
    assert (gone.state, gone.draft) == ("dropped", "")
    assert gone.note != ""
    assert (due.state, due.voice) == ("due", other)
    assert progress(decision) == (1, 0, False)
    dropped = Entry.objects.get(event="callback.dropped")
    assert dropped.data["note"] == gone.note


def test_who_was_forgotten_is_told_and_asked_nothing_more(world: World):
    wish = wish_of(world)
    erased(world)
    decision = decided(wish, Terms("never", reason="The list stays quiet."))
    make_callbacks(decision.pk)
    assert [one.state for one in Callback.objects.all()] == ["dropped"]
    assert list_who_is_asked(decision.at.date()) == 0


def test_a_job_that_died_goes_on_with_what_is_left(world: World):
    mail = write(world, world.joao, text="Minha padaria")
    contact = erase_contact(world.joao, typed=MAIL, by=world.vera)
    Erasure.objects.update(done=["tickets"])
    forget_everywhere(contact.pk)
    assert Message.objects.get(pk=mail.pk).text == "Minha padaria"
    forgotten_later = Erasure.objects.get()
    assert (forgotten_later.looked_again, forgotten_later.done) == (True, [])
    assert forget_everywhere(contact.pk)
    assert Message.objects.get(pk=mail.pk).text == "…"
    assert Erasure.objects.get().words != []


def test_history_says_a_number(world: World):
    erased(world)
    entry = Entry.objects.get(event="contact.erased")
    assert entry.data == {"contact_id": world.joao.pk, "company_id": world.joao.company_id}
    assert Erasure.objects.get().words == []
    assert Entry.objects.filter(event="contact.forgotten").count() == 1


def test_mail_that_waits_to_leave_for_them_does_not_leave(world: World):
    ticket = write(world, world.joao).ticket
    reply = send_reply(ticket, text="Olá João", by=world.vera)
    erased(world)
    delivery = Delivery.objects.get(pk=reply.delivery_id)
    assert (delivery.state, bytes(delivery.raw), delivery.recipients) == ("failed", b"", [])


def test_whoever_turned_out_to_be_them_is_forgotten_too(world: World):
    other = make_contact("João P.", "jp@home.example")
    mail = write(world, other, text="Sou eu")
    merge_contacts(other, world.joao, by=world.vera)
    contact_followed(other)
    erased(world)
    assert not Contact.objects.filter(name="João P.").exists()
    assert Message.objects.get(pk=mail.pk).text == "…"


@pytest.mark.parametrize("typed", ["", "anna@romashka.example", "João"])
def test_another_address_is_not_enough(world: World, typed: str):
    with pytest.raises(NotErased):
        erase_contact(world.joao, typed=typed, by=world.vera)
    assert Contact.objects.get(pk=world.joao.pk).name == "João Prado"


def test_only_who_keeps_customers_lets_them_be_forgotten(world: World):
    with pytest.raises(NotAllowed):
        erase_contact(world.joao, typed=MAIL, by=world.gus)


def test_who_was_forgotten_is_nobody_to_merge(world: World):
    contact = erased(world)
    with pytest.raises(CannotMerge):
        merge_contacts(world.anna, contact, by=world.vera)
