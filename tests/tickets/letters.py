"""Mails of the tests, and their way onto a ticket."""

from email.message import EmailMessage

from whydesk.mailroom.accepting import Arrival, accept_letters
from whydesk.mailroom.models import Letter
from whydesk.tickets.models import Message
from whydesk.tickets.opening import open_letters


def write_mail(
    text: str,
    *,
    sender: str = "Mary Hill <mary@home.example>",
    to: str = "support@desk.example",
    subject: str = "Invoices",
    **headers: str,
) -> bytes:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def put_in(raw: bytes, *, door: str = "smtp", envelope_to: tuple[str, ...] = ()) -> Letter:
    [letter] = accept_letters([Arrival(raw, door, envelope_to=envelope_to)])
    return letter


def open_letter(letter_id: int) -> Message | None:
    """Open one letter and return its message, if it made one."""
    assert open_letters([letter_id]) == {}
    return Message.objects.filter(letter=letter_id).first()


def receive_mail(text: str, *, door: str = "smtp", **fields: str) -> Message:
    """Let a mail in and read it."""
    message = open_letter(put_in(write_mail(text, **fields), door=door).pk)
    assert message is not None
    return message
