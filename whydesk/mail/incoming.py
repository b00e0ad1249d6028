"""Bytes to `IncomingMail`. Anything that is bytes is a mail; nothing raises."""

from __future__ import annotations

from whydesk.mail.addresses import Person, addresses_in, read_people
from whydesk.mail.attachments import read_attachment
from whydesk.mail.automatic import recognise
from whydesk.mail.bodies import MAX_TEXT, read_body
from whydesk.mail.bounces import find_bounce
from whydesk.mail.dates import read_date
from whydesk.mail.headers import Headers
from whydesk.mail.quoting import find_reply
from whydesk.mail.structure import read_structure
from whydesk.mail.threading import read_id, read_ids
from whydesk.mail.values import Automatic, BounceReport, IncomingAttachment, IncomingMail

__all__ = [
    "Automatic",
    "BounceReport",
    "IncomingAttachment",
    "IncomingMail",
    "Person",
    "read_mail",
]

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")


def read_mail(raw: bytes) -> IncomingMail:
    """Read one mail."""
    root, defects = read_structure(raw)
    headers, charset = root.headers, root.charset
    body = read_body(root)
    sender = _sender(headers, charset)
    text = body.readable.text[:MAX_TEXT]
    subject = headers.text("subject", charset)
    bounce = find_bounce(root, sender.address, subject, text)
    automatic = Automatic.BOUNCE if bounce else recognise(root, sender.address, subject, text)
    replies = read_people(headers.raw("reply-to"), charset)
    return IncomingMail(
        from_address=sender.address,
        from_name=sender.name,
        reply_to=replies[0].address if replies else "",
        to=_people(headers, "to", charset),
        cc=_people(headers, "cc", charset),
        subject=subject,
        message_id=read_id(headers.plain("message-id")),
        in_reply_to=next(iter(read_ids(headers.plain("in-reply-to"))), ""),
        references=read_ids(headers.plain("references")),
        date=read_date(headers.plain("date")),
        automatic=automatic,
        bounce=bounce,
        body_text=text.strip("\n"),
        reply_text=find_reply(text, body.readable.marks, subject=subject, sender=sender.name),
        html=body.html,
        attachments=tuple(read_attachment(part, body.html) for part in body.files),
        list_id=headers.text("list-id", charset),
        delivered_to=_delivered_to(headers),
        defects=tuple(dict.fromkeys(defects)),
    )


def _sender(headers: Headers, charset: str) -> Person:
    """Give who wrote: the first From that holds an address, else Sender or Return-Path."""
    for name in ("from", "sender", "reply-to", "return-path"):
        for value in headers.all_raw(name)[:5]:
            people = read_people(value[:65536], charset)
            if people:
                return people[0]
    return Person("", "")


def _people(headers: Headers, name: str, charset: str) -> tuple[Person, ...]:
    people = [one for value in headers.all_raw(name)[:50] for one in read_people(value, charset)]
    return tuple(people[:10_000])


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    return addresses_in([value for name in _DELIVERED for value in headers.all_raw(name)])
