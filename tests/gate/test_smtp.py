"""The SMTP and LMTP doors, spoken to as a sending server would."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.gate.conftest import Gate, Running, eventually
from tests.world import World
from whydesk.mailroom.models import Letter, Mailbox

MAIL = b"From: mary@home.example\r\nSubject: Help\r\n\r\nIt is broken.\r\n"


@contextmanager
def smtp(gate: Gate) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(*gate.smtp, timeout=30) as client:
        client.ehlo("home.example")
        yield client


def kept() -> list[tuple[str, str, list[str], bytes]]:
    letters = Letter.objects.order_by("pk")
    return [(x.door, x.envelope_from, x.envelope_to, bytes(x.raw)) for x in letters]


def send_raw(gate: Gate, *pieces: bytes) -> bytes:
    """Say it all at once, as no well-behaved client would, and hear it out."""
    with socket.create_connection(gate.smtp, timeout=30) as line:
        line.sendall(b"".join(pieces))
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_a_mail_is_kept_byte_for_byte_with_its_envelope(gate: Gate, world: World):
    with smtp(gate) as client:
        refused = client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
    assert refused == {}
    assert kept() == [("smtp", "mary@home.example", ["support@desk.example"], MAIL)]
    assert Letter.objects.get().mailbox == world.support


def test_the_server_says_what_it_can(gate: Gate):
    with smtp(gate) as client:
        assert client.esmtp_features == {
            "size": str(1024 * 1024),
            "8bitmime": "",
            "smtputf8": "",
            "help": "",
        }


def test_mail_for_a_reply_address_goes_to_its_mailbox(gate: Gate, world: World):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["Support+x7Kq.12=@Desk.Example"], MAIL)
    assert Letter.objects.get().mailbox == world.support
    assert Letter.objects.get().envelope_to == ["Support+x7Kq.12=@Desk.Example"]


def test_a_mail_for_two_mailboxes_is_one_letter(gate: Gate, world: World):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["sales@desk.example", "support@desk.example"], MAIL)
    assert [letter.envelope_to for letter in Letter.objects.all()] == [
        ["sales@desk.example", "support@desk.example"]
    ]


@pytest.mark.parametrize(
    "address",
    [
        "mary@home.example",
        "support@home.example",
        "nobody@desk.example",
        "support",
    ],
)
def test_mail_for_others_is_refused_for_good(gate: Gate, address: str):
    with smtp(gate) as client:
        client.mail("eve@evil.example")
        assert client.rcpt(address) == (550, b"5.1.1 No such mailbox here")
        assert client.docmd("DATA") == (503, b"5.5.1 Send RCPT first")
    assert kept() == []


def test_a_new_mailbox_takes_mail_at_once(gate: Gate):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
        Mailbox.objects.create(address="new@desk.example", name="New")
        client.mail("mary@home.example")
        found = eventually(lambda: client.rcpt("new@desk.example")[0] == 250)
    assert found


def test_a_delivery_report_has_no_sender(gate: Gate):
    with smtp(gate) as client:
        client.sendmail("", ["support@desk.example"], MAIL)
    assert [sender for _, sender, _, _ in kept()] == [""]


def test_a_mail_over_the_limit_is_refused_and_the_next_one_taken(gate: Gate):
    big = MAIL + b"x" * 70 + b"\r\n"
    big += (b"y" * 76 + b"\r\n") * (1024 * 1024 // 78)
    with smtp(gate) as client:
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        assert client.data(big) == (552, b"5.3.4 The mail is larger than this server takes")
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
        assert client.mail("mary@home.example", [f"SIZE={len(big)}"])[0] == 552
    assert [raw for _, _, _, raw in kept()] == [MAIL]


def test_a_mail_of_exactly_the_limit_is_taken(gate: Gate):
    big = MAIL + b"z" * (1024 * 1024 - len(MAIL) - 2) + b"\r\n"
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], big)
    assert [raw for _, _, _, raw in kept()] == [big]


@pytest.mark.parametrize(
    "body",
    [
        b".\r\n..\r\n...\r\n.x\r\n",
        b"ends with a dot.\r\n.\r\n.\r\nstill the same mail.\r\n",
        b"bare\n.\nline feeds\n.\r\n",
        b"one line of 300 KB " + b"x" * 300_000 + b"\r\n",
        b"eight bits \xd0\x9f\xff\x00\x80\r\n",
        b"\r\n\r\n.\r\n\r\n",
    ],
)
def test_dots_long_lines_and_odd_bytes_come_through(gate: Gate, body: bytes):
    mail = b"Subject: x\r\n\r\n" + body
    stuffed = mail.replace(b"\r\n.", b"\r\n..")
    with smtp(gate) as client:
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        client.docmd("DATA")
        client.send(stuffed + b".\r\n")
        assert client.getreply() == (250, b"2.0.0 Kept")
    assert [raw for _, _, _, raw in kept()] == [mail]


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r"])
def test_no_second_mail_is_smuggled_in_behind_an_odd_end(gate: Gate, end: bytes):
    hidden = b"MAIL FROM:<ceo@desk.example>\r\nRCPT TO:<sales@desk.example>\r\nDATA\r\nboo\r\n.\r\n"
    send_raw(
        gate,
        b"EHLO x\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n",
        b"Subject: one" + end + hidden,
        b"QUIT\r\n",
    )
    assert [(sender, to) for _, sender, to, _ in kept()] == [
        ("eve@evil.example", ["support@desk.example"])
    ]


def test_a_mail_cut_off_in_the_middle_is_not_kept(gate: Gate):
    with smtp(gate) as client:
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        client.docmd("DATA")
        client.send(b"Subject: half\r\n\r\nand th")
        client.close()
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
    assert [raw for _, _, _, raw in kept()] == [MAIL]


def test_an_envelope_of_odd_bytes_is_kept_as_text(gate: Gate):
    send_raw(
        gate,
        b"EHLO x\r\nMAIL FROM:<a\xff\xd0b@home.example>\r\nRCPT TO:<support@desk.example>\r\n",
        b"DATA\r\n" + MAIL + b".\r\nQUIT\r\n",
    )
    assert [sender for _, sender, _, _ in kept()] == ["a??b@home.example"]


def test_an_address_in_cyrillic_is_kept(gate: Gate):
    with smtp(gate) as client:
        client.sendmail(
            "анна@почта.example", ["support@desk.example"], MAIL, mail_options=["SMTPUTF8"]
        )
    assert [sender for _, sender, _, _ in kept()] == ["анна@почта.example"]


def test_the_hundred_and_first_recipient_is_sent_separately(gate: Gate):
    with smtp(gate) as client:
        client.mail("mary@home.example")
        codes = [client.rcpt(f"support+{number}@desk.example")[0] for number in range(101)]
    assert codes == [250] * 100 + [452]


def test_the_same_mail_again_is_acknowledged_and_adds_nothing(gate: Gate):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
    assert [raw for _, _, _, raw in kept()] == [MAIL]


def test_many_senders_at_once_lose_nothing(gate: Gate):
    mails = {b"Subject: %d\r\n\r\nHello\r\n" % number for number in range(200)}
    waiting = list(mails)

    def send() -> None:
        with smtp(gate) as client:
            while waiting:
                client.sendmail("mary@home.example", ["support@desk.example"], waiting.pop())

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert {raw for _, _, _, raw in kept()} == mails
    assert len(kept()) == 200


def test_a_database_that_fails_means_try_later_and_then_it_works(gate: Gate):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], b"Subject: 1\r\n\r\n")
        _execute("ALTER TABLE mailroom_letter RENAME TO gone")
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        answer = client.data(MAIL)
        _execute("ALTER TABLE gone RENAME TO mailroom_letter")
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
    assert answer == (451, b"4.3.0 Could not keep the mail, try again later")
    assert [raw for _, _, _, raw in kept()] == [b"Subject: 1\r\n\r\n", MAIL]


def test_a_database_without_connections_means_try_later(short_wait: None, gate: Gate):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], b"Subject: 1\r\n\r\n")
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        _let_connect(False)
        _drop_connections_of_others()
        answer = client.data(MAIL)
        _let_connect(True)
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
    assert answer == (451, b"4.3.0 Could not keep the mail, try again later")
    assert [raw for _, _, _, raw in kept()] == [b"Subject: 1\r\n\r\n", MAIL]


def test_a_database_that_was_restarted_meanwhile_is_not_noticed(gate: Gate):
    with smtp(gate) as client:
        client.sendmail("mary@home.example", ["support@desk.example"], b"Subject: 1\r\n\r\n")
        _drop_connections_of_others()
        client.sendmail("mary@home.example", ["support@desk.example"], MAIL)
    assert [raw for _, _, _, raw in kept()] == [b"Subject: 1\r\n\r\n", MAIL]


def test_a_sender_who_keeps_quiet_while_the_gate_closes_is_told(gate: Gate, running: Running):
    with smtp(gate) as client:
        running.stop()
        assert client.getreply() == (421, b"4.3.2 Closing for a moment, try again soon")


def test_a_mail_under_way_while_the_gate_closes_is_kept(gate: Gate, running: Running):
    with smtp(gate) as client:
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        client.docmd("DATA")
        stopping = threading.Thread(target=running.stop)
        stopping.start()
        assert eventually(lambda: _is_refused(gate))
        client.send(MAIL + b".\r\n")
        assert client.getreply() == (250, b"2.0.0 Kept")
        assert client.getreply()[0] == 421
        stopping.join()
    assert [raw for _, _, _, raw in kept()] == [MAIL]


def test_lmtp_answers_for_each_recipient(gate: Gate):
    with smtplib.LMTP(*gate.lmtp) as client:
        client.ehlo("relay.example")
        client.mail("mary@home.example")
        codes = [
            client.rcpt(address)[0]
            for address in ("support@desk.example", "nobody@desk.example", "sales@desk.example")
        ]
        client.docmd("DATA")
        client.send(MAIL + b".\r\n")
        answers = [client.getreply(), client.getreply()]
        assert client.noop()[0] == 250
    assert codes == [250, 550, 250]
    assert answers == [(250, b"2.0.0 Kept"), (250, b"2.0.0 Kept")]
    assert kept() == [
        ("lmtp", "mary@home.example", ["support@desk.example", "sales@desk.example"], MAIL)
    ]


def test_lmtp_refuses_a_large_mail_for_each_recipient(gate: Gate):
    with smtplib.LMTP(*gate.lmtp) as client:
        client.ehlo("relay.example")
        client.mail("mary@home.example")
        client.rcpt("support@desk.example")
        client.rcpt("sales@desk.example")
        client.docmd("DATA")
        client.send(MAIL + b"x" * 2_000_000 + b"\r\n.\r\n")
        assert [client.getreply()[0], client.getreply()[0]] == [552, 552]
        assert client.noop()[0] == 250


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _let_connect(anyone: bool) -> None:
    """Let the database take new connections or none; its own connection may not say so."""
    name = sql.Identifier(connection.settings_dict["NAME"])
    params = connection.get_connection_params() | {"dbname": "postgres"}
    keys = ("dbname", "host", "port", "user", "password")
    address = {key: params[key] for key in keys if params.get(key)}
    with psycopg.connect(**address, autocommit=True) as server:
        server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(name, anyone))


def _drop_connections_of_others() -> None:
    _execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def _is_refused(gate: Gate) -> bool:
    try:
        with socket.create_connection(gate.smtp, timeout=30) as line:
            return line.recv(3) == b"421"
    except OSError:
        return True


@pytest.fixture
def short_wait(transactional_db: None) -> Iterator[None]:
    """Do not wait twenty seconds for a database that is known not to answer."""
    pool = connection.settings_dict["OPTIONS"]["pool"]
    usual, pool["timeout"] = pool["timeout"], 1
    connection.close_pool()
    yield
    pool["timeout"] = usual
    connection.close_pool()
