"""What stands below the words: signatures, "sent from my phone", disclaimers.

Careful rather than greedy: a signature too many on the screen is a small
nuisance, a customer's sentence too few is a wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from whydesk.mail.closings import (
    DISCLAIMER,
    FOOTER,
    FORMAL,
    LEGALESE,
    SECRECY,
    SENT_FROM,
    THANKS,
)
from whydesk.mail.lines import is_rule, plain

MAX_AFTER = 120
MAX_FILLED_AFTER = 25
MAX_BLOCK = 12

_DELIMITER = re.compile(r"(?:--|—|––|__|-- -)$")
_DASHED_NAME = re.compile(r"[-–—/~]{1,2}\s?[^\W\d_][\w.'’]+(?:\s[^\W\d_][\w.'’]*){0,2}$")
_CONTACT = re.compile(
    r"\+?\(?\d[\d\s().\-]{6,}\d|www\.|https?://|[^\s@]@[^\s@]+\.\w|"
    r"^\W*(?:tel|phone|mobile|cell|fax|mob|skype|telegram|whatsapp|тел|моб|факс|сот|телефон|"
    r"телеграм|celular|telefone|fone|cel|tfno|tél|telefon|handy|e-?mail|icq|web|сайт)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset({"de", "da", "do", "dos", "das", "von", "van", "der", "e"})
_SENTENCE = re.compile(r"[?!]|[.…]\s+\w|\.$|,$|;$")
_ABBREVIATION_END = re.compile(r"\b(?:inc|ltd|co|corp|llc|gmbh|s\.a|ltda|jr|sr|г|ул)\.$", re.I)


def without_signature(lines: Sequence[str], sender: str = "") -> list[str]:
    """Give the lines of one stretch of words without what was added below them."""
    kept = [line for line in lines if not is_sent_from(line)]
    kept = _cut_delimiter(_trimmed(kept))
    kept = _trimmed(_cut_footer(kept))
    kept = _trimmed(_cut_sign_off(kept))
    return _trimmed(_cut_name_block(kept, sender))


def is_sent_from(line: str) -> bool:
    """Say whether a phone or a mail program wrote this line about itself."""
    text = plain(line)
    return 0 < len(text) < 120 and SENT_FROM.match(text) is not None


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not plain(lines[start]):
        start += 1
    while end > start and not plain(lines[end - 1]):
        end -= 1
    return lines[start:end]


def _filled(lines: Sequence[str]) -> list[str]:
    return [text for text in map(plain, lines) if text]


def _cut_delimiter(lines: list[str]) -> list[str]:
    """Cut at "-- ", unless so much follows that it must be a divider."""
    for place in range(max(0, len(lines) - MAX_AFTER), len(lines)):
        text = plain(lines[place])
        if not text.startswith(("-", "_", "—", "–", "*", "=", "~", "─")):
            continue
        below = _filled(lines[place + 1 :])
        if len(below) > MAX_FILLED_AFTER:
            continue
        if _DELIMITER.match(text) or (place and is_rule(text) and _looks_added(below)):
            return lines[:place]
    return lines


def _looks_added(below: list[str]) -> bool:
    """Judge what stands below a drawn line: a list's footer, a disclaimer, a visiting card."""
    if not below:
        return True
    if any(FOOTER.search(text) or _is_footer(text, below) for text in below[:3]):
        return True
    card = sum(_CONTACT.search(text) is not None for text in below)
    return card >= 2 and len(below) <= 8 and all(map(_is_card_line, below))


def _cut_footer(lines: list[str]) -> list[str]:
    """Cut disclaimers, virus scanners' boasts and the footers of lists."""
    for place, line in enumerate(lines):
        text = plain(line)
        if place and len(text) > 8 and _is_footer(text, lines[place : place + 4]):
            head = _trimmed(lines[:place])
            if head and not plain(lines[place - 1]):
                return head[:-1] if is_rule(plain(head[-1])) else head
    return lines


def _is_footer(text: str, below: Sequence[str]) -> bool:
    if DISCLAIMER.match(text) or FOOTER.match(text):
        return True
    return SECRECY.match(text) is not None and LEGALESE.search(" ".join(below)) is not None


def _cut_sign_off(lines: list[str]) -> list[str]:
    """Cut "Best regards, Anna, phone", where nothing but that follows."""
    filled = 0
    for place in range(len(lines) - 1, -1, -1):
        text = plain(lines[place])
        filled += bool(text)
        if filled > MAX_BLOCK:
            break
        if not text or len(text) > 100:
            continue
        below = _filled(lines[place + 1 :])
        is_wish = text.endswith("!") and not below
        if _is_formal(text) and not is_wish and all(map(_is_card_line, below)):
            return lines[:place]
        if THANKS.match(text) and _is_card(below):
            return lines[:place]
        if filled == 1 and _is_dashed_name(lines, place):
            return lines[:place]
    return lines


def _is_formal(text: str) -> bool:
    """Say whether the line is a closing, with a name in capitals or without one."""
    match = FORMAL.match(text)
    if match is None:
        return False
    words = (match["name"] or "").split()
    return all(word[0].isupper() or word in _PARTICLES for word in words)


def _is_card(below: list[str]) -> bool:
    """Say whether a name with ways to reach it follows."""
    return len(below) >= 2 and all(map(_is_card_line, below)) and any(map(_CONTACT.search, below))


def _is_card_line(text: str) -> bool:
    """Say whether the line could stand on a visiting card; a sentence could not."""
    if _CONTACT.search(text):
        return len(text) <= 120 and len(text.split()) <= 14
    if len(text) > 70 or len(text.split()) > 8:
        return False
    return _SENTENCE.search(text) is None or _ABBREVIATION_END.search(text) is not None


def _is_dashed_name(lines: Sequence[str], place: int) -> bool:
    """Tell "-Anna" from the last item of a list."""
    text = plain(lines[place])
    if not _DASHED_NAME.match(text) or place == 0 or plain(lines[place - 1]):
        return False
    if not all(word[:1].isupper() for word in text.lstrip("-–—/~ ").split()):
        return False
    above = next((plain(line) for line in reversed(lines[:place]) if plain(line)), "")
    return not above.startswith(("-", "–", "—", "*", "•", "/")) and not above.endswith(":")


def _cut_name_block(lines: list[str], sender: str) -> list[str]:
    """Cut a visiting card without any greeting above it, if it bears the sender's name."""
    names = {word.casefold() for word in re.findall(r"\w{2,}", sender)}
    start = next((at for at in range(len(lines) - 1, -1, -1) if not plain(lines[at])), -1)
    block = _filled(lines[start + 1 :])
    if start <= 0 or not names or not 2 <= len(block) <= 8:
        return lines
    first = {word.casefold() for word in re.findall(r"\w{2,}", block[0])}
    contacts = sum(_CONTACT.search(text) is not None for text in block[1:])
    if names <= first and len(first) <= 6 and contacts and all(map(_is_card_line, block)):
        return lines[:start]
    return lines
