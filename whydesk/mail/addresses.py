"""People in From, To and Cc, as leniently as senders write them, in linear time."""

from __future__ import annotations

import re
from typing import NamedTuple

from whydesk.mail.headers import MAX_PEOPLE_BYTES, decode_words

MAX_PEOPLE = 10_000
MAX_ADDRESS = 320

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[<>(),;:]|[^"<>(),;:]+', re.DOTALL)
_BARE = re.compile(r"[^\s@<>\"',;:()\[\]]{1,128}@[^\s@<>\"',;:()]{1,255}")


class Person(NamedTuple):
    """A name (may be empty) and an address (lower case is the caller's business)."""

    name: str
    address: str


def read_people(raw: bytes, charset: str = "") -> tuple[Person, ...]:
    """Read the people of one address field; whoever has no address is left out."""
    text = raw[:MAX_PEOPLE_BYTES].decode("latin-1")
    people: list[Person] = []
    waiting = ""
    for entry in _entries(text):
        name, address = entry
        if not address and "@" not in name:
            waiting = f"{waiting}{name}, " if len(waiting) < 256 else ""
            continue
        person = _person(waiting + name if address else name, address, charset)
        waiting = ""
        if person:
            people.append(person)
        if len(people) == MAX_PEOPLE:
            break
    return tuple(people)


def _entries(text: str) -> list[tuple[str, str]]:
    """Cut an address list at its commas; give (words, what stood in angle brackets)."""
    entries: list[tuple[str, str]] = []
    words: list[str] = []
    comment: list[str] = []
    address: list[str] = []
    angles = depth = 0
    for token in _TOKEN.findall(text):
        if token == "(" and not angles:
            depth += 1
        elif depth:
            depth -= token == ")"
            comment.append(token if token not in "()" else "")
        elif token == "<":
            angles = 1
        elif token == ">":
            angles = 0
        elif angles:
            address.append(token)
        elif token in ",;":
            entries.append(_entry(words, comment, address))
            words, comment, address = [], [], []
        elif token == ":" and not address:
            words = []
        else:
            words.append(token)
    entries.append(_entry(words, comment, address))
    return [entry for entry in entries if entry[0].strip() or entry[1].strip()]


def _entry(words: list[str], comment: list[str], address: list[str]) -> tuple[str, str]:
    name, found = "".join(map(_unquoted, words)), "".join(address)
    if not found and comment and "@" in name and not any(word.startswith('"') for word in words):
        return "".join(comment), name
    return name, found


def _unquoted(token: str) -> str:
    if not token.startswith('"'):
        return token
    inner = token[1:-1] if token.endswith('"') and len(token) > 1 else token[1:]
    return re.sub(r"\\(.)", r"\1", inner)


def _person(name: str, address: str, charset: str) -> Person | None:
    found = tidy_address(address)
    if not found:
        match = _BARE.search(name)
        if match is None:
            return None
        found = tidy_address(match[0])
        name = name.replace(match[0], "", 1)
    shown = decode_words(name.encode("latin-1"), charset).strip(" \t\"'<>")
    return Person("" if shown.lower() == found.lower() else shown[:256], found)


def tidy_address(text: str) -> str:
    """Give the one address in this text, its domain in lower case, or an empty string."""
    text = "".join(text.split()).removeprefix("mailto:").strip("\"'<>.,;")
    local, at, domain = text.rpartition("@")
    domain = domain.strip(".").lower()
    if not at or not local or not domain or len(text) > MAX_ADDRESS:
        return ""
    local = local.rpartition(":")[2] if local.startswith("@") else local
    return f"{_utf8(local)}@{_utf8(domain)}" if not set(domain) & set('()<>,;:\\"') else ""


def _utf8(text: str) -> str:
    """Turn the latin-1 view of raw bytes back into the UTF-8 that RFC 6532 allows."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def addresses_in(values: list[bytes]) -> tuple[str, ...]:
    """Give the addresses in these fields, each once, in order."""
    found: dict[str, None] = {}
    for value in values[:50]:
        for person in read_people(value[:65536]):
            found.setdefault(person.address)
    return tuple(found)
