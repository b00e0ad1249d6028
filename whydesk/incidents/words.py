"""What is typed about an incident, tidied or refused."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from whydesk.incidents.refusals import Incomplete, TooLong, WrongChoice


def tidy(text: str, longest: int, what: str) -> str:
    """Return the text without what no database keeps.

    :raises TooLong: nothing that somebody wrote is cut off silently.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > longest:
        sentence = _("%(what)s has %(size)s characters. Keep what matters, at most %(most)s.")
        raise TooLong(sentence % {"what": what, "size": len(text), "most": longest})
    return text


def tidy_line(text: str, longest: int, what: str) -> str:
    return tidy(" ".join(text.split()), longest, what)


def demand(text: str, sentence: str) -> str:
    """Return the text, or stop with the sentence where there is none."""
    if not text:
        raise Incomplete(sentence)
    return text


def choose(value: str, choices: Collection[str]) -> str:
    """Return the value if it is one of those to choose from."""
    if value not in choices:
        raise WrongChoice(_("%(value)s is none of the choices here.") % {"value": value[:50]})
    return value


def by_language(
    said: str | Mapping[str, str], longest: int, what: str, *, is_line: bool = False
) -> dict[str, str]:
    """Return a text under each language it is written in; a bare one is in the desk's own."""
    given = {settings.LANGUAGE_CODE: said} if isinstance(said, str) else dict(said)
    known, clean = dict(settings.LANGUAGES), tidy_line if is_line else tidy
    for language in given:
        choose(language, known)
    tidied = {language: clean(text, longest, what) for language, text in given.items()}
    return {language: text for language, text in tidied.items() if text}


def name_of(language: str) -> str:
    """Return what the language calls itself."""
    return dict(settings.LANGUAGES).get(language, language)
