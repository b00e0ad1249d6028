"""Read the tickets of the demo company from files that read like a conversation.

The format is told in `stories/README.md`; a ticket is added there without Python.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from whydesk.demo.moments import Moment, StoryUnreadable, parse_moment, parse_span
from whydesk.demo.news import news_in

STORIES = files("whydesk.demo") / "stories"
LANGUAGES = {"ru": "ru", "pt": "pt-br", "en": "en"}
STATUSES = ("open", "waiting", "snoozed", "closed", "spam")
CHANNELS = ("mail", "form", "phone", "api")
AUTOMATIC = ("bounce", "auto_reply", "out_of_office", "list")
HEADERS = ("from", "at", "status", "channel", "agent", "tags", "to", "cc", "article")
FLAGS = {"html": "is_html", "quote": "quotes", "fails": "fails"}
KINDS = {"-->": "incoming", "<--": "reply", "###": "note", "~~~": "call"}

CHANNEL_OF = {"<--": "mail", "###": "mail", "~~~": "phone"}

_TITLE = re.compile(r"^=== (.+)$", re.M)
_HEAD = re.compile(r"^(?P<arrow>-->|<--|###|~~~)(?P<rest>(?: .*)?)$", re.M)


@dataclass(frozen=True)
class Line:
    """One message of a story; `after` counts from the message before it.

    `news` says which update on the incident it is, if it is one.
    """

    kind: str
    who: str
    after: timedelta
    text: str
    channel: str
    automatic: str = ""
    is_html: bool = False
    quotes: bool = False
    fails: bool = False
    files: tuple[str, ...] = ()
    news: int = 0


@dataclass(frozen=True)
class Story:
    """One ticket, as it was told."""

    place: str
    language: str
    subject: str
    sender: str
    begins: Moment
    status: str
    snoozed_for: timedelta | None
    channel: str
    agent: str
    tags: tuple[str, ...]
    box: str
    cc: tuple[str, ...]
    article: str
    lines: tuple[Line, ...]

    def times(self, now: datetime, zone: ZoneInfo) -> list[datetime]:
        """Return when each message was written."""
        at = self.begins.on(now, zone)
        times = []
        for line in self.lines:
            at += line.after
            times.append(at)
        return times

    @property
    def handles(self) -> set[str]:
        """Return everybody of the staff who is named in the story."""
        named = {line.who for line in self.lines if line.kind != "incoming"}
        return named | ({self.agent} if self.agent else set())


def read_stories() -> list[Story]:
    """Read every story, in the order of languages, files and lines."""
    return [story for folder in LANGUAGES for story in _read_folder(folder)]


def _read_folder(folder: str) -> Iterator[Story]:
    for file in sorted((STORIES / folder).iterdir(), key=_name):
        if file.name.endswith(".txt"):
            text = file.read_text(encoding="utf-8")
            yield from parse_stories(text, LANGUAGES[folder], f"{folder}/{file.name}")


def _name(file: Traversable) -> str:
    return file.name


def parse_stories(text: str, language: str, place: str) -> Iterator[Story]:
    """Yield the stories of one file; what stands before the first is a remark."""
    pieces = _TITLE.split(text)
    for subject, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        yield _parse_story(subject.strip(), rest, language, f"{place}: {subject.strip()}")


def _parse_story(subject: str, rest: str, language: str, place: str) -> Story:
    head, *turns = _HEAD.split(rest)
    headers = _parse_headers(head, place)
    channel = _one_of(CHANNELS, headers.get("channel", "mail"), place)
    lines = tuple(
        _parse_line(arrow, words, text.strip(), channel, language, place)
        for arrow, words, text in zip(turns[::3], turns[1::3], turns[2::3], strict=True)
    )
    return _build_story(subject, headers, language, place, channel, lines)


def _build_story(
    subject: str,
    headers: dict[str, str],
    language: str,
    place: str,
    channel: str,
    lines: tuple[Line, ...],
) -> Story:
    if not lines or "from" not in headers or "at" not in headers:
        raise StoryUnreadable(f"{place}: a story needs from, at and a message.")
    status, _, snooze = headers.get("status", "closed").partition(" for ")
    answered = [line.who for line in lines if line.kind == "reply"]
    agent = headers.get("agent", answered[0] if answered else "none")
    sender = headers["from"]
    return Story(
        place=place,
        language=language,
        subject=subject,
        sender=sender,
        begins=parse_moment(headers["at"], place),
        status=_one_of(STATUSES, status, place),
        snoozed_for=parse_span(snooze, place) if snooze else None,
        channel=channel,
        agent="" if agent == "none" else agent,
        tags=_words(headers.get("tags", "")),
        box=headers.get("to", ""),
        cc=_words(headers.get("cc", "")),
        article=headers.get("article", ""),
        lines=tuple(replace(line, who=line.who or sender) for line in lines),
    )


def _parse_headers(head: str, place: str) -> dict[str, str]:
    headers = {}
    for row in filter(None, map(str.strip, head.splitlines())):
        name, colon, value = row.partition(":")
        if not colon:
            raise StoryUnreadable(f"{place}: “{row}” is not a header.")
        headers[_one_of(HEADERS, name.strip(), place)] = value.strip()
    return headers


def _parse_line(arrow: str, words: str, text: str, channel: str, language: str, place: str) -> Line:
    line = Line(KINDS[arrow], "", timedelta(), text, CHANNEL_OF.get(arrow, channel))
    for word in words.split():
        line = _with_word(line, word, place)
    if line.news:
        line = replace(line, text=news_in(language, line.news))
    if not line.text:
        raise StoryUnreadable(f"{place}: a message has no words.")
    if line.kind != "incoming" and not line.who:
        raise StoryUnreadable(f"{place}: “{arrow}” does not say who of the staff it was.")
    return line


def _with_word(line: Line, word: str, place: str) -> Line:
    """Return the line with one more word of its first row taken to heart."""
    if word.startswith("+"):
        return replace(line, after=parse_span(word[1:], place))
    if word.startswith("file="):
        return replace(line, files=(*line.files, word.removeprefix("file=")))
    if word.startswith("news="):
        return replace(line, news=int(word.removeprefix("news=")))
    if word in AUTOMATIC:
        return replace(line, automatic=word)
    if word in CHANNELS:
        return replace(line, channel=word)
    if word in FLAGS:
        return replace(line, **{FLAGS[word]: True})  # type: ignore[arg-type]
    if line.who:
        raise StoryUnreadable(f"{place}: “{word}” means nothing here.")
    return replace(line, who=word)


def _one_of(allowed: Collection[str], word: str, place: str) -> str:
    if word not in allowed:
        raise StoryUnreadable(f"{place}: “{word}” is none of {', '.join(allowed)}.")
    return word


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
