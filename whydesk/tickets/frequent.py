"""Words that stand in very many messages, as PostgreSQL counted them by itself."""

import math
import re
import time
from dataclasses import dataclass

from django.db import connection

# A word in so large a part of the messages is common.
COMMON = 0.01
KEPT_SECONDS = 600

_COUNTED = """
SELECT word FROM pg_stats,
    unnest(most_common_elems::text::text[], most_common_elem_freqs) AS counted (word, frequency)
WHERE schemaname = current_schema() AND tablename = 'tickets_message' AND attname = 'search'
    AND frequency > %s AND word IS NOT NULL
"""
# In the text of a query: a word, and what asks for several at once.
_FORM = re.compile(r"'([^']+)'")
_TOGETHER = re.compile(r" & | <")


@dataclass
class Frequent:
    """The common words, and when they were asked for; they change over months."""

    words: frozenset[str] = frozenset()
    at: float = -math.inf


FREQUENT = Frequent()


def is_common(query: str) -> bool:
    """Say whether one word is asked for, a form of which is known to be common."""
    forms = _FORM.findall(query)
    return not _TOGETHER.search(query) and any(form in _frequent_words() for form in forms)


def _frequent_words() -> frozenset[str]:
    now = time.monotonic()
    if now - FREQUENT.at > KEPT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, [COMMON])
            FREQUENT.words = frozenset(word for (word,) in cursor.fetchall())
        FREQUENT.at = now
    return FREQUENT.words
