"""Many mails together are filed as if they had come one by one."""

import pytest
from django.db import DataError, connection

from tests.tickets.letters import put_in, write_mail
from tests.world import World
from whydesk.mailroom.models import Letter
from whydesk.tickets import opening
from whydesk.tickets.jobs import read_letters
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.opening import open_letters, waiting_batches


def put_in_all(*raws: bytes) -> list[int]:
    return [put_in(raw).pk for raw in raws]


def test_a_mail_and_its_answer_that_come_together_are_one_ticket(world: World):
    first = write_mail("One", Message_ID="<a@home.example>")
    second = write_mail("Two", In_Reply_To="<a@home.example>", Message_ID="<b@home.example>")
    third = write_mail("Three", References="<a@home.example> <b@home.example>")
    assert open_letters(put_in_all(first, second, third)) == {}
    ticket = Ticket.objects.get()
    assert [message.text for message in ticket.messages.order_by("pk")] == ["One", "Two", "Three"]


def test_an_answer_before_its_mail_in_one_batch_is_one_ticket(world: World):
    answer = write_mail("Two", In_Reply_To="<a@home.example>")
    first = write_mail("One", Message_ID="<a@home.example>")
    assert open_letters(put_in_all(answer, first)) == {}
    assert Ticket.objects.get().messages.count() == 2


def test_two_copies_in_one_batch_are_one_message(world: World):
    raw = write_mail("One", Message_ID="<a@home.example>")
    open_letters(put_in_all(raw, b"Received: from elsewhere\r\n" + raw))
    assert Message.objects.count() == 1
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["duplicate", "read"]


def test_strangers_in_one_batch_have_tickets_of_their_own(world: World):
    mails = [write_mail(f"Hello {n}", sender=f"p{n}@new.example") for n in range(5)]
    open_letters(put_in_all(*mails))
    assert sorted(Ticket.objects.values_list("contact__name", flat=True)) == [
        f"p{n}@new.example" for n in range(5)
    ]


def test_one_mail_that_cannot_be_filed_keeps_back_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """A fault of ours, such as a text the database refuses, stands in for one we do not know."""
    from whydesk.tickets import filing

    fingerprint_of = filing.fingerprint_of

    def refuse(mail):
        if mail.reply_text == "Bad":
            raise DataError("refused")
        return fingerprint_of(mail)

    monkeypatch.setattr(filing, "fingerprint_of", refuse)
    ids = put_in_all(*(write_mail(text, subject=text) for text in ("One", "Bad", "Two")))
    read_letters(letter_ids=ids)
    assert sorted(Message.objects.values_list("text", flat=True)) == ["One", "Two"]
    bad = Letter.objects.get(state="waiting")
    for _ in range(2):
        read_letters(letter_ids=[bad.pk])
    bad.refresh_from_db()
    assert (bad.state, bad.reason) == ("parked", "DataError: refused")


def test_who_was_tried_before_is_opened_alone(world: World):
    ids = put_in_all(*(write_mail(str(n)) for n in range(4)))
    Letter.objects.filter(pk=ids[1]).update(tries=1)
    assert list(waiting_batches(ids)) == [[ids[1]], [ids[0], ids[2], ids[3]]]


def test_a_job_reads_what_others_wait_for_but_not_what_failed_before(world: World):
    own, new, failed = put_in_all(*(write_mail(str(n)) for n in range(3)))
    Letter.objects.filter(pk=failed).update(tries=1, reason="Too much computing.")
    read_letters(letter_ids=[own])
    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {own: "read", new: "read", failed: "waiting"}


def test_a_job_reads_what_a_worker_had_in_hand_when_it_died(world: World):
    own, interrupted = put_in_all(*(write_mail(str(n)) for n in range(2)))
    Letter.objects.filter(pk=interrupted).update(tries=1)
    read_letters(letter_ids=[own])
    assert list(Letter.objects.values_list("state", flat=True)) == ["read", "read"]


def test_what_was_left_when_a_job_ends_has_a_job_of_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "MAX_AT_ONCE", 2)
    ids = put_in_all(*(write_mail(str(n)) for n in range(3)))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        read_letters(letter_ids=ids)
        cursor.execute(
            "SELECT args->>'letter_ids' FROM procrastinate_jobs WHERE queue_name = 'mail'"
        )
        jobs = cursor.fetchall()
    assert jobs == [(f"[{Letter.objects.get(state='waiting').pk}]",)]


@pytest.mark.parametrize("count", [2, 6])
def test_a_batch_costs_the_same_statements_however_large(
    world: World, count: int, django_assert_num_queries
):
    mails = [
        write_mail(f"Hello {n}", sender=f"p{n}@new{n}.example", Message_ID=f"<{n}@new.example>")
        for n in range(count)
    ]
    ids = put_in_all(*mails)
    with django_assert_num_queries(26):
        open_letters(ids)
