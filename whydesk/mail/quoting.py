"""The new words of a mail, apart from what it quotes: line by line, in linear time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from whydesk.mail.attributions import Attribution, find_attribution
from whydesk.mail.header_blocks import find_header_block, header_kind
from whydesk.mail.lines import MAX_LINE, is_quoted, is_rule, plain
from whydesk.mail.marks import Mark
from whydesk.mail.phrases import ABOVE, ABOVE_DRAWN, FORWARD_SUBJECT, FORWARDED, ORIGINAL
from whydesk.mail.signatures import without_signature

MAX_LINES = 5000
MAX_TEXT = 256 * 1024

_ABOVE = re.compile(
    rf"[\W_]*(?:please\s|пожалуйста,?\s|por favor,?\s|bitte\s)?.{{0,40}}{ABOVE}"
    rf"|[>\s]*[-#=*_~]{{2,}}\W{{0,10}}{ABOVE_DRAWN}",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    rf"[\s*]*[-_=—–─]{{2,}}[\s*]*{ORIGINAL}[\s*:]*(?:[-_=—–─]{{2,}}[\s*]*)?$"
    rf"|-{{4,}}\s?{ORIGINAL}\s?-{{4,}}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    rf"[\s*>]*(?:[-_=—–─]{{2,}}[\s*]*)?{FORWARDED}[\s*]*[:：]?[\s*]*[-_=—–─]*[\s*]*$", re.I
)
_BARE_FORWARD = re.compile(r"[\s*>]*fwd\b", re.I)


@dataclass
class _Split:
    """The stretches of new words found so far, and whether anything was taken for a quotation."""

    stretches: list[list[str]] = field(default_factory=lambda: [[]])
    forwarded: list[str] = field(default_factory=list)
    is_introduced: bool = False

    def keep(self, line: str) -> None:
        self.stretches[-1].append(line)

    def drop(self) -> None:
        if self.stretches[-1]:
            self.stretches.append([])

    @property
    def has_words(self) -> bool:
        return any(line.strip() for stretch in self.stretches for line in stretch)


def find_reply(
    text: str,
    marks: Mapping[int, Mark] | None = None,
    *,
    subject: str = "",
    sender: str = "",
) -> str:
    """Give the words that are new in this text, without quotations and signature.

    Answers between quoted lines are all kept. A mail that only forwards another
    keeps it: that is what its sender had to say.
    """
    lines = text.split("\n")
    window, rest = _window(lines)
    split = _read(window, marks or {}, is_forward=FORWARD_SUBJECT.match(subject) is not None)
    if not split.has_words and not split.forwarded and not split.is_introduced:
        return text.strip("\n").rstrip()
    if rest and window and split.stretches[-1][-1:] == window[-1:]:
        split.stretches[-1].extend(rest)
    return _joined(split, sender)


def cut_like(text: str, shorter: str) -> str:
    """Cut the text where another rendering of it ends, if it begins the same way.

    For the HTML beside a plain text: its marks tell quotations that the plain
    words do not. Spaces are not compared; any other difference keeps all.
    """
    wanted = "".join(shorter.split())
    if not wanted or not "".join(text.split()).startswith(wanted):
        return text
    missing = len(wanted)
    for place, sign in enumerate(text):
        missing -= not sign.isspace()
        if not missing:
            return text[: place + 1]
    return text


def _window(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut off what is too much for any pattern; it is kept or dropped as a whole."""
    size = 0
    for place, line in enumerate(lines[:MAX_LINES]):
        size += len(line) + 1
        if size > MAX_TEXT:
            return lines[:place], lines[place:]
    return lines[:MAX_LINES], lines[MAX_LINES:]


