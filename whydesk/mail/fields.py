"""Header fields as they are written: folded, encoded, one field in and one field out."""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Iterable, Sequence
from functools import lru_cache

from whydesk.mail.addresses import Person

WIDTH = 76
MAX_WORD = 400
# With its frame and the name of the field it still fits on a line (RFC 2047, section 2).
MAX_ENCODED = 52

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAIN = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*")
_ID = re.compile(r"[!-;=?-~]{1,400}")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_BARE_IN_Q = frozenset((string.ascii_letters + string.digits + "!*+-/").encode())


class UnusableAddress(ValueError):
    """An address that no mail can be sent to."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def ascii_address(address: str) -> str:
    """Return the address as servers take it, its domain in the ASCII form of IDNA.

    Letters beyond ASCII before the @ are refused: they need RFC 6531 all the
    way to the reader, which few servers have.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise UnusableAddress(address) from error
    found = f"{local}@{ascii_domain}"
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain) or len(found) > 254:
        raise UnusableAddress(address)
    return found


def one_line(text: str) -> str:
    """Put text on one line without anything that is not to be seen."""
    shown = (char if char.isprintable() else " " for char in text)
    return " ".join("".join(shown).split())


def write_text(name: str, text: str) -> str:
    """Write a field of free text, such as Subject."""
    text = one_line(text)
    words = text.split(" ")
    is_plain = text.isascii() and "=?" not in text and max(map(len, words)) <= MAX_WORD
    return _fold(name, words if is_plain else encode_words(text))


def write_people(name: str, people: Iterable[Person]) -> str:
    """Write a field of names and addresses, such as To."""
    entries = [_person(person) for person in people]
    closed = [[*entry[:-1], entry[-1] + ","] for entry in entries[:-1]] + entries[-1:]
    return _fold(name, [word for entry in closed for word in entry])


def write_ids(name: str, ids: Sequence[str]) -> str:
    """Write a field of message ids; they are given without brackets."""
    return _fold(name, [f"<{one}>" for one in ids])


def usable_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Keep the ids that may stand in a header, each once, in order."""
    return tuple(dict.fromkeys(one for one in ids if _ID.fullmatch(one)))


# Our own name and one subject stand in thousands of mails.
@lru_cache(maxsize=256)
def encode_words(text: str) -> tuple[str, ...]:
    """Write text in RFC 2047 words, no letter cut in two between them.

    Mostly Latin text stays readable in its Q form, which filters also trust more.
    """
    is_mostly_ascii = sum(map(str.isascii, text)) * 3 > len(text) * 2
    words: list[str] = []
    piece = b""
    for letter in text:
        data = letter.encode()
        if piece and _length(piece + data, is_mostly_ascii) > MAX_ENCODED:
            words.append(_word(piece, is_mostly_ascii))
            piece = b""
        piece += data
    return (*words, _word(piece, is_mostly_ascii))


def _length(data: bytes, in_q: bool) -> int:
    return len(_q(data)) if in_q else (len(data) + 2) // 3 * 4


def _word(data: bytes, in_q: bool) -> str:
    return f"=?utf-8?q?{_q(data)}?=" if in_q else f"=?utf-8?b?{base64.b64encode(data).decode()}?="


def _q(data: bytes) -> str:
    return "".join(
        chr(byte) if byte in _BARE_IN_Q else "_" if byte == 0x20 else f"={byte:02X}"
        for byte in data
    )


def _person(person: Person) -> list[str]:
    """Write a person as words that a fold may part."""
    name, address = one_line(person.name)[:200].strip(), ascii_address(person.address)
    if not name:
        return [address]
    if not name.isascii() or "=?" in name:
        return [*encode_words(name), f"<{address}>"]
    if not _ATOMS.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return [name, f"<{address}>"]


def _fold(name: str, words: Sequence[str]) -> str:
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > WIDTH and line != f"{name}:":
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return "\r\n".join([*lines, line]) + "\r\n"
