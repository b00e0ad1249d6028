"""The header of a mail or of one of its parts: fields, encoded words, parameters.

Everything here is linear in the size of the header, and a field is read only
when somebody asks for it.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from whydesk.mail.charsets import clean, decode_text

MAX_TEXT = 64 * 1024
MAX_PEOPLE_BYTES = 1024 * 1024
MAX_BLOCK = 4 * 1024 * 1024
MAX_FIELDS = 2000

_FIELD = re.compile(rb"([!-9;-~]{1,128})[ \t]*:")
_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_SECTION = re.compile(r"\*(\d{1,4})\*?$")
_SPACES = re.compile(r"\s+")
_LOST_SEMICOLON = re.compile(r"^([\w.+-]+/[\w.+-]+)\s+(?=[\w*-]+\s*=)")


class Headers:
    """The fields of one header block, in order, undecoded until asked for."""

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self._first: dict[str, bytes] = {}
        for name, value in fields:
            self._first.setdefault(name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def raw(self, name: str) -> bytes:
        """Give the first field of this (lower-case) name as bytes; doubled ones are ignored."""
        return self._first.get(name, b"")

    def all_raw(self, name: str) -> list[bytes]:
        return [value for known, value in self.fields if known == name]

    def text(self, name: str, charset: str = "") -> str:
        """Give the first field of this name as one line of readable text."""
        return decode_words(self.raw(name)[:MAX_TEXT], charset)[:MAX_TEXT]

    def plain(self, name: str) -> str:
        """Give the first field of this name as it stands, for ids and keywords."""
        return clean(self.raw(name)[:MAX_TEXT].decode("latin-1")).strip()

    def content(self, name: str) -> tuple[str, dict[str, str]]:
        """Split a field like Content-Type into its lower-case value and its parameters."""
        return split_parameters(self.raw(name)[:MAX_TEXT])


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Read the header block at `start`; give the fields and where the body begins.

    A line that can be no field ends the block even where the empty line is
    missing, so that the words of a broken mail are not lost.
    """
    fields: list[tuple[str, bytes]] = []
    position, limit = start, min(end, start + MAX_BLOCK)
    while position < limit:
        stop = raw.find(b"\n", position, limit)
        stop = limit if stop < 0 else stop + 1
        line = raw[position:stop].rstrip(b"\r\n")
        if not line:
            return Headers(_joined(fields)), stop
        if line[0] in b" \t":
            fields.append(("", line))
        elif match := _FIELD.match(line):
            fields.append((match[1].decode("ascii").lower(), line[match.end() :]))
        elif not _is_envelope(line) and (fields or line[:2] != b"--"):
            return Headers(_joined(fields)), position
        position = stop
    return Headers(_joined(fields)), max(position, limit)


def _is_envelope(line: bytes) -> bool:
    """Say whether this is the "From " line that mbox files put before a mail."""
    return line.startswith((b"From ", b">From "))


def _joined(lines: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Put folded lines back together, each field at most so long as anything here reads."""
    fields: list[tuple[str, list[bytes]]] = []
    for name, line in lines:
        if name and len(fields) < MAX_FIELDS:
            fields.append((name, [line]))
        elif not name and fields:
            fields[-1][1].append(line)
    return [(name, b"".join(value)[:MAX_PEOPLE_BYTES].strip()) for name, value in fields]


def decode_words(raw: bytes, charset: str = "") -> str:
    """Decode RFC 2047 words and raw 8-bit text into one line.

    Neighbouring words of one charset are joined before decoding, because many
    senders cut a letter in two between them.
    """
    runs: list[tuple[str, list[bytes]]] = []
    for label, data in _runs(raw):
        if runs and label and runs[-1][0] == label:
            runs[-1][1].append(data)
        else:
            runs.append((label, [data]))
    texts = (decode_text(b"".join(pieces), label or charset) for label, pieces in runs)
    return _SPACES.sub(" ", "".join(texts)).strip()


def _runs(raw: bytes) -> Iterator[tuple[str, bytes]]:
    position = 0
    for word in _WORD.finditer(raw):
        between = raw[position : word.start()]
        if between.strip() or (position == 0 and between):
            yield "", between
        label = word[1].decode("latin-1").split("*")[0].lower()
        yield label, _word_bytes(word[2] in b"bB", word[3])
        position = word.end()
    if position < len(raw):
        yield "", raw[position:]


def _word_bytes(is_base64: bool, data: bytes) -> bytes:
    if is_base64:
        return decode_base64(data)
    return binascii.a2b_qp(data, header=True)


def decode_base64(data: bytes | memoryview) -> bytes:
    """Decode base64 as far as it goes; wrong padding and stray signs lose nothing else."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]+", b"", bytes(data))
        usable = len(letters) - (len(letters) % 4 == 1)
        return binascii.a2b_base64(letters[:usable] + b"=" * (-usable % 4))


def split_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Split `value; name=…; name*0*=…` (RFC 2231, RFC 2047 in quotes, or neither)."""
    text = _LOST_SEMICOLON.sub(r"\1; ", raw.decode("latin-1").strip())
    value, semicolon, rest = text.partition(";")
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(semicolon + rest):
        name, part = match[1].lower(), _unquoted(match[2])
        section = _SECTION.search(name)
        base = name[: section.start()] if section else name.removesuffix("*")
        order = int(section[1]) if section else -1 if name.endswith("*") else 0
        pieces.setdefault(base, []).append((order, name.endswith("*"), part))
    return value.strip().lower(), {name: _parameter(parts) for name, parts in pieces.items()}


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        value = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
        return _ESCAPED.sub(r"\1", value)
    return value


def _parameter(parts: list[tuple[int, bool, str]]) -> str:
    """Join the sections of one parameter; a whole RFC 2231 value beats the plain one."""
    parts = sorted(parts, key=lambda part: (part[0], not part[1]))
    parts = [part for at, part in enumerate(parts) if not at or part[0] != parts[at - 1][0]]
    if parts[0][0] == -1 or not any(order for order, _, _ in parts):
        parts = parts[:1]
    if not any(is_encoded for _, is_encoded, _ in parts):
        return decode_words("".join(part for _, _, part in parts).encode("latin-1"))
    label, data = "", b""
    for position, (_, is_encoded, part) in enumerate(parts):
        if position == 0 and part.count("'") >= 2:
            label, _, part = part.split("'", 2)
        data += unquote_to_bytes(part.encode("latin-1")) if is_encoded else part.encode("latin-1")
    return _SPACES.sub(" ", decode_text(data, label)).strip()
