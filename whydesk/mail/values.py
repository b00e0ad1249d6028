"""What reading a mail gives: plain values, nothing of Django, nothing unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from whydesk.mail.addresses import Person


class Automatic(StrEnum):
    """What kind of machine wrote a mail, if one did."""

    NONE = ""
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    BOUNCE = "bounce"
    LIST = "list"


@dataclass(frozen=True)
class BounceReport:
    """Who was not reached, and why. `original_message_id` has no brackets."""

    recipients: tuple[str, ...] = ()
    status: str = ""
    diagnostic: str = ""
    is_permanent: bool = True
    original_message_id: str = ""


@dataclass(frozen=True)
class IncomingAttachment:
    """A file that came with a mail."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class IncomingMail:
    """A mail as read. Message ids stand without brackets; an absent one is an empty string."""

    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    automatic: Automatic = Automatic.NONE
    bounce: BounceReport | None = None
    body_text: str = ""
    reply_text: str = ""
    html: str = ""
    attachments: tuple[IncomingAttachment, ...] = ()
    list_id: str = ""
    delivered_to: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()

    @property
    def is_auto_reply(self) -> bool:
        return self.automatic in (Automatic.AUTO_REPLY, Automatic.OUT_OF_OFFICE)

    @property
    def is_bounce(self) -> bool:
        return self.automatic is Automatic.BOUNCE

    def to_json(self) -> dict[str, Any]:
        """Give the mail as `whydesk mail read` prints it; people are their addresses."""
        return {
            "from_address": self.from_address,
            "from_name": self.from_name,
            "to": [person.address for person in self.to],
            "cc": [person.address for person in self.cc],
            "subject": self.subject,
            "message_id": self.message_id,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "date": self.date.isoformat() if self.date else None,
            "is_auto_reply": self.is_auto_reply,
            "is_bounce": self.is_bounce,
            "body_text": self.body_text,
            "reply_text": self.reply_text,
            "html": self.html,
            "attachments": [
                {"filename": file.filename, "content_type": file.content_type, "size": file.size}
                for file in self.attachments
            ],
        }
