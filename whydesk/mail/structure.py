"""The tree of a mail's parts, as offsets into its bytes: nothing is copied or decoded.

The standard library's parser reads every line of every attachment into text and
needs 6 s for 20,000 parts; this one looks for boundaries only, and stops at
`MAX_PARTS` parts and `MAX_DEPTH` levels, so that it is linear whatever comes.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from whydesk.mail.charsets import decode_text
from whydesk.mail.headers import Headers, decode_base64, read_headers

MAX_PARTS = 1000
MAX_DEPTH = 40

_FIRST_LINE = re.compile(rb"\s{0,512}--([!-~ ]{1,128}?)[ \t]*\r?\n")
_BLANK_START = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{1,4096}")
_NO_TYPE = {"text": "text/plain", "html": "text/html", "plain": "text/plain"}


@dataclass
class Part:
    """One part: its header, and where its body stands in the raw mail."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    default_type: str = "text/plain"
    children: list[Part] = field(default_factory=list)
    content_type: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        name, self.parameters = self.headers.content("content-type")
        name = _NO_TYPE.get(name, name)
        self.content_type = name if name.count("/") == 1 else self.default_type

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)

    @property
    def charset(self) -> str:
        return self.parameters.get("charset", "")

    def content(self) -> bytes:
        """Undo the transfer encoding."""
        encoding = self.headers.plain("content-transfer-encoding").lower().strip("\"' ;")
        data = memoryview(self.raw)[self.start : self.end]
        if encoding == "base64":
            return decode_base64(data)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(data)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return decode_uu(bytes(data))
        return bytes(data)

    def text(self) -> str:
        return decode_text(self.content(), self.charset)

    def walk(self) -> Iterator[Part]:
        """Give this part and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class _Count:
    """What one reading has met so far."""

    parts: int = 1
    defects: list[str] = field(default_factory=list)


def read_structure(raw: bytes) -> tuple[Part, list[str]]:
    """Read the tree of parts; give it with the defects met, as sentences."""
    count = _Count()
    blank = _BLANK_START.match(raw)
    headers, start = read_headers(raw, blank.end() if blank else 0, len(raw))
    root = Part(raw, headers, start, len(raw))
    _read_children(root, count, 0)
    return root, count.defects


def _read_children(part: Part, count: _Count, depth: int) -> None:
    if not part.content_type.startswith("multipart/"):
        return
    if depth >= MAX_DEPTH:
        count.defects.append(f"Parts nested deeper than {MAX_DEPTH} levels were not opened.")
        return
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for start, end in _ranges(part, count):
        headers, body = read_headers(part.raw, start, end)
        if body > start or end > start:
            child = Part(part.raw, headers, min(body, end), end, default)
            part.children.append(child)
            _read_children(child, count, depth + 1)
    if not part.children:
        part.content_type = "text/plain"
        count.defects.append("A part said it has parts, but none was found.")


def _ranges(part: Part, count: _Count) -> list[tuple[int, int]]:
    """Find where each part between the boundary lines begins and ends."""
    raw, boundary = part.raw, part.parameters.get("boundary", "").encode("utf-8")
    if not boundary or raw.find(b"--" + boundary, part.start, part.end) < 0:
        guess = _FIRST_LINE.match(raw, max(0, part.start - 1), part.end)
        boundary = guess[1] if guess else b""
        count.defects.append("The boundary between the parts is missing or wrong.")
    ranges: list[tuple[int, int]] = []
    opened = -1
    for before, after, is_last in _delimiters(raw, boundary, part.start, part.end):
        if opened >= 0:
            ranges.append((opened, max(opened, before)))
            count.parts += 1
        opened = -1 if is_last else after
        if is_last:
            break
        if count.parts >= MAX_PARTS:
            count.defects.append(f"Only the first {MAX_PARTS} parts were read.")
            return ranges
    if opened >= 0:
        ranges.append((opened, part.end))
        count.parts += 1
        count.defects.append("The last boundary is missing.")
    return ranges


def _delimiters(
    raw: bytes, boundary: bytes, start: int, end: int
) -> Iterator[tuple[int, int, bool]]:
    """Give each boundary line: where the text before it ends, what follows begins, is it last."""
    mark = b"--" + boundary
    begins = raw.startswith(mark, start, end)
    position = start if begins else _next_line(raw, mark, start, end)
    while position >= 0 and boundary:
        after = position + len(mark)
        stop = raw.find(b"\n", after, end)
        stop = end if stop < 0 else stop + 1
        rest = raw[after : min(stop, after + 64)].strip()
        if rest in (b"", b"--"):
            yield _before_newline(raw, position, start), stop, rest == b"--"
        position = _next_line(raw, mark, after - 1, end)


def _next_line(raw: bytes, mark: bytes, start: int, end: int) -> int:
    """Find the next line that begins with the mark."""
    found = raw.find(b"\n" + mark, start, end)
    return found + 1 if found >= 0 else -1


def _before_newline(raw: bytes, position: int, start: int) -> int:
    """Leave out the line break that belongs to the boundary, not to the part before it."""
    if position > start and raw[position - 1] == 10:
        position -= 1
    if position > start and raw[position - 1] == 13:
        position -= 1
    return position


def decode_uu(data: bytes) -> bytes:
    """Decode uuencoded lines between "begin" and "end"; a broken line is skipped."""
    out: list[bytes] = []
    begun = False
    for line in data.splitlines():
        if line.startswith(b"begin "):
            begun = True
        elif line.strip() == b"end":
            break
        elif begun and line:
            try:
                out.append(binascii.a2b_uu(line))
            except binascii.Error:
                continue
    return b"".join(out)
