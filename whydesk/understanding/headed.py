"""A message under its subject: the two are read together, and the message is told alone."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whydesk.understanding.brief import Span
from whydesk.understanding.likelihood import PARTS, Cut, Likelihood
from whydesk.understanding.sentences import split_sentences

# What is read of a subject, in characters.
_LONGEST = 200
_NEVER = -9.0


def put_under(subject: str, text: str, spans: Sequence[Span]) -> tuple[Cut, int]:
    """Return a text with its subject above it, and how many of the sentences are the subject's.

    A subject that only begins the text once more says nothing of its own.
    """
    head = " ".join(subject.split())[:_LONGEST]
    begins = " ".join(text[: 2 * _LONGEST].split())
    if not spans or not head or begins.lower().startswith(head.lower()):
        return (text, spans), 0
    of_head, shift = split_sentences(head), len(head) + 1
    below = (Span(each.start + shift, each.end + shift) for each in spans)
    return (f"{head}\n{text}", [*of_head, *below]), len(of_head)


def below_subject(
    likely: Likelihood | None, headed: Cut, count: int
) -> tuple[Likelihood | None, dict[str, str]]:
    """Return what is likely of the message below its subject, and what only this tells.

    Of the sentences of `headed` the first `count` are the subject's. A part
    that stands there alone has no place in the message; it has its words.
    """
    if likely is None or not count:
        return likely, {}
    text, spans = headed
    above, below = likely.sentence_parts[:count], likely.sentence_parts[count:]
    is_above = (likely.parts > 0) & (above.max(axis=0) > np.maximum(below.max(axis=0), 0))
    message = replace(
        likely,
        parts=np.where(is_above, np.float32(_NEVER), likely.parts),
        roles=likely.roles[count:],
        sentence_parts=below,
    )
    told = {
        PARTS[column]: spans[int(above[:, column].argmax())].of(text)
        for column in np.flatnonzero(is_above)
    }
    return message, {name: words for name, words in told.items() if _can_tell(name, words)}


def _can_tell(name: str, words: str) -> bool:
    """Tell whether a subject can say a part: it names a matter, not the moment it is missed.

    "Attachment" or "screenshots" there are what the mail is about; a number proves something.
    """
    return name != "when" and (name != "evidence" or any(map(str.isdigit, words)))
