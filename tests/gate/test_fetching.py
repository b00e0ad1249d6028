"""Mailboxes on a real Dovecot, followed by the gate."""

import logging
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from imapclient import SEEN

from tests.dovecot import PASSWORD, Dovecot, is_installed
from tests.gate.conftest import Running, eventually
from tests.world import World
from whydesk.gate import fetching, following
from whydesk.mailroom.accepting import Arrival
from whydesk.mailroom.fetching import take_fetched
from whydesk.mailroom.models import ImapAccount, Letter

pytestmark = [
    pytest.mark.skipif(
        not is_installed() and not os.environ.get("CI"),
        reason="Dovecot is not installed: apt-get install dovecot-imapd",
    ),
    pytest.mark.django_db(transaction=True),
]

Start = Callable[[], Running]


def mail(number: int, text: bytes = b"It is broken.") -> bytes:
    return b"From: mary@home.example\r\nSubject: %d\r\n\r\n" % number + text + b"\r\n"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def plain_dovecot() -> Iterator[Dovecot]:
    """A server that knows neither IDLE nor MOVE."""
    server = Dovecot(capability="IMAP4rev1 UIDPLUS")
    yield server
    server.remove()


@pytest.fixture
def account(world: World, dovecot: Dovecot, request: pytest.FixtureRequest) -> ImapAccount:
    """Make an account of a user that no other test has."""
    return make_account(world, dovecot, request.node.name[:60])


def make_account(world: World, server: Dovecot, user: str) -> ImapAccount:
    return ImapAccount.objects.create(
        mailbox=world.support,
        host=server.host,
        port=server.port,
        security="none",
        username=user,
        password=PASSWORD,
    )


