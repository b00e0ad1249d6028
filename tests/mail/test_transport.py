"""Handing a mail to real servers that take it, refuse it, or go away."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from tests.mailroom.sink import Sink, smtp_sink
from whydesk.mail.refusals import (
    BROKEN_OFF,
    LOST,
    NO_SIGN_IN,
    NOT_NOW,
    REFUSED,
    REFUSED_RECIPIENTS,
    UNREACHABLE,
    UNSAFE,
    Refused,
    TryLater,
    Unclear,
)
from whydesk.mail.transport import Server, parse_server, send

RAW = b"Message-ID: <t1.a@desk.example>\r\nSubject: Hi\r\n\r\n.dot\r\nwords\r\n..\r\n.\r\n"
ANNA, BOSS = "anna@romashka.example", "boss@romashka.example"


def here(sink: Sink, **fields: object) -> Server:
    return Server(**{"host": "127.0.0.1", "port": sink.port, **fields})  # type: ignore[arg-type]


def hand(sink: Sink, *recipients: str, **options: object) -> dict[str, str]:
    to = recipients or (ANNA,)
    options = {"timeout": 5, "dot_timeout": 5, **options}
    return send(RAW, "support@desk.example", to, here(sink), **options).refused  # type: ignore[arg-type]


def test_the_server_gets_exactly_what_was_written():
    with smtp_sink() as sink:
        assert hand(sink, ANNA, BOSS) == {}
    (taken,) = sink.taken
    assert taken.content == RAW
    assert (taken.mail_from, taken.rcpt_tos) == ("support@desk.example", [ANNA, BOSS])


def test_the_hook_runs_when_all_but_the_dot_is_written():
    with smtp_sink() as sink:
        seen: list[int] = []
        hand(sink, before_handing_over=lambda: seen.append(len(sink.taken)))
        assert (seen, len(sink.taken)) == ([0], 1)


def test_a_hook_that_fails_leaves_the_server_with_nothing():
    class Away(Exception):
        pass

    def fail() -> None:
        raise Away

    with smtp_sink() as sink:
        with pytest.raises(Away):
            hand(sink, before_handing_over=fail)
        hand(sink)
        assert len(sink.taken) == 1


def test_whom_the_server_refuses_is_named_and_the_others_get_it():
    with smtp_sink(Sink(rcpt={BOSS: "550 no such user"})) as sink:
        assert hand(sink, ANNA, BOSS) == {BOSS: "550 no such user"}
        assert sink.taken[0].rcpt_tos == [ANNA]


def test_nobody_taken_for_good_is_a_refusal_with_the_servers_words():
    with smtp_sink(Sink(rcpt={ANNA: "550 no such user"})) as sink, pytest.raises(Refused) as caught:
        hand(sink)
    assert caught.value.reason == f"{REFUSED_RECIPIENTS}\n{ANNA}: 550 no such user"


def test_nobody_taken_just_now_is_for_later():
    answers = {ANNA: "450 greylisted", BOSS: "550 no such user"}
    with smtp_sink(Sink(rcpt=answers)) as sink, pytest.raises(TryLater, match="greylisted"):
        hand(sink, ANNA, BOSS)


def test_one_not_taken_just_now_makes_all_wait_where_all_are_needed():
    with smtp_sink(Sink(rcpt={BOSS: "450 greylisted"})) as sink:
        with pytest.raises(TryLater):
            hand(sink, ANNA, BOSS, needs_all=True)
        assert sink.taken == []
        assert hand(sink, ANNA, BOSS) == {BOSS: "450 greylisted"}


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        ("451 disk full", TryLater, NOT_NOW),
        ("421 closing", TryLater, NOT_NOW),
        ("554 spam", Refused, REFUSED),
        ("552 too big", Refused, REFUSED),
        ("535 who are you", TryLater, NO_SIGN_IN),
    ],
)
def test_what_the_server_says_to_the_dot_decides(
    answer: str, error: type[Exception], sentence: str
):
    with smtp_sink(Sink(data=answer)) as sink, pytest.raises(error) as caught:
        hand(sink)
    assert caught.value.args == (sentence, answer)


def test_a_connection_cut_before_the_dot_is_for_later():
    with (
        smtp_sink(Sink(cut_at_data=True)) as sink,
        pytest.raises(TryLater, match=BROKEN_OFF),
    ):
        hand(sink)


def test_a_connection_cut_after_the_dot_is_unclear():
    with smtp_sink(Sink(cut_after_dot=True)) as sink, pytest.raises(Unclear, match="Perhaps sent"):
        hand(sink)
    assert len(sink.taken) == 1


def test_no_answer_to_the_dot_is_unclear():
    wait = threading.Event()
    with smtp_sink(Sink(before_answer=lambda: wait.wait(5) and None)) as sink:
        with pytest.raises(Unclear, match=LOST.split(":")[0]):
            hand(sink, dot_timeout=0.2)
        wait.set()


def test_nobody_listening_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(TryLater, match=UNREACHABLE):
        send(RAW, "a@b.example", [ANNA], Server("127.0.0.1", port), timeout=5)


def test_an_address_that_cannot_be_written_to_is_refused_by_name():
    with smtp_sink() as sink, pytest.raises(Refused, match="почта@romashka"):
        hand(sink, "почта@romashka.example")


def test_a_domain_beyond_ascii_is_written_in_its_ascii_form():
    with smtp_sink() as sink:
        hand(sink, "anna@почта.рф")
    assert sink.taken[0].rcpt_tos == ["anna@xn--80a1acny.xn--p1ai"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody has signed."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-keyout", str(key), "-out", str(cert), "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:mail.localhost,IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


@contextmanager
def signing_in(password: str, **options: object) -> Iterator[Sink]:
    def check(_server: object, _session: object, _envelope: object, _how: str, data: object):
        is_right = getattr(data, "password", b"") == password.encode()
        return AuthResult(success=is_right, handled=False)

    options = {"authenticator": check, "auth_require_tls": False, **options}
    with smtp_sink(**options) as sink:
        yield sink


def test_a_user_signs_in():
    with signing_in("right") as sink:
        send(RAW, "a@b.example", [ANNA], here(sink, username="desk", password="right"))
    assert sink.sessions[0].authenticated


def test_a_wrong_password_is_for_later_and_says_so():
    with signing_in("right") as sink, pytest.raises(TryLater, match=NO_SIGN_IN):
        send(RAW, "a@b.example", [ANNA], here(sink, username="desk", password="wrong"))


def test_a_server_without_sign_in_is_for_later():
    with smtp_sink() as sink, pytest.raises(TryLater, match=NO_SIGN_IN):
        send(RAW, "a@b.example", [ANNA], here(sink, username="desk", password="x"))


def test_starttls_asked_for_and_not_offered_sends_nothing():
    with smtp_sink() as sink, pytest.raises(TryLater, match=UNSAFE):
        send(RAW, "a@b.example", [ANNA], here(sink, username="x", security="starttls"))


def test_a_password_never_leaves_this_machine_without_encryption(monkeypatch: pytest.MonkeyPatch):
    with signing_in("right") as sink:
        there = socket.create_connection
        port = sink.port
        # The only thing bent is where the name leads: to a server here that is not called so.
        monkeypatch.setattr(
            socket, "create_connection", lambda _to, *rest: there(("127.0.0.1", port), *rest)
        )
        with pytest.raises(TryLater, match=UNSAFE):
            send(RAW, "a@b.example", [ANNA], Server("mail.example", 25, "offered", "u", "right"))


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_signed_is_not_trusted(
    certificate: ssl.SSLContext, security: str
):
    options = {"ssl" if security == "tls" else "tls_context": certificate}
    with smtp_sink(**options) as sink, pytest.raises(TryLater, match=UNSAFE):
        send(RAW, "a@b.example", [ANNA], here(sink, username="x", security=security), timeout=5)
    assert sink.taken == []


def test_encryption_without_a_password_asks_for_no_certificate(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
):
    with smtp_sink(tls_context=certificate) as sink:
        there = socket.create_connection
        monkeypatch.setattr(
            socket, "create_connection", lambda _to, *rest: there(("127.0.0.1", sink.port), *rest)
        )
        send(RAW, "a@b.example", [ANNA], Server("mail.example", 25, "offered"))
    assert sink.sessions[0].ssl is not None


def test_the_folder_holds_the_mail_once_however_often_it_is_sent(tmp_path: Path):
    server = parse_server(f"folder:{tmp_path}/outbox")
    send(RAW, "a@b.example", [ANNA], server)
    send(RAW, "a@b.example", [ANNA], server)
    (file,) = (tmp_path / "outbox").iterdir()
    assert (file.name, file.read_bytes()) == ("t1.a@desk.example.eml", RAW)


def test_a_folder_that_cannot_be_made_is_for_later(tmp_path: Path):
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(TryLater, match="folder"):
        send(RAW, "a@b.example", [ANNA], Server(folder=tmp_path / "outbox"))


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("localhost", 25)),
        ("smtp://u%40x:p%3Aw@h.example", Server("h.example", 587, "offered", "u@x", "p:w")),
        ("smtp://u:p@h.example:2525", Server("h.example", 2525, "offered", "u", "p")),
        ("smtps://u:p@h.example", Server("h.example", 465, "tls", "u", "p")),
        ("folder:/var/out%20box", Server(folder=Path("/var/out box"))),
        ("folder:///var/outbox", Server(folder=Path("/var/outbox"))),
    ],
)
def test_the_address_of_a_server_is_read(url: str, server: Server):
    assert parse_server(url) == server


def test_a_password_is_not_shown():
    assert "secret" not in repr(parse_server("smtp://u:secret@h.example"))
