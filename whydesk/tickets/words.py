"""Words about tickets made of words of customers: subjects, snippets, what search finds."""

import re
from collections.abc import Collection

# Re:, Fwd: and what the same is called in clients of other languages, also counted: Re[2]:
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|aw|wg|res|enc|rv|ref|sv|vs|odp|ha|от|отв|ответ|пер|пересл)"
    r"\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}:\s*){1,20}",
    re.IGNORECASE,
)
_PIECES = re.compile(r"[\s@._\-+/\\()\[\],;:#]+")


def clean_subject(subject: str) -> str:
    """Return the subject without its reply and forward marks, at most 500 characters.

    >>> clean_subject("RES: Re: Fwd: Nota fiscal")
    'Nota fiscal'
    """
    return _PREFIX.sub("", subject[:2000]).strip()[:500]


def snippet_of(text: str, size: int = 300) -> str:
    """Return the beginning of the text in one line.

    >>> snippet_of("Hello\\n\\n  there")
    'Hello there'
    """
    line = " ".join(text[: size * 4].split())
    return line if len(line) <= size else line[: size - 1].rstrip() + "…"


def search_words(addresses: Collection[str], filenames: Collection[str]) -> str:
    """Return names, addresses and file names, whole and in pieces, to be found by either.

    >>> search_words(["ana@firm.example"], [])
    'ana@firm.example firm.example ana firm example'
    """
    domains = (address.rpartition("@")[2] for address in addresses)
    wholes = [word for word in (*addresses, *domains, *filenames) if word]
    words = dict.fromkeys(wholes)
    for whole in wholes:
        words.update(dict.fromkeys(piece for piece in _PIECES.split(whole) if piece))
    return " ".join(words)
