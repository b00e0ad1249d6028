"""Letters to customers: a text for each occasion and language, written by hand.

A paragraph with a place for which there is nothing to say is left out whole;
one with `{no_reason}` stands only where there is nothing to say for `{reason}`.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

_FOLDER = Path(__file__).parent
_PLACE = re.compile(r"\{(\w+)\}")


def compose(what: str, language: str, folder: Path = _FOLDER, /, **places: str) -> str:
    """Return the letter with its places filled; `name` makes the greeting.

    Other areas keep their letters in folders of their own.
    """
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    greetings = filled("greeting", language, {"name": places.get("name", "")})
    return "\n\n".join(filled(what, language, places | {"greeting": greetings[0]}, folder))


def filled(what: str, language: str, places: dict[str, str], folder: Path = _FOLDER) -> list[str]:
    """Return the paragraphs of which every place has something in it."""
    paragraphs = _letter(folder, language, what).split("\n\n")
    return [
        _PLACE.sub(lambda place: places.get(place[1], ""), paragraph)
        for paragraph in paragraphs
        if all(_stands(name, places) for name in _PLACE.findall(paragraph))
    ]


def _stands(name: str, places: dict[str, str]) -> bool:
    if name.startswith("no_"):
        return not places.get(name.removeprefix("no_"))
    return bool(places.get(name))


def has_letter(what: str) -> bool:
    return (_FOLDER / "en" / f"{what}.txt").exists()


@cache
def _letter(folder: Path, language: str, what: str) -> str:
    return (folder / language / f"{what}.txt").read_text().strip()
