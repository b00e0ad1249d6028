"""Where the sentences of a message begin and end."""

import re
from collections.abc import Iterator

from whydesk.understanding.brief import Span
from whydesk.understanding.clauses import clause_starts

# What is read of a message; whatever stands beyond is one last sentence.
LONGEST_READ = 10_000
MOST_SENTENCES = 200

_CLOSERS = "\"'»”’)\\]"
_EMOJI = "\u200d\ufe0f\u2600-\u27bf\U0001f000-\U0001faff"

# Possessive, so that a page of dots costs one look and not one for each dot.
_BREAK = re.compile(
    rf"(?:[.!?…]++[{_CLOSERS}]*+|[{_EMOJI}]++|:?\)++)(?:[ \t]*+[{_EMOJI}]++)*+(?=\s|\Z)"
    r"|(?<=[а-яё])\.(?=[А-ЯЁ][а-яё])"
    r"|\n\s*+"
)
_SMILEY = re.compile(r":?\)+")

# Words that end in a full stop without ending a sentence.
_ABBREVIATED = """
mr mrs ms dr prof st sr jr no nos approx acc tel ext dept inc ltd vs etc e.g i.e eg ie fig ref a.m
p.m mag art vol pp min max
sra dra srta av r tam nº n obs ex p.ex pág pag cod cód hrs seg qtd aprox ltda cia
г гг ул д кв стр т т.е т.к т.д т.п т.н и.о руб коп тыс млн млрд см рис напр тел доб им пр пер обл
мин сек шт ст п пп оф корп проф акад р рос зам нач гл
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_WORD_BEFORE = re.compile(r"[\w.]*\Z")


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text, in order, without the blanks between them.

    A line break ends a sentence; unpunctuated speech is split by clause. Of a
    text longer than 10,000 characters or 200 sentences the rest is one last
    sentence, so that the sentences joined always give the text back.
    """
    read = text[:LONGEST_READ]
    starts = [0]
    for start, end in punctuated(read):
        starts += [start + place for place in clause_starts(read[start:end])]
        starts.append(end)
    return _spans(text, starts)


def plain_sentences(text: str) -> list[Span]:
    """Return the sentences that marks and line breaks make, unpunctuated speech uncut."""
    return _spans(text, [0, *(end for _, end in punctuated(text[:LONGEST_READ]))])


def _spans(text: str, starts: list[int]) -> list[Span]:
    starts = starts[:MOST_SENTENCES]
    ends = [*starts[1:], len(text)]
    return [span for pair in zip(starts, ends, strict=True) if (span := _trimmed(text, *pair))]


def punctuated(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between line breaks and marks that end a sentence."""
    start = 0
    for found in _BREAK.finditer(text):
        if _ends_sentence(text, start, found):
            yield start, found.end()
            start = found.end()
    if start < len(text):
        yield start, len(text)


def _ends_sentence(text: str, start: int, found: re.Match[str]) -> bool:
    mark = found.group()
    if "\n" in mark:
        return True
    before = text[max(start, found.start() - 20) : found.start()]
    if not before.strip() or (_SMILEY.fullmatch(mark) and not _is_smiley(text, found)):
        return False
    return mark != "." or not _is_abbreviated(text[start : found.start()], before)


def _is_smiley(text: str, found: re.Match[str]) -> bool:
    """Tell a smiling bracket from one that closes something."""
    line = text[max(0, found.start() - 300) : found.start()]
    return found.group()[0] == ":" or line.count("(") <= line.count(")")


def _is_abbreviated(sentence: str, before: str) -> bool:
    match = _WORD_BEFORE.search(before)
    word = match.group() if match else ""
    if word.isdigit():
        # "1. open the list": the number of a step, alone at the start of its line.
        return sentence.strip() == word
    is_initial = len(word) == 1 and word.isupper()
    return is_initial or word.lower().strip(".") in _ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
