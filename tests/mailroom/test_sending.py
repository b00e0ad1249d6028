"""A mail on its way out: sent once, tried again for hours, never sent twice by itself."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from tests.mailroom.sink import Sink, smtp_sink
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mail.refusals import (
    BROKEN_OFF,
    LOST,
    NOT_NOW,
    REFUSED,
    REFUSED_RECIPIENTS,
)
from whydesk.mailroom.jobs import send_mail, send_what_is_due
from whydesk.mailroom.models import Delivery, Mailbox, SmtpAccount
from whydesk.mailroom.sending import (
    MAX_TRIES,
    PARTLY,
    WAITS,
    confirm_arrived,
    due_deliveries,
    queue_mail,
    send_again,
    send_delivery,
)
from whydesk.people.actors import DESK, NotAllowed

State = Delivery.State
ANNA, BOSS = "anna@romashka.example", "boss@romashka.example"


def queue(mailbox: Mailbox, *recipients: str, name: str = "t1.a@desk.example") -> Delivery:
    raw = f"Message-ID: <{name}>\r\nSubject: Hi\r\n\r\nwords\r\n".encode()
    to = recipients or (ANNA,)
    return queue_mail(mailbox=mailbox, message_id=name, recipients=to, raw=raw, by=DESK)


@contextmanager
def server(monkeypatch: pytest.MonkeyPatch, sink: Sink | None = None) -> Iterator[Sink]:
    with smtp_sink(sink) as running:
        url = f"smtp://127.0.0.1:{running.port}"
        monkeypatch.setitem(settings.ENVIRONMENT, "WHYDESK_SMTP_URL", url)
        yield running


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    return lambda sink=None: server(monkeypatch, sink)


def now_due(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_try_at=timezone.now())


def test_a_mail_is_sent_and_says_when(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve() as sink:
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.tries) == (State.SENT, "", 1)
    assert delivery.sent_at is not None
    assert sink.ids == ["<t1.a@desk.example>"]
    assert sink.taken[0].mail_from == "support@desk.example"
    events = Entry.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["delivery.queued", "delivery.sent"]


def test_a_mail_that_was_sent_is_not_sent_again(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve() as sink:
        send_delivery(delivery.pk)
        send_delivery(delivery.pk)
    assert len(sink.taken) == 1


def test_without_a_server_mail_goes_into_the_folder(world: World):
    delivery = queue(world.support, name="t9.folder@desk.example")
    send_delivery(delivery.pk)
    delivery.refresh_from_db()
    file: Path = settings.DATA / "outbox" / "t9.folder@desk.example.eml"
    assert (delivery.state, file.read_bytes()) == (State.SENT, bytes(delivery.raw))


def test_a_mailbox_may_have_a_server_of_its_own(world: World, serve: Callable):
    with serve() as desk, smtp_sink() as own:
        SmtpAccount.objects.create(
            mailbox=world.sales, host="127.0.0.1", port=own.port, security="none"
        )
        send_delivery(queue(world.sales).pk)
        assert (len(desk.taken), len(own.taken)) == (0, 1)


def test_a_server_that_says_not_now_is_asked_later(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(data="451 disk full")) as sink:
        begun = timezone.now()
        send_delivery(delivery.pk)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.error) == (State.QUEUED, f"{NOT_NOW}\n451 disk full")
        assert delivery.next_try_at
        assert begun + WAITS[0] <= delivery.next_try_at <= timezone.now() + WAITS[0]
        sink.data = "250 OK"
        send_delivery(delivery.pk)
        assert sink.taken == []
        now_due(delivery)
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.error) == (State.SENT, 2, "")


def test_after_two_days_a_person_has_to_look(world: World, serve: Callable):
    delivery = queue(world.support)
    waits = []
    with serve(Sink(data="451 disk full")):
        for _ in range(MAX_TRIES):
            now_due(delivery)
            send_delivery(delivery.pk)
            delivery.refresh_from_db()
            if delivery.next_try_at:
                waits.append(round((delivery.next_try_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert (delivery.state, delivery.next_try_at) == (State.FAILED, None)
    stopped = Entry.objects.get(event="delivery.stopped")
    assert stopped.data["reason"] == f"{NOT_NOW}\n451 disk full"


def test_a_refusal_stops_the_mail_with_the_servers_words(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(data="554 looks like spam")):
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.FAILED, f"{REFUSED}\n554 looks like spam")


def test_an_unknown_recipient_stops_the_mail(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(rcpt={ANNA: "550 no such user"})):
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.error == f"{REFUSED_RECIPIENTS}\n{ANNA}: 550 no such user"


def test_whoever_was_not_reached_is_named(world: World, serve: Callable):
    delivery = queue(world.support, ANNA, BOSS)
    with serve(Sink(rcpt={BOSS: "550 no such user"})):
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    reason = f"{PARTLY}\n{BOSS}: 550 no such user"
    assert (delivery.state, delivery.error) == (State.SENT, reason)
    assert Entry.objects.get(event="delivery.stopped").data["reason"] == reason


def test_all_wait_for_one_but_not_forever(world: World, serve: Callable):
    delivery = queue(world.support, ANNA, BOSS)
    taken = []
    with serve(Sink(rcpt={BOSS: "450 greylisted"})) as sink:
        for _ in range(3):
            now_due(delivery)
            send_delivery(delivery.pk)
            taken.append(len(sink.taken))
    assert taken == [0, 0, 1]


def test_what_the_server_perhaps_took_is_left_to_a_person(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(cut_after_dot=True)) as sink:
        send_delivery(delivery.pk)
        send_delivery(delivery.pk)
        assert due_deliveries() == []
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error.split("\n")[0]) == (State.UNCLEAR, LOST)
    assert len(sink.taken) == 1


def test_what_the_server_cannot_have_taken_is_tried_again(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(cut_at_data=True)):
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error.split("\n")[0]) == (State.QUEUED, BROKEN_OFF)


def test_a_sender_who_died_before_the_dot_is_replaced(world: World, serve: Callable):
    delivery = queue(world.support)
    Delivery.objects.update(state=State.SENDING, tries=1)
    assert due_deliveries() == [delivery.pk]
    with serve() as sink:
        send_delivery(delivery.pk)
    assert (len(sink.taken), Delivery.objects.get().state) == (1, State.SENT)


def test_a_sender_who_died_at_the_dot_leaves_it_unclear(world: World, serve: Callable):
    delivery = queue(world.support)
    Delivery.objects.update(state=State.HANDING_OVER, tries=1)
    assert due_deliveries() == [delivery.pk]
    with serve() as sink:
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (sink.taken, delivery.state, delivery.error) == ([], State.UNCLEAR, LOST)
    assert Entry.objects.filter(event="delivery.stopped").count() == 1


def test_a_mail_that_kills_its_senders_is_given_up(world: World):
    delivery = queue(world.support)
    Delivery.objects.update(state=State.SENDING, tries=MAX_TRIES)
    send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (
        State.FAILED,
        "Sending it was interrupted too often.",
    )


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_once(world: World, serve: Callable):
    deliveries = [queue(world.support, name=f"t{number}.x@desk.example") for number in range(5)]
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            for delivery in deliveries:
                send_delivery(delivery.pk)
        finally:
            connection.close()

    with serve() as sink:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(sink.ids) == [f"<t{number}.x@desk.example>" for number in range(5)]
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", [State.SENDING, State.HANDING_OVER])
def test_a_sender_who_lives_is_left_alone(world: World, serve: Callable, state: str):
    delivery = queue(world.support)
    seen = []

    def look() -> None:
        """Another worker comes by while the server thinks about the dot."""
        try:
            if state == State.SENDING:
                Delivery.objects.update(state=State.SENDING)
            send_delivery(delivery.pk)
            seen.append(Delivery.objects.get().state)
            Delivery.objects.update(state=State.HANDING_OVER)
        finally:
            connection.close()

    with serve(Sink(before_answer=look)) as sink:
        send_delivery(delivery.pk)
    assert (seen, len(sink.taken)) == ([state], 1)
    assert Delivery.objects.get().state == State.SENT


def cut_others_off() -> None:
    """End every connection to this database but the one that says so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_while_the_database_was_away_is_written_down(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(before_answer=cut_others_off)) as sink:
        send_delivery(delivery.pk)
    assert (len(sink.taken), Delivery.objects.get().state) == (1, State.SENT)


