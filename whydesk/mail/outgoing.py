"""Values in, the bytes of a correct mail out."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from urllib.parse import quote

from whydesk.mail.addresses import Person
from whydesk.mail.fields import (
    ascii_address,
    encode_words,
    one_line,
    usable_ids,
    write_ids,
    write_people,
    write_text,
)
from whydesk.mail.markdown import lines_to_html, to_html, to_plain

MAX_REFERENCES = 20
MAX_QUOTE = 20_000

_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")


@dataclass(frozen=True)
class OutgoingFile:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Quote:
    """The customer's words below the answer, under a line in their language."""

    attribution: str
    text: str


@dataclass(frozen=True)
class OutgoingMail:
    """Everything a mail is made of. Message ids stand without brackets; `text` is Markdown.

    `unsubscribe_url` is where one POST ends mail of this kind (RFC 8058).
    """

    sender: Person
    to: tuple[Person, ...]
    subject: str
    text: str
    message_id: str
    at: datetime
    cc: tuple[Person, ...] = ()
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    signature: str = ""
    quote: Quote | None = None
    files: tuple[OutgoingFile, ...] = ()
    language: str = ""
    is_automatic: bool = False
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class _Part:
    """A piece of a mail: header fields that end in a line break, and what they are about."""

    fields: tuple[str, ...]
    body: bytes

    def as_bytes(self) -> bytes:
        return "".join(self.fields).encode("ascii") + b"\r\n" + self.body


def build(mail: OutgoingMail) -> bytes:
    """Write the mail as it travels; lines end in CRLF and are short enough for any server.

    :raises UnusableAddress: one of the addresses cannot stand in a mail.
    """
    seed = hashlib.sha256(mail.message_id.encode()).hexdigest()
    words = _multipart("alternative", seed[:24], _both_ways(mail))
    files = [_file(file) for file in mail.files]
    content = _multipart("mixed", seed[24:48], [words, *files]) if files else words
    return _Part((*_header(mail), *content.fields), content.body).as_bytes()


def make_message_id(ticket_id: int | None, randomness: str, address: str) -> str:
    """Name a mail of ours; the domain is the mailbox's, as filters like it."""
    domain = ascii_address(address).rpartition("@")[2]
    return f"t{ticket_id}.{randomness}@{domain}" if ticket_id else f"{randomness}@{domain}"


def choose_references(ancestors: Sequence[str], answered: str) -> tuple[str, ...]:
    """List a thread's ids as RFC 5322 asks: the root first, the answered one last.

    Of a long thread the root and the newest are kept: clients look at those,
    and some servers refuse endless header fields.
    """
    ids = usable_ids(one for one in ancestors if one != answered)
    if len(ids) >= MAX_REFERENCES:
        ids = (ids[0], *ids[2 - MAX_REFERENCES :])
    return (*ids, *usable_ids([answered]))


