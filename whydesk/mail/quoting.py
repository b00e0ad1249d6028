"""The new words of a mail, apart from what it quotes."""

from __future__ import annotations


def find_reply(text: str) -> str:
    """Give the text without quoted lines."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(">")).strip()
