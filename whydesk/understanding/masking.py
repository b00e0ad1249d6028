"""Names, addresses, numbers and secrets taken out of a text before it leaves the desk."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Each pattern is linear: no part of it can match in two ways. The order matters,
# since an address may hold a number and a number may look like a phone.
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "LINK": re.compile(r"\b(?:https?|ftp)://[^\s<>\"']{1,2000}", re.IGNORECASE),
    "MAIL": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    "SECRET": re.compile(
        r"\b(?:password|passwd|pwd|token|secret|api[ _-]?key|bearer|пароль|токен|ключ|senha"
        r"|chave)\b\s{0,3}[:=]?\s{0,3}[^\s,;]{4,200}",
        re.IGNORECASE,
    ),
    "KEY": re.compile(r"\b(?=\w{0,40}\d)\w{20,200}\b", re.ASCII),
    "ADDRESS": re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
    "NUMBER": re.compile(r"\+?\d(?:[\s().\-]{0,3}\d){5,30}"),
}


@dataclass(frozen=True)
class Masked:
    """A text that may leave, and what its marks stand for."""

    text: str
    stands_for: Mapping[str, str]

    def unmask(self, text: str) -> str:
        """Put back what was taken out, wherever a mark stands in the text."""
        for mark, words in self.stands_for.items():
            text = text.replace(mark, words)
        return text


def mask(text: str, *, names: Iterable[str] = ()) -> Masked:
    """Take out addresses, links, long numbers, secrets, and the names that are known.

    The same words get the same mark, so that a reader can still follow who is who.

    >>> mask("Ana, write to ana@firm.example", names=["Ana Duarte"]).text
    '[NAME_1], write to [MAIL_1]'
    """
    stands_for: dict[str, str] = {}
    marks: dict[str, str] = {}

    def hide(what: str, words: str) -> str:
        if words not in marks:
            count = sum(mark.startswith(f"[{what}_") for mark in stands_for) + 1
            marks[words] = f"[{what}_{count}]"
            stands_for[marks[words]] = words
        return marks[words]

    for what, pattern in _PATTERNS.items():
        text = pattern.sub(lambda found, what=what: hide(what, found[0]), text)  # type: ignore[misc]
    for name in _pieces(names):
        text = re.sub(rf"\b{re.escape(name)}\b", lambda found: hide("NAME", found[0]), text)
    return Masked(text, stands_for)


def _pieces(names: Iterable[str]) -> list[str]:
    """Return the names and their longer words, the longest first: no half of one is left."""
    whole = {name for name in names if len(name) > 1}
    words = {word for name in whole for word in name.split() if len(word) > 2}
    return sorted(whole | words, key=len, reverse=True)
