"""The line above a quotation that says whose words follow, and when they were written.

There are as many forms as clients and languages, so evidence is weighed rather
than each form listed: a date, a time, an address, a verb, a colon at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whydesk.mail.lines import is_quoted, plain
from whydesk.mail.phrases import LEADS, MONTHS, WROTE_INSIDE, WROTE_LAST

MAX_LINES = 5
MAX_LENGTH = 600
# How much of the end of a text is searched for a verb.
TAIL = 60

_VERB_END = re.compile(rf"(?:^|[\s>\]\)\"'»,;@\w]){WROTE_LAST}\s*[:：]?[\s*_\-]*$", re.IGNORECASE)
_VERB_END_LOOSE = re.compile(
    rf"(?:^|[\s>\]\)\"'»,;.]){WROTE_LAST}(?:\s\(?[^:@<>]{{0,60}})?\s?[:：]\s*$", re.IGNORECASE
)
_VERB_INSIDE = re.compile(rf"(?:^|\s|\d){WROTE_INSIDE}(?:\s|\d)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\]@]{1,100}@[^\s<>()\[\]@]{1,100}")
_NUMERIC_DATE = re.compile(
    r"\b\d{1,2}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{2,4}|\b\d{4}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{1,2}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]"
)
_NAMED_DATE = re.compile(
    rf"(?:\b\d{{1,2}}(?:\.|st|nd|rd|th|º)?[\s\-]+(?:de\s|d'|ta'\s)?{MONTHS}"
    rf"|\b{MONTHS}[\w.]{{0,8}}\s+\d{{1,2}}\b|\bthg \d)",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<![\d.])\d{1,2}\s?[:.h時시]\s?\d{2}(?![.\d]|\w{2})")
_YEAR = re.compile(r"\b20\d\d\b")
_LEAD = re.compile(rf"[\s>*\-—\"(]*{LEADS}[\s,]", re.IGNORECASE)
_DATE_FIRST = re.compile(r"[\s>*\-—]*(?:\w{2,13}\.?,?\s)?\d{1,4}[\s./\-年]")
_MYSELF = re.compile(
    r"(?:\b(?:i|we|you)|(?:^|\s)(?:я|мы|вы|ты)(?:\s\w+)?)\s+(?:wrote|have written|said|sent|писал|"
    r"писала|написал|написала|написали|писали|сообщил|сообщила)\s*[:：]?$",
    re.IGNORECASE,
)
# Words of a reply before the attribution, on the same line (some phones do so).
_GLUED = re.compile(
    r"(?:(?<=\s)|(?<=-{2}))(?:-{2,}\s?)?(?:On|Em|El|Le|Am|Il giorno)\s"
    r"(?=[A-Za-zà-ú]{2,9}[.,]{0,2}\s[^:]{0,40}\d|\d)"
)


@dataclass(frozen=True)
class Attribution:
    """An attribution on lines `first` to `last`; `words` stood before it on its first line."""

    first: int
    last: int
    words: str = ""


def find_attribution(lines: Sequence[str], last: int, floor: int) -> Attribution | None:
    """Find an attribution that ends on line `last` and begins on `floor` or below."""
    ending = plain(lines[last])
    if not _may_end(ending) or is_quoted(lines[last]):
        return None
    followed = _is_followed_by_quote(lines, last)
    text = ""
    for first in range(last, max(floor, last - MAX_LINES + 1) - 1, -1):
        line = plain(lines[first])
        if not line or is_quoted(lines[first]):
            break
        text = f"{line} {text}".strip()
        if len(text) > MAX_LENGTH:
            break
        if _is_attribution(text, is_followed=followed):
            first = _with_lead(lines, first, floor)
            return _unglued(lines, first, last)
    return None


def _may_end(line: str) -> bool:
    """Rule most lines out cheaply."""
    ending = line.rstrip(" *_-")
    if not ending or ending[-1] in ".,!?;…":
        return False
    if ending[-1] in ":：>]":
        return True
    return len(line) < 400 and _VERB_END.search(ending[-TAIL:]) is not None


def _is_attribution(text: str, *, is_followed: bool) -> bool:
    ending = text.rstrip(" *_-")
    has_colon = ending.endswith((":", "："))
    verb_last = _VERB_END.search(ending[-TAIL:]) is not None
    if not (has_colon or verb_last or is_followed):
        return False
    address = _ADDRESS.search(text) is not None
    has_time = _TIME.search(text) is not None
    has_date = _has_date(text) or (address and has_time and _YEAR.search(text) is not None)
    if address and has_date and (has_time or verb_last) and (has_colon or verb_last):
        return len(text) < 250 or _opens(text)
    verb = verb_last or (has_date and has_colon and _VERB_INSIDE.search(text) is not None)
    if address and has_date and verb:
        return len(text) < 250 or _opens(text)
    if verb and has_date and (has_time or is_followed) and not _MYSELF.search(ending[-TAIL:-1]):
        return _opens(text)
    if is_followed:
        return _is_introduction(text, has_date=has_date, address=address, verb=verb_last)
    return address and verb_last and has_colon and len(text) < 160


def _has_date(text: str) -> bool:
    return _NUMERIC_DATE.search(text) is not None or _NAMED_DATE.search(text) is not None


def _is_introduction(text: str, *, has_date: bool, address: bool, verb: bool) -> bool:
    """Judge less evidence, where quoted lines follow."""
    ending = text.rstrip(" *_-")
    if has_date and _opens(text) and (address or _TIME.search(text)):
        return ending.endswith((":", "：", ">")) and len(text) < 250
    if not verb and _VERB_END_LOOSE.search(ending[-2 * TAIL :]) is None:
        return False
    return len(text) < 160 and (address or len(text.split()) <= 9)


def _opens(text: str) -> bool:
    """Say whether the text begins as attributions do, not in the middle of a sentence."""
    if _begins(text):
        return True
    return _has_date(text[:48]) or _ADDRESS.search(text[:120]) is not None or len(text) < 100


def _with_lead(lines: Sequence[str], first: int, floor: int) -> int:
    """Take the lines above in, where the attribution plainly began there."""
    if _begins(plain(lines[first])):
        return first
    for above in range(first - 1, max(floor, first - MAX_LINES + 1) - 1, -1):
        text = plain(lines[above])
        if not text or len(text) > 120 or is_quoted(lines[above]):
            break
        if _begins(text) and _has_date(text):
            return above
    return first


def _begins(text: str) -> bool:
    return _LEAD.match(text) is not None or _DATE_FIRST.match(text) is not None


def _unglued(lines: Sequence[str], first: int, last: int) -> Attribution:
    line = plain(lines[first])
    glued = list(_GLUED.finditer(line))
    if not glued or _LEAD.match(line):
        return Attribution(first, last)
    return Attribution(first, last, line[: glued[-1].start()].rstrip(" -"))


def _is_followed_by_quote(lines: Sequence[str], last: int) -> bool:
    for line in lines[last + 1 : last + 5]:
        if line.strip():
            return is_quoted(line)
    return False