@pytest.mark.django_db(transaction=True)
def test_without_the_database_nothing_is_handed_over(world: World, serve: Callable):
    delivery = queue(world.support)
    with serve(Sink(before_rcpt=cut_others_off)) as sink:
        with pytest.raises(OperationalError):
            send_delivery(delivery.pk)
        connection.close()
        assert (sink.taken, Delivery.objects.get().state) == ([], State.SENDING)
        sink.before_rcpt = lambda: None
        send_delivery(delivery.pk)
    assert (len(sink.taken), Delivery.objects.get().state) == (1, State.SENT)


@pytest.mark.django_db(transaction=True)
def test_whoever_lost_their_claim_hands_nothing_over(world: World, serve: Callable):
    delivery = queue(world.support)

    def take_over() -> None:
        Delivery.objects.update(tries=2)
        connection.close()

    with serve(Sink(before_rcpt=take_over)) as sink:
        send_delivery(delivery.pk)
    assert (sink.taken, Delivery.objects.get().state) == ([], State.SENDING)


@pytest.mark.django_db(transaction=True)
def test_whoever_was_taken_for_dead_and_knows_better_says_so(world: World, serve: Callable):
    delivery = queue(world.support)

    def settle() -> None:
        Delivery.objects.update(state=State.UNCLEAR, error=LOST)
        connection.close()

    with serve(Sink(before_answer=settle)):
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.SENT, "")
    assert Entry.objects.filter(event="delivery.confirmed").exists()


