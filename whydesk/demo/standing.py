"""Say where a told ticket stands: who waits since when, and what did not arrive."""

from collections.abc import Sequence
from datetime import datetime

from whydesk.demo.stories import Line, Story


def is_answer(line: Line) -> bool:
    """Say whether the customer heard from us by this."""
    return line.kind == "call" or (line.kind == "reply" and not line.fails)


def is_from_person(line: Line) -> bool:
    return line.kind == "incoming" and not line.automatic


def waits_since(story: Story, times: Sequence[datetime]) -> datetime | None:
    """Return since when the customer waits for us, if they do."""
    if story.status not in ("open", "snoozed"):
        return None
    since = None
    for line, at in zip(story.lines, times, strict=True):
        if is_answer(line):
            since = None
        elif is_from_person(line):
            since = since or at
    return since or (times[-1] if story.status == "open" else None)


def is_undelivered(story: Story) -> bool:
    """Say whether our last word to the customer did not arrive."""
    said = [line for line in story.lines if line.kind in ("reply", "call")]
    return bool(said) and said[-1].fails


def newest_words(story: Story) -> str:
    """Return the customer's newest words, or whatever was said where there are none."""
    theirs = [line.text for line in story.lines if is_from_person(line)]
    return theirs[-1] if theirs else story.lines[0].text
