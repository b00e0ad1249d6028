"""What Outlook hides in winmail.dat (TNEF): the text and the files."""

from __future__ import annotations

from dataclasses import dataclass

from whydesk.mail.attachments import safe_name
from whydesk.mail.charsets import decode_text
from whydesk.mail.values import IncomingAttachment

MAX_FILES = 1000


@dataclass(frozen=True)
class Unpacked:
    """The contents of one winmail.dat."""

    files: tuple[IncomingAttachment, ...]
    text: str
    html: str


def is_winmail(file: IncomingAttachment) -> bool:
    """Say whether the file is such a bundle, by type, name or first bytes."""
    named = file.filename.lower() == "winmail.dat" or file.content_type.endswith("ms-tnef")
    return named and file.content[:4] == b"\x78\x9f\x3e\x22"


def unpack(file: IncomingAttachment) -> Unpacked | None:
    """Unpack it; None for one that is broken or empty, which then stays as it came."""
    # Imported here: hardly any mail needs it, and it costs memory.
    from tnefparse import TNEF

    try:
        bundle = TNEF(file.content, do_checksum=False)
        files = tuple(
            _file(one.long_filename() or one.name, one.data)
            for one in bundle.attachments[:MAX_FILES]
        )
        found = Unpacked(files, _text(bundle.body), _text(bundle.htmlbody))
    except Exception:  # the parser raises whatever broken bytes make it stumble over
        return None
    return found if found.files or found.text or found.html else None


def _file(name: object, data: object) -> IncomingAttachment:
    content = bytes(data) if isinstance(data, bytes | bytearray) else b""
    return IncomingAttachment(
        safe_name(_text(name)) or "attachment.bin", "application/octet-stream", content
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decode_text(value)
    return decode_text(value.encode("utf-8", "replace")) if isinstance(value, str) else ""
