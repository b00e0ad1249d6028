"""A message under its subject: the two are read together, and the message is told alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from whydesk.understanding.brief import Span
from whydesk.understanding.likelihood import PARTS, Cut, Likelihood
from whydesk.understanding.sentences import split_sentences

# What is read of a subject, in characters.
_LONGEST = 200
_NEVER = -9.0
# Under a subject that tells it, what a text tells once more is told less surely, and quoted rather.
_TOLD_AGAIN = -2.5


def put_under(subject: str, message: Cut) -> tuple[Cut, int]:
    """Return a text with its subject above it, and how many of the sentences are the subject's.

    A subject that only begins the text once more says nothing of its own.
    """
    text, spans, is_reply = message
    head = " ".join(subject.split())[:_LONGEST]
    begins = " ".join(text[: 2 * _LONGEST].split())
    if not spans or not head or begins.lower().startswith(head.lower()):
        return message, 0
    of_head, shift = split_sentences(head), len(head) + 1
    below = (Span(each.start + shift, each.end + shift) for each in spans)
    return Cut(f"{head}\n{text}", [*of_head, *below], is_reply), len(of_head)


@dataclass(frozen=True)
class BySubject:
    """What the subject tells, in its words: all of it, and what only the subject tells."""

    told: Mapping[str, str] = field(default_factory=dict)
    alone: Mapping[str, str] = field(default_factory=dict)

    def of_parts(self, names: Collection[str]) -> "BySubject":
        """Return what it tells of some parts only."""
        told = {name: words for name, words in self.told.items() if name in names}
        return BySubject(told, {name: told[name] for name in self.alone if name in names})


NOTHING = BySubject()


def below_subject(
    likely: Likelihood | None, headed: Cut, count: int
) -> tuple[Likelihood | None, BySubject]:
    """Return what is likely of the message below its subject, and what the subject tells.

    Of the sentences of `headed` the first `count` are the subject's. A part
    that stands there alone has no place in the message.
    """
    if likely is None or not count:
        return likely, NOTHING
    text, spans = headed.text, headed.spans
    above, below = likely.sentence_parts[:count], likely.sentence_parts[count:]
    is_told = (likely.parts > 0) & (above.max(axis=0) > 0)
    is_alone = is_told & (below.max(axis=0) < _TOLD_AGAIN)
    message = replace(
        likely,
        parts=np.where(is_alone, np.float32(_NEVER), likely.parts),
        roles=likely.roles[count:],
        sentence_parts=below,
    )
    words = (
        (name, spans[int(above[:, column].argmax())].of(text))
        for column, name in enumerate(PARTS)
        if is_told[column]
    )
    told = {name: said for name, said in words if _can_tell(name, said)}
    alone = {name: said for name, said in told.items() if is_alone[PARTS.index(name)]}
    return message, BySubject(told, alone)


def _can_tell(name: str, words: str) -> bool:
    """Tell whether a subject can say a part: it names a matter, not the moment it is missed.

    "Attachment" or "screenshots" there are what the mail is about; a number proves something.
    """
    return name != "when" and (name != "evidence" or any(map(str.isdigit, words)))
