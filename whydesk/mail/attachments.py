"""The files of a mail: names made safe, winmail.dat unpacked, nested mails as .eml."""

from __future__ import annotations

import mimetypes
import re

from whydesk.mail.headers import decode_words
from whydesk.mail.structure import Part
from whydesk.mail.values import IncomingAttachment

MAX_NAME = 200

_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]")
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "text/rfc822-headers": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "application/octet-stream": ".bin",
}


def read_attachment(part: Part, html: str) -> IncomingAttachment:
    """Decode one part into a file; it is inline where the HTML shows it."""
    disposition, parameters = part.headers.content("content-disposition")
    content_id = part.headers.plain("content-id").strip("<> ")[:256]
    name = parameters.get("filename") or part.parameters.get("name") or ""
    shown = bool(content_id) and f"cid:{content_id}" in html
    is_inline = shown or (disposition == "inline" and part.content_type.startswith("image/"))
    content_type = part.content_type[:128]
    return IncomingAttachment(
        safe_name(name) or _made_name(part), content_type, part.content(), content_id, is_inline
    )


def safe_name(name: str) -> str:
    """Keep the last step of a path, without signs that mislead a file system or a reader."""
    name = _UNSAFE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if len(name) > MAX_NAME:
        _, dot, extension = name.rpartition(".")
        keep = extension if dot and len(extension) <= 10 else ""
        name = f"{name[: MAX_NAME - len(keep) - 1]}.{keep}" if keep else name[:MAX_NAME]
    return name


def _made_name(part: Part) -> str:
    """Name a file that came without a name."""
    kind = part.content_type
    extension = _EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    if kind == "message/rfc822":
        subject = _nested_subject(part)
        return (safe_name(subject)[:100] or "message") + extension
    stem = "picture" if kind.startswith("image/") else "attachment"
    return "invitation.ics" if kind == "text/calendar" else stem + extension


def _nested_subject(part: Part) -> str:
    head = part.raw[part.start : min(part.end, part.start + 16384)]
    match = re.search(rb"(?im)^subject:(.{0,998}(?:\r?\n[ \t].{0,998}){0,5})", head)
    return decode_words(match[1]) if match else ""
