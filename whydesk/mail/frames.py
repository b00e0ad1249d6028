"""What goes through the pipe between a desk and its reader: lengths and bytes, no pickle."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from whydesk.mail.addresses import Person
from whydesk.mail.values import Automatic, BounceReport, IncomingAttachment, IncomingMail


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """Read one frame; None where the other side has closed the pipe or died."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    data = pipe.read(size)
    return data if len(data) == size else None


def write_mail(pipe: IO[bytes], mail: IncomingMail) -> None:
    """Write one frame of JSON, then one frame for each attachment."""
    facts: dict[str, Any] = {name: getattr(mail, name) for name in mail.__dataclass_fields__}
    facts["date"] = mail.date.isoformat() if mail.date else None
    facts["bounce"] = asdict(mail.bounce) if mail.bounce else None
    facts["attachments"] = [
        {
            "filename": file.filename,
            "content_type": file.content_type,
            "content_id": file.content_id,
            "is_inline": file.is_inline,
        }
        for file in mail.attachments
    ]
    write_frame(pipe, json.dumps(facts).encode())
    for file in mail.attachments:
        write_frame(pipe, file.content)
    pipe.flush()


def read_answer(pipe: IO[bytes]) -> IncomingMail | str | None:
    """Read a mail, or the sentence that says why there is none; None if the pipe broke."""
    head = read_frame(pipe)
    if head is None:
        return None
    facts: dict[str, Any] = json.loads(head)
    if "error" in facts:
        return str(facts["error"])
    files: list[IncomingAttachment] = []
    for file in facts["attachments"]:
        content = read_frame(pipe)
        if content is None:
            return None
        files.append(IncomingAttachment(content=content, **file))
    return _mail(facts | {"attachments": tuple(files)})


def _mail(facts: dict[str, Any]) -> IncomingMail:
    for name in ("to", "cc"):
        facts[name] = tuple(Person(*person) for person in facts[name])
    for name in ("references", "delivered_to", "defects"):
        facts[name] = tuple(facts[name])
    facts["date"] = datetime.fromisoformat(facts["date"]) if facts["date"] else None
    facts["automatic"] = Automatic(facts["automatic"])
    if facts["bounce"]:
        recipients = tuple(facts["bounce"]["recipients"])
        facts["bounce"] = BounceReport(**facts["bounce"] | {"recipients": recipients})
    return IncomingMail(**facts)
