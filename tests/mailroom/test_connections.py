"""What is said of an account that is tried, by real servers."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from tests.dovecot import PASSWORD, Dovecot, is_installed
from tests.mailroom.sink import smtp_sink
from whydesk.mailroom.connections import NoConnection, try_imap, try_smtp
from whydesk.mailroom.models import ImapAccount, SmtpAccount

needs_dovecot = pytest.mark.skipif(
    not is_installed() and not os.environ.get("CI"),
    reason="Dovecot is not installed: apt-get install dovecot-imapd",
)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.remove()


def imap(server: Dovecot, **fields: Any) -> ImapAccount:
    known = {
        "host": server.host,
        "port": server.port,
        "security": "none",
        "username": "support",
        "password": PASSWORD,
    }
    return ImapAccount(**{**known, **fields})


def smtp(port: int, **fields: Any) -> SmtpAccount:
    return SmtpAccount(**{"host": "127.0.0.1", "port": port, "security": "none", **fields})


def said_of(account: ImapAccount | SmtpAccount) -> str:
    with pytest.raises(NoConnection) as refusal:
        try_imap(account) if isinstance(account, ImapAccount) else try_smtp(account)
    return str(refusal.value)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@needs_dovecot
def test_an_imap_account_that_works_says_nothing(dovecot: Dovecot):
    assert try_imap(imap(dovecot)) is None


@needs_dovecot
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "wrong"}, "The server refused the user name or the password."),
        ({"password": "пароль"}, "The server refused the user name or the password."),
        ({"folder": "Nowhere"}, "Signed in, but there is no folder “Nowhere” to be opened."),
        (
            {"security": "starttls"},
            "The certificate of 127.0.0.1 is not one to trust, so nothing was sent to it.",
        ),
    ],
)
def test_an_imap_account_that_does_not_work_says_why(
    dovecot: Dovecot, fields: dict[str, str], said: str
):
    assert said_of(imap(dovecot, **fields)) == said


@needs_dovecot
def test_the_wrong_kind_of_security_is_named(dovecot: Dovecot):
    assert said_of(imap(dovecot, security="tls")) == (
        f"127.0.0.1 does not speak this kind of security on port {dovecot.port}. Try another."
    )


@pytest.mark.parametrize("kind", [ImapAccount, SmtpAccount])
def test_a_closed_port_and_a_name_that_is_none_are_told_apart(kind: type):
    port = closed_port()
    account = kind(host="127.0.0.1", port=port, security="none", username="x", password="y")
    assert said_of(account) == f"127.0.0.1 takes no connections on port {port}. Is the port right?"
    account.host = "mail.desk.invalid"
    assert said_of(account) == (
        "There is no server named mail.desk.invalid. Is the name spelled right?"
    )


def let_in(*said: Any) -> AuthResult:
    return AuthResult(success=said[-1].password == b"plain-as-day", handled=False)


def test_an_smtp_account_is_tried_without_sending():
    with smtp_sink(authenticator=let_in, auth_require_tls=False) as sink:
        assert try_smtp(smtp(sink.port)) is None
        assert try_smtp(smtp(sink.port, username="support", password="plain-as-day")) is None
        wrong = smtp(sink.port, username="support", password="wrong")
        assert said_of(wrong) == "The server refused the user name or the password."
        assert sink.taken == []


def test_an_smtp_server_without_what_was_asked_for_is_named():
    with smtp_sink() as sink:
        assert said_of(smtp(sink.port, security="starttls")) == (
            "127.0.0.1 offers neither what “Security” asks for nor a way to sign in without."
        )
