"""Where a new clause begins in speech that was written down without punctuation."""

import re
from itertools import pairwise
from zlib import crc32

from whydesk.understanding.weights import learnt

FEATURES = 1 << 14
_LONG, _ENDLESS = 8, 30
_CLOSED = re.compile(r"[.!?…)\"»”]\s*\Z")
_SMILE = re.compile(r"[:;=]['-]?[()DPдр|/\\*]+|[()]{2,}")
WORD = re.compile(r"\S+")
_EDGES = "\"'«»“”()[]*_.,:;!?…-–—"


def clause_starts(stretch: str) -> list[int]:
    """Return the places, after the first word, where a new clause begins.

    Each gap between two words is judged by the words around it and by the
    length of what has run on since the last clause, with learnt weights.
    A smile closes its clause, whatever was learnt.
    """
    words = list(WORD.finditer(stretch))
    if not runs_on(stretch, len(words)):
        return []
    weights, bias = learnt("reading")["clauses"], float(learnt("reading")["clauses.bias"])
    said = [word.group() for word in words]
    starts, last = [], 0
    for gap, fixed in enumerate(gap_features(said), 1):
        if not any(map(str.isalnum, said[gap])):
            # A smile or a dash belongs to what went before it.
            continue
        places = fixed + run_features(said, last, gap)
        is_after_smile = gap > 1 and _SMILE.fullmatch(said[gap - 1])
        if is_after_smile or bias + float(weights[places].sum()) > 0:
            starts.append(words[gap].start())
            last = gap
    return starts


def runs_on(stretch: str, words: int) -> bool:
    """Tell speech that nothing closes, or that goes on without a single comma."""
    if _CLOSED.search(stretch[-50:]):
        return words > _ENDLESS and "," not in stretch
    return words > _LONG


def gap_features(said: list[str]) -> list[list[int]]:
    """Return, for each gap between words, the places of what stands around it."""
    plain = ["^", *(word.lower().strip(_EDGES) for word in said), "$", "$"]
    found = []
    for gap, (before, after) in enumerate(pairwise(said), 1):
        earlier, last, first, second = plain[gap - 1 : gap + 3]
        found.append(
            [
                _place("n1", first),
                _place("n2", first, second),
                _place("nn", second),
                _place("p1", last),
                _place("p2", earlier, last),
                _place("pn", last, first),
                _place("ns", first[:4]),
                _place("nt", second[:4]),
                _place("pe", last[-3:]),
                _place("mark", before[-1] if not before[-1].isalnum() else ""),
                _place("shape", str(_shape(before)), str(_shape(after))),
            ]
        )
    return found


def run_features(said: list[str], last: int, gap: int) -> list[int]:
    """Return the places of how long the clause has run and how much is to come."""
    since, until = min(gap - last, 15), min(len(said) - gap, 10)
    first = said[gap].lower().strip(_EDGES)
    return [
        _place("since", str(since)),
        _place("until", str(until)),
        _place("length", str(min(len(said) // 4, 12))),
        _place("near", first, str(since < 4)),
    ]


def _shape(word: str) -> int:
    return word.isupper() * 4 + word[0].isupper() * 2 + any(letter.isdigit() for letter in word)


def _place(*parts: str) -> int:
    return crc32("\t".join(parts).encode("utf-8", "replace")) % FEATURES
