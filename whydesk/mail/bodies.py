"""Which parts of a mail are its words, and which are attached to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from whydesk.mail.calendars import summarise
from whydesk.mail.charsets import clean
from whydesk.mail.markup import MAX_HTML
from whydesk.mail.readable import Readable, read_html
from whydesk.mail.structure import Part

MAX_TEXT = 1024 * 1024

_POINTS_TO_HTML = re.compile(
    r"(?:html|browser|mail client|e-?mail reader|почтов\w+ (?:программ|клиент)|"
    r"leitor de e-?mail|navegador)",
    re.IGNORECASE,
)


@dataclass
class Piece:
    """A stretch of the body, in one or both of its forms."""

    plain: str | None = None
    html: str | None = None


@dataclass
class Body:
    """What the mail says, before anything is taken out."""

    readable: Readable
    html: str
    files: list[Part]


@dataclass
class _Sorting:
    pieces: list[Piece] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)


def read_body(root: Part) -> Body:
    """Choose the readable text and the HTML; give the other parts as files."""
    sorting = _Sorting()
    sorting.pieces = _sort(root, sorting, is_root=True)
    html = "\n".join(_as_html(piece) for piece in sorting.pieces)
    if not any(piece.html for piece in sorting.pieces):
        html = ""
    readable = _readable(sorting.pieces)
    if not readable.text.strip():
        readable = _invitation(sorting.files) or readable
    return Body(readable, html, sorting.files)


def _invitation(files: list[Part]) -> Readable | None:
    """Read an invitation where there are no other words."""
    for part in files:
        if part.content_type == "text/calendar":
            return Readable(summarise(clean(part.text())).split("\n"))
    return None


def _sort(part: Part, sorting: _Sorting, *, is_root: bool = False) -> list[Piece]:
    if part.is_multipart:
        groups = [_sort(child, sorting) for child in part.children]
        if part.content_type == "multipart/alternative":
            return _best(groups)
        return [piece for group in groups for piece in group]
    if part.content_type == "text/x-amp-html":
        return []
    if _is_words(part, is_root=is_root):
        return [_piece(part)]
    sorting.files.append(part)
    return []


def _is_words(part: Part, *, is_root: bool) -> bool:
    if part.content_type not in ("text/plain", "text/html", "text/enriched", "text/richtext"):
        return False
    disposition, parameters = part.headers.content("content-disposition")
    if is_root and disposition != "attachment":
        return True
    named = parameters.get("filename") or part.parameters.get("name")
    return disposition != "attachment" and not named


def _piece(part: Part) -> Piece:
    text = part.text()
    if part.content_type == "text/html":
        return Piece(html=text)
    if part.content_type in ("text/enriched", "text/richtext"):
        return Piece(plain=re.sub(r"</?[\w-]{1,40}>", "", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return Piece(plain=text)


def _best(groups: list[list[Piece]]) -> list[Piece]:
    """Merge the alternatives: the first with plain text, the last with HTML."""
    plain = next((group for group in groups if any(piece.plain for piece in group)), [])
    rich = next((group for group in reversed(groups) if any(piece.html for piece in group)), [])
    if plain is rich or not rich:
        return plain
    text = "\n".join(piece.plain or "" for piece in plain) if plain else None
    return [Piece(text, "\n".join(_as_html(piece) for piece in rich))]


def _as_html(piece: Piece) -> str:
    if piece.html is not None:
        return piece.html
    return f"<pre>{escape(piece.plain or '')}</pre>"


def _readable(pieces: list[Piece]) -> Readable:
    """Join the pieces as lines; HTML is read only where there is no plain text worth reading."""
    whole = Readable()
    size = 0
    for piece in pieces:
        if size > MAX_HTML:
            break
        part = _read_piece(piece)
        size += len(piece.html or "") if part.is_from_html else 0
        offset = len(whole.lines)
        whole.lines += part.lines
        whole.is_from_html = whole.is_from_html or part.is_from_html
        whole.marks |= {line + offset: mark for line, mark in part.marks.items()}
    return whole


def _read_piece(piece: Piece) -> Readable:
    plain = (piece.plain or "")[:MAX_TEXT]
    if piece.html is not None and not is_worth_reading(plain):
        rich = read_html(piece.html)
        if "".join(rich.lines).strip() or not plain.strip():
            return rich
    return Readable(plain.replace("\u00a0", " ").split("\n"))


def is_worth_reading(plain: str) -> bool:
    """Say whether this is a text, not an empty stand-in that points to the HTML."""
    words = plain.strip()
    if len(words) > 400:
        return True
    return bool(words) and not (_POINTS_TO_HTML.search(words) and len(words) < 200)


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676)."""
    lines: list[str] = []
    open_depth = -1
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        is_soft = line.endswith(" ") and line != "-- "
        content = line[:-1] if is_soft and delete_space else line
        if depth == open_depth and line != "-- ":
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if is_soft and len(lines[-1]) < 10_000 else -1
    return "\n".join(lines)
