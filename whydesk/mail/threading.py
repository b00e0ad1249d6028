"""Which earlier message a mail answers: ids in its header, a signed token in its address."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from typing import Protocol

MAX_IDS = 200
MAX_ID = 512

_ID = re.compile(r"<([^<>]{1,998})>")
_BARE_ID = re.compile(r"[^\s<>,;()\"']{1,998}@[^\s<>,;()\"']{1,998}")
_TOKEN = re.compile(r"\+t([1-9]\d{0,17})\.([a-z2-7]{16})@")


class Threaded(Protocol):
    """What is asked of a mail here."""

    @property
    def in_reply_to(self) -> str: ...
    @property
    def references(self) -> tuple[str, ...]: ...


def read_ids(text: str) -> tuple[str, ...]:
    """Give the message ids in a field, without brackets, each once, in order.

    Outlook sends lists of hundreds: the first (the thread's root) and the last
    are kept. An empty id is no id.
    """
    found: dict[str, None] = {}
    matches = _ID.findall(text) or _BARE_ID.findall(text)
    for match in matches:
        message_id = "".join(match.split())
        if 0 < len(message_id) <= MAX_ID:
            found.setdefault(message_id)
    ids = tuple(found)
    return ids if len(ids) <= MAX_IDS else (ids[0], *ids[1 - MAX_IDS :])


def read_id(text: str) -> str:
    """Give the one message id of a field, or an empty string."""
    ids = read_ids(text)
    if ids:
        return ids[0]
    bare = "".join(text.split()).strip("<>")
    return bare if len(bare) <= MAX_ID else ""


def our_ids(mail: Threaded, domain: str) -> tuple[str, ...]:
    """Give the ids that this desk made, the nearest ancestor first."""
    ours = "@" + domain.lower()
    candidates = (mail.in_reply_to, *reversed(mail.references))
    found = {one: None for one in candidates if one and one.lower().endswith(ours)}
    return tuple(found)


def make_reply_address(address: str, ticket_id: int, secret: str) -> str:
    """Add a signed token to an address: support@host → support+t31.<signature>@host."""
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0]
    return f"{local}+t{ticket_id}.{_sign(ticket_id, secret)}@{domain}"


def find_reply_token(addresses: Iterable[str], secret: str) -> int | None:
    """Give the ticket id of the first address with a token that we signed."""
    for address in addresses:
        match = _TOKEN.search(address.lower())
        if match and hmac.compare_digest(match[2], _sign(int(match[1]), secret)):
            return int(match[1])
    return None


def _sign(ticket_id: int, secret: str) -> str:
    digest = hmac.digest(secret.encode(), f"reply address {ticket_id}".encode(), "sha256")
    return base64.b32encode(digest[:10]).decode("ascii").lower()
