"""Bytes to `IncomingMail`. Anything that is bytes is a mail; nothing raises."""

from __future__ import annotations

import re

from whydesk.mail.addresses import Person, addresses_in, read_people
from whydesk.mail.attachments import read_attachment
from whydesk.mail.automatic import recognise
from whydesk.mail.bodies import MAX_TEXT, Body, read_body
from whydesk.mail.bounces import find_bounce
from whydesk.mail.dates import read_date
from whydesk.mail.headers import Headers
from whydesk.mail.quoting import cut_like, find_reply
from whydesk.mail.readable import Readable, read_html
from whydesk.mail.structure import read_structure
from whydesk.mail.threading import read_id, read_ids
from whydesk.mail.values import Automatic, BounceReport, IncomingAttachment, IncomingMail
from whydesk.mail.winmail import is_winmail, unpack

__all__ = [
    "Automatic",
    "BounceReport",
    "IncomingAttachment",
    "IncomingMail",
    "Person",
    "read_mail",
]

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")

_MARKED_QUOTE = re.compile(
    r"gmail_quote|<blockquote|divrplyfwdmsg|appendonsend|yahoo_quoted|moz-cite|protonmail_quote|"
    r"solid #?(?:e1e1e1|b5c4df)",
    re.IGNORECASE,
)


def read_mail(raw: bytes) -> IncomingMail:
    """Read one mail."""
    root, defects = read_structure(raw)
    headers, charset = root.headers, root.charset
    body = read_body(root)
    files, hidden = _files(body)
    readable = hidden if hidden and not body.readable.text.strip() else body.readable
    text = readable.text[:MAX_TEXT]
    sender = _sender(headers, charset)
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
        reply_text=_reply(readable, text, body.html, subject, sender.name),
        html=body.html,
        attachments=files,
        list_id=headers.text("list-id", charset),
        delivered_to=_delivered_to(headers),
        defects=tuple(dict.fromkeys(defects)),
    )


def _reply(readable: Readable, text: str, html: str, subject: str, sender: str) -> str:
    """Find the new words; where plain text hides what is quoted, ask the HTML beside it."""
    reply = find_reply(text, readable.marks, subject=subject, sender=sender)
    if reply != text.strip() or readable.is_from_html or not _MARKED_QUOTE.search(html):
        return reply
    rich = read_html(html)
    return cut_like(reply, find_reply(rich.text, rich.marks, subject=subject, sender=sender))


def _files(body: Body) -> tuple[tuple[IncomingAttachment, ...], Readable | None]:
    """Read the attachments, winmail.dat unpacked; give them with the text found in it."""
    files: list[IncomingAttachment] = []
    hidden: Readable | None = None
    for part in body.files:
        file = read_attachment(part, body.html)
        bundle = unpack(file) if is_winmail(file) else None
        files.extend(bundle.files if bundle else (file,))
        if bundle and bundle.text.strip():
            hidden = Readable(bundle.text.replace("\r\n", "\n").split("\n"))
        elif bundle and bundle.html:
            hidden = read_html(bundle.html)
    return tuple(files), hidden


def _sender(headers: Headers, charset: str) -> Person:
    """Give who wrote: the first From that holds an address, else Sender or Return-Path."""
    for name in ("from", "sender", "reply-to", "return-path"):
        for value in headers.all_raw(name)[:5]:
            people = read_people(value[:65536], charset)
            if people:
                named = people[0].name or (headers.text("from", charset)[:256] * (name != "from"))
                return Person(named, people[0].address)
    return Person(headers.text("from", charset).strip("\"'<> ")[:256], "")


def _people(headers: Headers, name: str, charset: str) -> tuple[Person, ...]:
    people = [one for value in headers.all_raw(name)[:50] for one in read_people(value, charset)]
    return tuple(people[:10_000])


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    return addresses_in([value for name in _DELIVERED for value in headers.all_raw(name)])
