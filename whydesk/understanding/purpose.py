"""A sentence that begins with its purpose says what for, and not what is wanted."""

import re
from collections.abc import Mapping, Sequence

from whydesk.understanding.brief import Span

# The words that nothing but a purpose begins with.
_PURPOSE = re.compile(
    r"[\s\"'«“(–—-]*(?:(?:это )?(?:чтобы?|затем,? чтобы?|для того,? чтобы?)"
    r"|so that|so (?:i|we|they) can|in order to|(?:é )?(?:para que|pra que)"
    r"|(?:é )?(?:para|pra) (?:eu|n[óo]s|a gente|que (?:eu|n[óo]s|a gente)))\b",
    re.IGNORECASE,
)
_WANT = re.compile(
    r"\b(?:хоч|хотел|нужн|надо|требу|прос|пожалуйста|сделайте|добавьте|дайте|можно|пусть|бы\b|был"
    r"|need|want|would|could|can you|please|add|let (?:us|me)|should|wish"
    r"|quer|precis|gostari|poderi|podem|fa[çc]am|coloquem|d[áa] pra|tem como|por favor|deveria)",
    re.IGNORECASE,
)

Parts = dict[str, Span | None]


def is_purpose(text: str, spans: Sequence[Span]) -> bool:
    """Tell a text that says what for and nothing else."""
    return bool(spans) and all(_PURPOSE.match(span.of(text)) for span in spans)


def settle_purpose(text: str, spans: Sequence[Span], parts: Mapping[str, Span | None]) -> Parts:
    """Return the parts of a story with such a sentence as what it says."""
    purposes = [span for span in spans if _PURPOSE.match(span.of(text))]
    if not purposes:
        return dict(parts)
    first = purposes[0]
    found = dict(parts)
    found["so_that"] = found["so_that"] or first
    if found["want"] in purposes and not _WANT.search(_after(text, first)):
        found["want"] = None
    return found


def _after(text: str, span: Span) -> str:
    words = span.of(text)
    begun = _PURPOSE.match(words)
    return words[begun.end() :] if begun else words