def _read(lines: Sequence[str], marks: Mapping[int, Mark], *, is_forward: bool) -> _Split:
    split = _Split()
    attributions = _attributions(lines, marks)
    place = 0
    while place < len(lines):
        line = lines[place]
        text = plain(line)
        attribution = attributions.get(place)
        if marks.get(place) is Mark.SIGNATURE:
            place += 1
        elif is_quoted(line) or attribution or marks.get(place):
            if attribution and attribution.words:
                split.keep(attribution.words)
            if is_forward and marks.get(place) is Mark.QUOTED:
                return _forward(split, lines, place)
            if text and _ABOVE.match(text):
                return _end(split)
            split.drop()
            split.is_introduced = split.is_introduced or not is_quoted(line)
            place = attribution.last + 1 if attribution else place + 1
            if attribution and not _quotes_next(lines, marks, place):
                return _end(split)
        elif len(text) < 200 and _ABOVE.match(text):
            return _end(split)
        elif _is_forward_marker(lines, place, text):
            return _forward(split, lines, place)
        elif (after := _skip_header(lines, place, text)) is not None:
            if is_forward or (not split.has_words and not _quotes_next(lines, marks, after)):
                return _forward(split, lines, place)
            if not _quotes_next(lines, marks, after):
                return _end(split)
            split.drop()
            split.is_introduced = True
            place = after
        else:
            split.keep(line)
            place += 1
    return split


def _attributions(lines: Sequence[str], marks: Mapping[int, Mark]) -> dict[int, Attribution]:
    """Find all attributions, by their first line."""
    found: dict[int, Attribution] = {}
    floor = 0
    for place, line in enumerate(lines):
        if marks.get(place) is Mark.ATTRIBUTION and not is_quoted(line):
            first = place
            while marks.get(first - 1) is Mark.ATTRIBUTION and first - 1 >= floor:
                first -= 1
            if not any(
                _is_forward_marker(lines, at, plain(lines[at])) for at in range(first, place + 1)
            ):
                found[first] = Attribution(first, place)
        elif len(line) <= MAX_LINE and (attribution := find_attribution(lines, place, floor)):
            found[attribution.first] = attribution
            floor = place + 1
    return found


def _skip_header(lines: Sequence[str], place: int, text: str) -> int | None:
    """Give the line after a header block, "Original message" line or both, if they begin here."""
    if not text:
        return None
    is_original = _ORIGINAL.match(text) is not None
    if header_kind(text) is None and not is_original and not is_rule(text):
        return None
    start = place + (is_original or is_rule(text))
    while start < len(lines) and start < place + 5 and not plain(lines[start]):
        start += 1
    if is_rule(text) and start < len(lines) and _ORIGINAL.match(plain(lines[start])):
        return _skip_header(lines, start, plain(lines[start]))
    last = find_header_block(lines, start) if start < len(lines) else None
    if last is not None:
        return last + 1
    return place + 1 if is_original else None


def _is_forward_marker(lines: Sequence[str], place: int, text: str) -> bool:
    if not text or len(text) > 160 or not _FORWARDED.match(text):
        return False
    if _BARE_FORWARD.match(text):
        return False
    return text[:1] in "-_=—–─*" or _header_is_near(lines, place + 1)


def _header_is_near(lines: Sequence[str], place: int) -> bool:
    near = [line.lstrip(" >") for line in lines[place : place + 6]]
    return any(header_kind(plain(line)) for line in near)


def _quotes_next(lines: Sequence[str], marks: Mapping[int, Mark], place: int) -> bool:
    """Say whether the next written line is marked as quoted, or introduces such a line."""
    for at in range(place, min(len(lines), place + 6)):
        if plain(lines[at]):
            if is_quoted(lines[at]) or marks.get(at) is Mark.QUOTED:
                return True
            return any(
                find_attribution(lines, end, at) is not None
                for end in range(at, min(at + 3, len(lines)))
            )
    return False


def _end(split: _Split) -> _Split:
    split.is_introduced = True
    return split


def _forward(split: _Split, lines: Sequence[str], place: int) -> _Split:
    split.forwarded = list(lines[place:])
    split.is_introduced = True
    return split


def _joined(split: _Split, sender: str) -> str:
    kept = [without_signature(stretch, sender) for stretch in split.stretches]
    if split.forwarded:
        kept.append(split.forwarded)
    return "\n\n".join("\n".join(stretch).strip("\n") for stretch in kept if stretch).strip()
