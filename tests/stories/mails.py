"""Customers who write mails, and the answers that reach them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.mailroom.sink import Sink
from tests.stories.draining import drain
from tests.tickets.letters import put_in, write_mail
from whydesk.tickets.models import Message


def write_in(sender: str, subject: str, text: str, **headers: str) -> Message:
    """Let a customer's mail in; whatever it causes is done. Return what it became."""
    letter = put_in(write_mail(text, sender=sender, subject=subject, **headers))
    drain()
    return Message.objects.get(letter=letter)


def answer_mail(mail: EmailMessage, text: str) -> Message:
    """Let whoever got the mail answer it."""
    return write_in(
        str(mail["To"]), f"Re: {mail['Subject']}", text, In_Reply_To=str(mail["Message-ID"])
    )


def received(sink: Sink) -> list[EmailMessage]:
    """Return the mails that customers have got, in order."""
    mails = [message_from_bytes(one.content or b"", policy=policy.default) for one in sink.taken]
    return [mail for mail in mails if isinstance(mail, EmailMessage)]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())
