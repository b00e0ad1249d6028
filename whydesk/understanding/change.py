"""A sentence that says that something is not as before is a fact, however it is felt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from whydesk.understanding.brief import Sentence, Span

_SURE = 0.9
_NOT_AS_BEFORE = re.compile(
    r"\bне так(?:ой|ая|ое|ие)?\b[^.!?]{0,40}\bкак (?:раньше|прежде|вчера|был[аои]?\b)"
    r"|\bдруг(?:ой|ая|ое|ие)\b[^.!?]{0,30}\bчем (?:раньше|прежде|вчера|был[аои]?\b)"
    r"|(?:\bnot|n['’]t) (?:the same )?as (?:before|yesterday|it was|it used to)\b"
    r"|\bdifferent (?:from|than|to) (?:before|yesterday|what it was)\b"
    r"|\bn[ãa]o (?:é|está|fica|sai|bate|são|estão)\b[^.!?]{0,40}\bcomo antes\b"
    r"|\bdiferentes? d(?:e antes|o que eram?)\b",
    re.IGNORECASE,
)


def says_change(words: str) -> bool:
    """Tell a sentence that holds what is against what was.

    >>> says_change("Я что-то нажала и теперь итог не такой, как раньше.")
    True
    >>> says_change("Если это не станет как было, мы уходим.")
    False
    """
    return bool(_NOT_AS_BEFORE.search(words))


def settle_change(
    text: str, sentences: Sequence[Sentence], parts: Mapping[str, Span | None]
) -> tuple[tuple[Sentence, ...], dict[str, Span | None]]:
    """Return the roles and parts with the first such sentence as the fact that came instead."""
    changes = [one.span for one in sentences if says_change(one.span.of(text))]
    settled = tuple(
        replace(one, role="fact", certainty=_SURE)
        if one.span in changes and one.role in ("feeling", "courtesy")
        else one
        for one in sentences
    )
    found = dict(parts)
    if changes and "got" in found:
        found["got"] = changes[0]
    return settled, found
