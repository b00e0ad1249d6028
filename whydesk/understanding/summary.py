"""The one line by which a message is known in a list: the fact or the request, not the cry."""

import re
from collections.abc import Iterator, Mapping, Sequence

from whydesk.understanding.brief import Sentence, Span

LONGEST = 120
_FEWEST_LETTERS = 12
_BLANKS = re.compile(r"\s+")
_OPENING = re.compile(
    r"^(?:hi|hello|hey|ol[áa]|oi|bom dia|boa tarde|boa noite|здравствуйте|добрый день|привет)"
    r"(?: there| all| team| pessoal| gente| коллеги)?[\s,.!:–-]+",
    re.IGNORECASE,
)
# A cry before the matter; in small letters and without a mark it may belong to it ("help me find").
_CRIES = "help|sos|urgent|asap|urgente|socorro|ajuda|срочно|помогите|спасите"
_CRY = re.compile(
    rf"^(?:(?:{_CRIES.upper()})[\s!,.:–—-]+|(?i:{_CRIES})\s*[!,.:–—-][\s!,.:–—-]*)+(?=\w)"
)
# What is looked for first, by kind: a part of the brief or a role.
_FIRST = {
    "bug": ("got", "fact", "request"),
    "outage": ("got", "fact", "request"),
    "wish": ("want", "request", "fact"),
    "question": ("request", "fact"),
    "billing": ("request", "fact"),
    "complaint": ("fact", "request"),
    "praise": ("fact", "feeling", "courtesy"),
    "spam": ("fact", "request"),
}


def summarise(
    text: str, kind: str, sentences: Sequence[Sentence], parts: Mapping[str, Span | None]
) -> str:
    """Return the customer's own words for what they want, at most 120 characters.

    >>> summarise("HELP!!!!", "outage", (), {})
    'HELP'
    """
    short = ""
    for words in _candidates(text, kind, sentences, parts):
        line = one_line(words)
        if says_something(line):
            return line
        short = short or line
    return short


def says_something(line: str) -> bool:
    """Tell words from a laugh or a nod.

    >>> says_something("The total is wrong"), says_something("kkkkk 😂")
    (True, False)
    """
    return sum(map(str.isalpha, line)) >= _FEWEST_LETTERS


def past_the_cry(words: str) -> str:
    """Return what follows the cry for help, where something does.

    >>> past_the_cry("URGENT!! No mail"), past_the_cry("Help!"), past_the_cry("help me find it")
    ('No mail', 'Help!', 'help me find it')
    """
    return _CRY.sub("", words)


def _candidates(
    text: str, kind: str, sentences: Sequence[Sentence], parts: Mapping[str, Span | None]
) -> Iterator[str]:
    for wanted in _FIRST[kind]:
        if span := parts.get(wanted):
            yield span.of(text)
        said = (each for each in sentences if each.role == wanted)
        yield from (each.span.of(text) for each in said)
    yield from (each.span.of(text) for each in sentences)
    yield text[: LONGEST * 4]


def one_line(words: str) -> str:
    """Return the words without blanks, greeting and shouting, at most 120 characters.

    >>> one_line("Hi team,  where is\\nmy invoice?")
    'where is my invoice?'
    """
    line = _BLANKS.sub(" ", words[: LONGEST * 4]).strip(" \t,;:-–—>*")
    line = past_the_cry(_OPENING.sub("", line))
    if not line.endswith("?"):
        line = line.rstrip("!.…, ")
    letters = [letter for letter in line if letter.isalpha()]
    if len(letters) > 20 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        line = line.capitalize()
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST - 1].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:-–—')}…"