def _header(mail: OutgoingMail) -> list[str]:
    ids = usable_ids([mail.message_id])
    fields = [
        write_people("From", [mail.sender]),
        write_people("To", mail.to),
        write_people("Cc", mail.cc) if mail.cc else "",
        write_people("Reply-To", [Person(mail.sender.name, mail.reply_to)])
        if mail.reply_to
        else "",
        write_text("Subject", mail.subject),
        f"Date: {format_datetime(mail.at)}\r\n",
        write_ids("Message-ID", ids),
        write_ids("In-Reply-To", answered) if (answered := usable_ids([mail.in_reply_to])) else "",
        write_ids("References", known) if (known := usable_ids(mail.references)) else "",
        "MIME-Version: 1.0\r\n",
    ]
    if mail.is_automatic:
        fields += ["Auto-Submitted: auto-generated\r\n", "X-Auto-Response-Suppress: All\r\n"]
    if mail.unsubscribe_url:
        fields += [
            f"List-Unsubscribe:\r\n <{one_line(mail.unsubscribe_url)}>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        ]
    return [field for field in fields if field]


def _both_ways(mail: OutgoingMail) -> list[_Part]:
    said = (mail.text, mail.signature, mail.quote)
    return [_plain(*said), _html(*said, mail.language)]


# A thousand customers may be told the same: what it says is written once.
@lru_cache(maxsize=6)
def _plain(text: str, signature: str, quote: Quote | None) -> _Part:
    sections = [to_plain(text)]
    if signature:
        sections.append(f"-- \n{signature}")
    if quote:
        lines = quote.text[:MAX_QUOTE].strip().split("\n")
        quoted = [f">{line}" if line.startswith(">") else f"> {line}" for line in lines]
        sections.append("\n".join([quote.attribution, *(line.rstrip() for line in quoted)]))
    return _words("plain", "\n\n".join(sections) + "\n")


@lru_cache(maxsize=6)
def _html(text: str, signature: str, quote: Quote | None, language: str) -> _Part:
    sections = [to_html(text)]
    if signature:
        sections.append(f"<p>-- <br>\n{lines_to_html(signature)}</p>\n")
    if quote:
        # Clients fold what carries this class or this type; elsewhere it is a plain quote.
        sections.append(
            f'<div class="gmail_quote"><p>{escape(quote.attribution)}</p>\n'
            '<blockquote type="cite" style="margin:0 0 0 .8ex;'
            'border-left:1px solid #ccc;padding-left:1ex">'
            f"{lines_to_html(quote.text[:MAX_QUOTE].strip())}</blockquote></div>\n"
        )
    marked = f' lang="{escape(language)}"' if language else ""
    body = "".join(sections)
    return _words(
        "html", f'<!doctype html>\n<html{marked}><body dir="auto">\n{body}</body></html>\n'
    )


def _words(subtype: str, text: str) -> _Part:
    """Encode text so that no server needs to: as it is, or in whichever form is shorter."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    is_plain = clean.isascii() and all(
        len(line) <= 78 and not line.startswith(b"From ") for line in clean.split(b"\n")
    )
    if is_plain:
        encoding, body = "7bit", clean
    elif sum(byte < 128 for byte in clean) * 4 > len(clean) * 3:
        encoding, body = "quoted-printable", binascii.b2a_qp(clean, istext=True)
    else:
        encoding, body = "base64", base64.encodebytes(clean.replace(b"\n", b"\r\n"))
    fields = (
        f"Content-Type: text/{subtype}; charset=utf-8\r\n",
        f"Content-Transfer-Encoding: {encoding}\r\n",
    )
    return _Part(fields, body.replace(b"\n", b"\r\n"))


def _file(file: OutgoingFile) -> _Part:
    """Attach a file; its name in RFC 2231 for those who follow it, in RFC 2047 for the rest."""
    given = file.content_type.lower().partition(";")[0].strip()
    content_type = given if _TYPE.fullmatch(given) else "application/octet-stream"
    name = one_line(file.filename).replace("/", "_").replace("\\", "_")[:255] or "file"
    if name.isascii():
        quoted = name.replace('"', "'")
        old, new = f'name="{quoted}"', f'filename="{quoted}"'
    else:
        old = 'name="' + "\r\n ".join(encode_words(name)) + '"'
        new = ";\r\n ".join(_continued("filename", name))
    fields = (
        f"Content-Type: {content_type};\r\n {old}\r\n",
        f"Content-Disposition: attachment;\r\n {new}\r\n",
        "Content-Transfer-Encoding: base64\r\n",
    )
    return _Part(fields, base64.encodebytes(file.content).replace(b"\n", b"\r\n"))


def _continued(parameter: str, value: str) -> list[str]:
    """Cut a parameter's value into RFC 2231 sections, never inside an encoded byte."""
    units = re.findall(r"%[0-9A-F]{2}|.", quote(value, safe=""))
    step = 18
    pieces = ["".join(units[at : at + step]) for at in range(0, len(units), step)]
    pieces[0] = "utf-8''" + pieces[0]
    if len(pieces) == 1:
        return [f"{parameter}*={pieces[0]}"]
    return [f"{parameter}*{number}*={piece}" for number, piece in enumerate(pieces)]


def _multipart(subtype: str, seed: str, parts: Sequence[_Part]) -> _Part:
    # "=_" occurs in no encoded body, and nobody can guess the rest before it is sent.
    boundary = f"=_{seed}"
    opening = f"--{boundary}\r\n".encode()
    body = b"".join(opening + part.as_bytes() + b"\r\n" for part in parts)
    fields = (f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n',)
    return _Part(fields, body + f"--{boundary}--\r\n".encode())