@pytest.fixture
def start(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start gates without listeners that look at their accounts more often than usual."""
    monkeypatch.setattr(fetching, "POLL_SECONDS", 0.2)
    monkeypatch.setattr(fetching, "LISTEN_SECONDS", 0.2)
    monkeypatch.setattr(fetching, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.2)
    settings.ENVIRONMENT = settings.ENVIRONMENT | {"WHYDESK_SMTP": None, "WHYDESK_LMTP": None}
    started: list[Running] = []

    def start_one() -> Running:
        started.append(Running())
        return started[-1]

    yield start_one
    for each in started:
        each.stop()


def raws() -> list[bytes]:
    return [bytes(letter.raw) for letter in Letter.objects.order_by("pk")]


def error_of(account: ImapAccount) -> str:
    return ImapAccount.objects.get(pk=account.pk).error


def is_checked(account: ImapAccount) -> bool:
    return ImapAccount.objects.get(pk=account.pk).checked_at is not None


def flags_in(server: Dovecot, user: str, folder: str = "INBOX") -> list[tuple[Any, ...]]:
    """The flags of each mail in the folder; recent is nobody's doing."""
    with server.sign_in(user) as client:
        client.select_folder(folder, readonly=True)
        found = client.get_flags(client.search())
    return [tuple(f for f in flags if f != b"\\Recent") for flags in found.values()]


def test_what_is_there_comes_in_and_is_marked(dovecot: Dovecot, account: ImapAccount, start: Start):
    dovecot.put(account.username, mail(1), mail(2))
    start()
    assert eventually(lambda: raws() == [mail(1), mail(2)])
    assert eventually(lambda: flags_in(dovecot, account.username) == [(SEEN,), (SEEN,)])
    assert {letter.mailbox_id for letter in Letter.objects.all()} == {account.mailbox_id}
    assert {letter.door for letter in Letter.objects.all()} == {"imap"}


def test_a_mail_that_comes_during_idle_is_taken_at_once(
    dovecot: Dovecot, account: ImapAccount, start: Start, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fetching, "POLL_SECONDS", 3600)
    start()
    assert eventually(lambda: is_checked(account))
    dovecot.put(account.username, mail(1))
    assert eventually(lambda: raws() == [mail(1)])
    dovecot.put(account.username, mail(2))
    assert eventually(lambda: raws() == [mail(1), mail(2)])


def test_a_server_without_idle_is_asked_now_and_then(
    world: World, plain_dovecot: Dovecot, start: Start
):
    account = make_account(world, plain_dovecot, "polled")
    start()
    assert eventually(lambda: is_checked(account))
    plain_dovecot.put("polled", mail(1))
    assert eventually(lambda: raws() == [mail(1)])


def test_many_mails_come_in_whole_and_in_order(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    mails = [mail(number, b"x" * 200_000 if number % 40 == 0 else b"y") for number in range(130)]
    dovecot.put(account.username, *mails)
    start()
    assert eventually(lambda: len(raws()) == 130)
    assert raws() == mails


def test_mail_taken_in_is_moved(dovecot: Dovecot, account: ImapAccount, start: Start):
    _let_move(account, "Taken")
    dovecot.put(account.username, mail(1), mail(2))
    start()
    assert eventually(lambda: len(raws()) == 2)
    assert eventually(lambda: flags_in(dovecot, account.username) == [])
    assert len(flags_in(dovecot, account.username, "Taken")) == 2


def test_mail_is_moved_on_a_server_that_cannot_move(
    world: World, plain_dovecot: Dovecot, start: Start
):
    account = make_account(world, plain_dovecot, "copied")
    _let_move(account, "Taken")
    plain_dovecot.put("copied", mail(1), mail(2))
    start()
    assert eventually(lambda: len(raws()) == 2)
    assert eventually(lambda: flags_in(plain_dovecot, "copied") == [])
    assert len(flags_in(plain_dovecot, "copied", "Taken")) == 2


def test_where_moving_is_refused_mail_still_comes_in(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    _let_move(account, "not//a folder")
    dovecot.put(account.username, mail(1))
    start()
    assert eventually(lambda: error_of(account))
    dovecot.put(account.username, mail(2))
    assert eventually(lambda: raws() == [mail(1), mail(2)])
    assert error_of(account).startswith("Mail is taken in, but cannot be marked or moved")


def test_mail_is_left_untouched_where_that_is_wished(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    ImapAccount.objects.update(after=ImapAccount.After.LEAVE)
    dovecot.put(account.username, mail(1))
    start()
    assert eventually(lambda: raws() == [mail(1)])
    assert flags_in(dovecot, account.username) == [()]


def test_a_crash_between_commit_and_flag_adds_nothing_and_is_tidied_up(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    dovecot.put(account.username, mail(1), mail(2))
    with dovecot.sign_in(account.username) as client:
        validity = client.select_folder("INBOX")[b"UIDVALIDITY"]
    arrivals = [Arrival(mail(number), "imap", mailbox=account.mailbox) for number in (1, 2)]
    take_fetched(account, arrivals, uid_validity=validity, last_uid=2)
    start()
    assert eventually(lambda: flags_in(dovecot, account.username) == [(SEEN,), (SEEN,)])
    assert raws() == [mail(1), mail(2)]


def test_a_second_gate_reads_on_where_the_first_stopped(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    dovecot.put(account.username, mail(1))
    first = start()
    assert eventually(lambda: raws() == [mail(1)])
    first.stop()
    Letter.objects.all().delete()
    dovecot.put(account.username, mail(2))
    start()
    assert eventually(lambda: raws() == [mail(2)])


def test_a_folder_made_anew_is_read_from_the_start_and_known_mail_adds_nothing(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    ImapAccount.objects.update(folder="Desk")
    with dovecot.sign_in(account.username) as client:
        client.create_folder("Desk")
    dovecot.put(account.username, mail(1), mail(2), mail(3), folder="Desk")
    start()
    assert eventually(lambda: len(raws()) == 3)
    with dovecot.sign_in(account.username) as client:
        client.delete_folder("Desk")
        client.create_folder("Desk")
    dovecot.put(account.username, mail(2), mail(4), folder="Desk")
    assert eventually(lambda: mail(4) in raws())
    assert raws() == [mail(1), mail(2), mail(3), mail(4)]
    assert ImapAccount.objects.get().last_uid == 2


def test_a_server_that_comes_back_is_read_again(world: World, start: Start):
    server = Dovecot()
    try:
        account = make_account(world, server, "restarted")
        start()
        assert eventually(lambda: is_checked(account))
        server.stop()
        assert eventually(lambda: error_of(account))
        server.start()
        server.put("restarted", mail(1))
        assert eventually(lambda: raws() == [mail(1)], within=60)
        assert eventually(lambda: not error_of(account))
    finally:
        server.remove()


def test_a_wrong_password_is_shown_and_a_right_one_is_taken_up(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    dovecot.put(account.username, mail(1))
    _save_password(account, "wrong-secret")
    start()
    assert eventually(lambda: error_of(account)) == (
        "The server did not accept the user name or the password. "
        "It said: b'[AUTHENTICATIONFAILED] Authentication failed.'"
    )
    assert raws() == []
    _save_password(account, PASSWORD)
    assert eventually(lambda: raws() == [mail(1)])
    assert eventually(lambda: not error_of(account))


def test_a_certificate_that_nobody_signed_is_named(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    ImapAccount.objects.update(security="tls", port=dovecot.tls_port)
    start()
    assert eventually(lambda: error_of(account)) == (
        f"The certificate of 127.0.0.1:{dovecot.tls_port} is not trusted: self-signed certificate"
    )


def test_a_certificate_that_nobody_signed_is_named_with_starttls_too(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    ImapAccount.objects.update(security="starttls")
    start()
    assert eventually(lambda: error_of(account)) == (
        f"The certificate of 127.0.0.1:{dovecot.port} is not trusted: self-signed certificate"
    )


def test_a_folder_that_is_not_there_is_named(dovecot: Dovecot, account: ImapAccount, start: Start):
    ImapAccount.objects.update(folder="Nowhere")
    start()
    assert eventually(lambda: error_of(account)).startswith("The folder Nowhere cannot be opened: ")


def test_an_account_made_while_running_is_read_and_a_removed_one_is_not(
    world: World, dovecot: Dovecot, start: Start
):
    start()
    account = make_account(world, dovecot, "later")
    dovecot.put("later", mail(1))
    assert eventually(lambda: raws() == [mail(1)])
    account.delete()
    other = make_account(world, dovecot, "later-still")
    assert eventually(lambda: is_checked(other))
    dovecot.put("later", mail(2))
    dovecot.put("later-still", mail(3))
    assert eventually(lambda: mail(3) in raws())
    assert raws() == [mail(1), mail(3)]


def test_a_mail_that_is_too_large_is_parked_with_its_head_and_the_next_one_read(
    dovecot: Dovecot, account: ImapAccount, start: Start, settings: Any
):
    settings.ENVIRONMENT = settings.ENVIRONMENT | {"WHYDESK_MAIL_MAX_MB": 1}
    dovecot.put(account.username, mail(1), mail(2, b"z" * 1_200_000), mail(3))
    start()
    assert eventually(lambda: len(raws()) == 3)
    assert raws() == [mail(1), b"From: mary@home.example\r\nSubject: 2\r\n\r\n", mail(3)]
    assert [(x.state, x.reason) for x in Letter.objects.order_by("pk")] == [
        ("waiting", ""),
        ("parked", "The mail is larger than the desk takes."),
        ("waiting", ""),
    ]


def test_a_mail_that_breaks_the_connection_is_parked_and_the_next_one_read(
    dovecot: Dovecot, account: ImapAccount, start: Start
):
    dovecot.put(account.username, mail(1), mail(2), mail(3))
    _break_mail(dovecot, account.username, b"Subject: 2")
    start()
    assert eventually(lambda: mail(3) in raws(), within=60)
    assert [(bytes(x.raw), x.state, x.reason) for x in Letter.objects.order_by("pk")] == [
        (mail(1), "waiting", ""),
        (b"", "parked", "The connection broke whenever this mail was fetched."),
        (mail(3), "waiting", ""),
    ]
    assert eventually(lambda: not error_of(account))


def test_a_database_that_fails_leaves_the_mail_unmarked_until_it_is_kept(
    dovecot: Dovecot, account: ImapAccount, start: Start, caplog: pytest.LogCaptureFixture
):
    start()
    assert eventually(lambda: is_checked(account))
    _execute("ALTER TABLE mailroom_letter RENAME TO gone")
    dovecot.put(account.username, mail(1))
    assert eventually(lambda: f"Account {account.pk}: ProgrammingError" in caplog.messages)
    assert flags_in(dovecot, account.username) == [()]
    _execute("ALTER TABLE gone RENAME TO mailroom_letter")
    assert eventually(lambda: raws() == [mail(1)])
    assert eventually(lambda: flags_in(dovecot, account.username) == [(SEEN,)])


def test_no_password_is_logged(
    dovecot: Dovecot, account: ImapAccount, start: Start, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    dovecot.put(account.username, mail(1))
    start()
    assert eventually(lambda: raws() == [mail(1)])
    assert [line for line in caplog.messages if PASSWORD in line or "broken" in line] == []


def _let_move(account: ImapAccount, folder: str) -> None:
    account.after, account.move_to = ImapAccount.After.MOVE, folder
    account.save()


def _save_password(account: ImapAccount, password: str) -> None:
    account.password = password
    account.save(update_fields=["password"])


def _break_mail(server: Dovecot, user: str, words: bytes) -> None:
    """Let nobody open the file in which the server keeps this mail."""
    for path in (server.folder / "mail" / user).glob("*/*"):
        if path.parent.name in ("cur", "new") and words in path.read_bytes():
            path.chmod(0)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
