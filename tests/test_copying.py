"""Many rows at once."""

from datetime import UTC, datetime

import pytest

from tests.incidents.people import reported
from tests.world import World
from whydesk.copying import copy_in
from whydesk.customers.models import Contact
from whydesk.history.recording import record_all
from whydesk.history.timelines import entries_about
from whydesk.tickets.events import TicketTagged
from whydesk.tickets.models import Message, Ticket


def test_rows_are_as_if_saved_one_by_one(world: World):
    ticket = reported(world, world.anna)
    at = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    rows = [
        Message(
            ticket=ticket,
            kind=Message.Kind.NOTE,
            at=at,
            text=text,
            to=["Анна <anna@romashka.example>", 'a, "b" {c}\\'],
            fingerprint=bytes([number]) * 32,
        )
        for number, text in enumerate(["Счёт\tи\nстрока", "\\N", ""])
    ]
    copy_in(rows)
    kept = Message.objects.filter(kind="note").order_by("pk")
    assert [(one.pk, one.text, one.to, one.at) for one in kept] == [
        (row.pk, row.text, row.to, at) for row in rows
    ]
    assert [bytes(one.fingerprint) for one in kept] == [row.fingerprint for row in rows]
    assert [one.references for one in kept] == [[], [], []]
    assert all(one.search is not None for one in kept)


def test_what_is_copied_can_be_changed_and_saved(world: World):
    ticket = Ticket(subject="Copied", contact=world.mary, status="closed")
    copy_in([ticket])
    ticket.subject = "Saved"
    ticket.save()
    assert Ticket.objects.get().subject == "Saved"


def test_the_time_of_a_row_is_noted_as_ever(world: World):
    contact = Contact(name="New")
    copy_in([contact])
    assert Contact.objects.get(pk=contact.pk).created_at is not None


@pytest.mark.django_db
def test_nothing_is_nothing():
    copy_in([])


def test_history_of_many_is_as_that_of_few(world: World):
    ticket = reported(world, world.anna)
    record_all([(TicketTagged(ticket.pk, f"tag {n}"), world.sam) for n in range(200)])
    entries = entries_about("ticket", ticket.pk, limit=3)
    assert [entry.data["tag"] for entry in entries] == ["tag 199", "tag 198", "tag 197"]
    assert {entry.actor_name for entry in entries} == {"Sam Stone"}
    assert all(entry.at is not None for entry in entries)
