"""Reading mbox files of any size, a mail at a time, in bounded memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 64 * 1024

# A mail begins with a line "From ", a sender and a date as C's asctime writes
# it. People begin lines with "From 10:30 until …", too, and not every program
# escapes those, so a weekday, a month and a time must be there.
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SEPARATOR = re.compile(
    rb"From [^\n]{0,500}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? {1,2}"
    rb"(?:\d{1,2} " + _MONTH + rb" \d{2,4}|" + _MONTH + rb" {1,2}\d{1,2}) {1,2}\d{1,2}:\d\d"
)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass
class Span:
    """One mail in an mbox, and where it stands.

    `line` is the number of its first line, `ends_at` the byte behind its last.
    Of a mail that is larger than allowed only the beginning is there.
    """

    line: int
    raw: bytes = b""
    size: int = 0
    ends_at: int = 0


def is_mbox(start: bytes) -> bool:
    """Tell from its first bytes whether a file is an mbox."""
    return start.startswith(b"From ")


def read_mbox(file: BinaryIO, *, most_bytes: int) -> Iterator[Span]:
    """Yield the mails of an mbox, without the ">" put before "From " in their lines."""
    span: Span | None = None
    pieces: list[bytes] = []
    for number, position, piece in _pieces(file):
        if number and piece.startswith(b"From ") and (span is None or _SEPARATOR.match(piece)):
            if span is not None:
                yield _whole(span, pieces)
            span, pieces = Span(number, ends_at=position + len(piece)), []
        elif span is not None:
            span.size += len(piece)
            span.ends_at = position + len(piece)
            if span.size <= most_bytes:
                pieces.append(piece)
    if span is not None:
        yield _whole(span, pieces)


def _pieces(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield the lines with their number and place; of a long one also the rest, numbered 0."""
    number = position = 0
    is_start = True
    while piece := file.readline(PIECE):
        number += is_start
        yield number if is_start else 0, position, piece
        position += len(piece)
        is_start = piece.endswith(b"\n")


def _whole(span: Span, pieces: list[bytes]) -> Span:
    if pieces and pieces[-1] in (b"\n", b"\r\n"):
        span.size -= len(pieces.pop())  # the blank line before the next separator
    span.raw = _ESCAPED.sub(rb"\1", b"".join(pieces))
    return span