@pytest.mark.parametrize("state", [State.FAILED, State.BOUNCED, State.UNCLEAR])
def test_a_person_can_have_it_sent_again(world: World, serve: Callable, state: str):
    delivery = queue(world.support)
    Delivery.objects.update(state=state, tries=9, error="lost")
    send_again(delivery, by=world.vera)
    with serve() as sink:
        send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, len(sink.taken)) == (State.SENT, "", 1)


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.HANDING_OVER])
def test_what_is_sent_or_being_sent_is_not_put_back(world: World, state: str):
    delivery = queue(world.support)
    Delivery.objects.update(state=state)
    assert send_again(delivery, by=world.vera).state == state


def test_a_person_need_not_wait_for_the_next_try(world: World):
    delivery = queue(world.support)
    later = timezone.now() + timedelta(hours=6)
    Delivery.objects.update(next_try_at=later, tries=5)
    assert due_deliveries() == []
    send_again(delivery, by=world.vera)
    assert due_deliveries() == [delivery.pk]


def test_a_person_can_say_that_it_arrived(world: World):
    delivery = queue(world.support)
    Delivery.objects.update(state=State.UNCLEAR, error=LOST)
    confirmed = confirm_arrived(delivery, by=world.vera)
    assert (confirmed.state, confirmed.error) == (State.SENT, "")
    assert confirm_arrived(queue(world.sales, name="t2.b@x"), by=world.vera).state == State.QUEUED


def test_a_guest_sends_nothing_again(world: World):
    delivery = queue(world.support)
    Delivery.objects.update(state=State.UNCLEAR)
    for verb in (send_again, confirm_arrived):
        with pytest.raises(NotAllowed):
            verb(delivery, by=world.gus)


def test_what_is_due_gets_one_job_however_often_somebody_looks(world: World):
    queue(world.support)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        send_what_is_due()
        send_what_is_due()
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs")
        assert [row[0] for row in cursor.fetchall()] == [send_mail.name]
