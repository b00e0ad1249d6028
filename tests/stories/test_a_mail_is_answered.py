"""Mail comes in by SMTP and by IMAP; it is answered on the screen, and the answers arrive.

Everything is real: the desk as `whydesk start` runs it, a browser, an IMAP
server, and the customers' mail server.
"""

import os
import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_browser
from tests.config.desks import Running, settled_desk, wait_for
from tests.dovecot import PASSWORD as IMAP_PASSWORD
from tests.dovecot import Dovecot, is_installed
from tests.mailroom.sink import Sink, smtp_sink

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        not is_installed() and "CI" not in os.environ, reason="Dovecot is not installed"
    ),
]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.remove()


@pytest.fixture
def running(tmp_path: Path, sink: Sink) -> Iterator[Running]:
    settings = {"WHYDESK_SMTP_URL": f"smtp://127.0.0.1:{sink.port}"}
    desk = settled_desk().copy(tmp_path / "desk", settings)
    with desk.started() as running:
        yield running


@pytest.fixture
def page(running: Running) -> Iterator[Page]:
    """A browser at the desk, signed in as its admin."""
    with open_browser() as browser:
        page = browser.new_page(base_url=running.desk.environment["WHYDESK_URL"], locale="en")
        page.goto("/sign-in")
        page.get_by_label("Email").fill("ada@desk.example")
        page.get_by_label("Password").fill("correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_url("**/inbox/**")
        yield page


def write(text: str, *, sender: str, to: str, subject: str, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def send(running: Running, mail: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", running.desk.smtp, timeout=20) as client:
        client.send_message(mail)


def answer(page: Page, text: str, to: str) -> None:
    page.get_by_role("textbox", name="Text").fill(text)
    page.get_by_role("button", name=f"Send to {to}").click()
    shown = text.replace("*", "")
    expect(page.locator(".message", has_text=shown).first).to_be_visible(timeout=20_000)


def received(sink: Sink, number: int) -> EmailMessage:
    """Return the mail that the customers' server took, once it has."""
    wait_for(lambda: len(sink.taken) > number)
    mail = message_from_bytes(sink.taken[number].content or b"", policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_mail_by_smtp_and_by_imap_is_answered(
    running: Running, page: Page, sink: Sink, dovecot: Dovecot
):
    page.goto("/mailboxes/new")
    page.locator("[name=address]").fill("support@desk.example")
    page.locator("[name=name]").fill("Desk support")
    page.get_by_role("button", name="Save").click()
    page.goto("/inbox/open")

    # A real mail goes in by SMTP and stands in the inbox a moment later.
    question = write(
        "Where are my invoices?",
        sender="Mary Hill <mary@home.example>",
        to="support@desk.example",
        subject="Invoices",
        Message_ID="<first@home.example>",
    )
    wait_for(lambda: _is_taken(running, question))
    page.get_by_text("1 new").click()
    page.get_by_role("link", name="Invoices").first.click()
    page.goto("/tickets/1")
    answer(page, "They are **on their way**.", "Mary")

    reply = received(sink, 0)
    assert (reply["To"], reply["Subject"]) == ("Mary Hill <mary@home.example>", "Re: Invoices")
    assert (reply["In-Reply-To"], reply["References"]) == (
        "<first@home.example>",
        "<first@home.example>",
    )
    assert reply["From"].endswith("<support@desk.example>")
    assert plain_text(reply).startswith("They are")
    assert "<strong>on their way</strong>" in reply.get_body(("html",)).get_content()

    # She answers our answer: the same ticket, found by the id that we gave the mail.
    thanks = write(
        "Thank you, they came.",
        sender="Mary Hill <mary@home.example>",
        to="support@desk.example",
        subject="Re: Invoices",
        In_Reply_To=reply["Message-ID"],
        References=f"<first@home.example> {reply['Message-ID']}",
    )
    send(running, thanks)
    wait_for(lambda: _has_message(page, "Thank you, they came."))

    # Another mailbox is fetched from a real IMAP server.
    page.goto("/mailboxes/new")
    page.locator("[name=address]").fill("ajuda@desk.example")
    page.locator("[name=name]").fill("Ajuda")
    page.locator("[name=language]").select_option("pt-br")
    page.get_by_text("Fetch its mail by IMAP").click()
    page.locator("[name=imap-host]").fill(dovecot.host)
    page.locator("[name=imap-port]").fill(str(dovecot.port))
    page.locator("[name=imap-security]").select_option("none")
    page.locator("[name=imap-username]").fill("ajuda")
    page.locator("[name=imap-password]").fill(IMAP_PASSWORD)
    page.get_by_role("button", name="Save").click()
    by_imap = write(
        "Olá, cadê a nota fiscal?",
        sender="João Prado <joao@padaria.example>",
        to="ajuda@desk.example",
        subject="Nota fiscal",
        Message_ID="<nota@padaria.example>",
    )
    dovecot.put("ajuda", by_imap.as_bytes())
    wait_for(lambda: _is_listed(page, "Nota fiscal"))
    page.goto("/tickets/2")
    answer(page, "Segue em anexo.", "João")
    reply = received(sink, 1)
    assert (reply["To"], reply["In-Reply-To"]) == (
        "João Prado <joao@padaria.example>",
        "<nota@padaria.example>",
    )
    assert "João Prado" in plain_text(reply)


def _is_taken(running: Running, mail: EmailMessage) -> bool:
    """Hand the mail in; the gate learns of a new mailbox within some seconds."""
    try:
        send(running, mail)
    except smtplib.SMTPRecipientsRefused:
        return False
    return True


def _has_message(page: Page, text: str) -> bool:
    page.goto("/tickets/1")
    return page.locator(".message", has_text=text).count() > 0


def _is_listed(page: Page, subject: str) -> bool:
    page.goto("/inbox/open")
    return page.get_by_role("link", name=subject).count() > 0
