"""One line of mail made plain for matching."""

from __future__ import annotations

import re

MAX_LINE = 1000

_MARKS = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
)
_INVISIBLE: dict[int, str | None] = dict.fromkeys(map(ord, _MARKS))
_INVISIBLE |= dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\t"), " ")
_ODD = re.compile("[" + "".join(map(chr, _INVISIBLE)) + "]")
_QUOTE = re.compile(r" {0,3}>")
_RULE = re.compile(r"\s*(?:[_*=~\-—–─━]\s?){5,}\s*$")


def plain(line: str) -> str:
    """Take invisible signs out, make odd spaces plain, trim; long lines are cut."""
    line = line[:MAX_LINE]
    if _ODD.search(line):
        line = line.translate(_INVISIBLE)
    return line.strip()


def is_quoted(line: str) -> bool:
    """Say whether the line is marked as quoted, with ">" at its start."""
    return _QUOTE.match(line) is not None


def is_rule(line: str) -> bool:
    """Say whether the line is drawn, not written."""
    return len(line) < 200 and _RULE.match(line) is not None
