"""The From/Sent/To/Subject lines that Outlook and phones put above an older mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whydesk.mail.lines import plain
from whydesk.mail.phrases import HEADER_KEYS

MAX_LINES = 40

_KINDS = {
    " ".join(key.replace("\\", "").split()).casefold(): kind
    for kind, keys in reversed(HEADER_KEYS.items())
    for key in re.split(r"[|\n]", keys)
}
_KEY = re.compile(r"[\s*_>|]{0,6}([^\W\d_][^:：*<>@]{0,24}?)[\s*_]{0,3}[:：][\s*_]{0,4}(.*)$")
_ADDRESS = re.compile(r"[^\s<>()\[\]@]{1,100}@[^\s<>()\[\]@]{1,100}|mailto:", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}\s?[:.h時时点시]\s?\d{2}\b")


def header_kind(line: str) -> tuple[str, str] | None:
    """Give the meaning and the value of a line like "Sent: Monday …", if it is one."""
    match = _KEY.match(line[:500])
    if match is None:
        return None
    kind = _KINDS.get(" ".join(match[1].split()).casefold())
    return (kind, match[2]) if kind else None


def find_header_block(lines: Sequence[str], first: int) -> int | None:
    """Give the last line of the header block that begins on line `first`, if one does."""
    kinds: set[str] = set()
    has_address = has_time = False
    last, strays = first - 1, 0
    for place in range(first, min(len(lines), first + MAX_LINES)):
        line = plain(lines[place])
        found = header_kind(line) if line else None
        if found is None:
            if place == first:
                return None
            strays += 1 + (not line and place > first + 1 and not plain(lines[place - 1]))
            if strays > (3 if line else 2) or (not line and len(kinds) >= 4):
                break
            has_address = has_address or (strays == 1 and _ADDRESS.search(line) is not None)
            continue
        kind, value = found
        kinds.add(kind)
        has_address = has_address or (kind != "subject" and _ADDRESS.search(value) is not None)
        has_time = has_time or (kind == "date" and _TIME.search(value) is not None)
        last, strays = place, 0
    return last if _is_header(kinds, has_address=has_address, has_time=has_time) else None


def _is_header(kinds: set[str], *, has_address: bool, has_time: bool) -> bool:
    """Tell a mail's header from a list the customer wrote ("From: Riga, To: Oslo")."""
    known = kinds - {"other"}
    if len(known) < 2 or not (has_address or has_time):
        return False
    if "from" not in known:
        return "date" in known and bool(known & {"to", "subject"})
    return bool(known & {"date", "subject"}) or (has_address and "to" in known)
