"""Which of the desk's languages a text is written in."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# What the desk calls a language, by what the identifier calls it.
_OURS = {"en": "en", "ru": "ru", "pt": "pt-br"}

# Russian in Latin letters, which the identifier takes for English.
_TRANSLITERATED_WORDS = """
ne chto eto uzhe kak vy ya mne moy menya vas nas vam nam iz dlya tolko esli pochemu privet spasibo
dengi pozhaluista pozhaluysta zdravstvuyte bylo nichego segodnya vchera vse kogda ili gde pomogite
vernite mozhno nado nuzhno rabotaet opyat sdelayte oshibka oplata
"""
_TRANSLITERATED = frozenset(_TRANSLITERATED_WORDS.split())
_FEWEST_OF_THEM, _SHARE_OF_THEM = 2, 0.16
_WORD = re.compile("[a-z]+")

# Of these languages one alone is written so.
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

# Longer texts say nothing more about their language.
_ENOUGH = 400


@cache
def _identifier() -> "LanguageIdentifier":
    # It brings numpy, which most programs of the desk can do without.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    every = LanguageIdentifier.from_model_file(MODEL_FILE)
    every.set_languages(list(_OURS))
    # Built anew from its three languages, it lets go of the weights of the other 94.
    return LanguageIdentifier(
        every.nb_ptc,
        every.nb_pc,
        every.nb_classes,
        every.tk_nextmove,
        every.tk_output,
        tk_row=every.tk_row,
    )


def load_languages() -> None:
    """Load what languages are told by, unless it is there."""
    _identifier()


def detect_language(text: str) -> str:
    """Return en, ru or pt-br, or an empty string where the text has no words.

    >>> detect_language("не уходит почта")
    'ru'
    """
    words = text[:_ENOUGH]
    letters = sum(map(str.isalpha, words))
    if not letters:
        return ""
    if 2 * len(_CYRILLIC.findall(words)) > letters:
        return "ru"
    if _is_transliterated(words):
        return "ru"
    language, _score = _identifier().classify(words)
    return _OURS[language]


def _is_transliterated(words: str) -> bool:
    said = _WORD.findall(words.lower())
    known = [word for word in said if word in _TRANSLITERATED]
    return len(set(known)) >= _FEWEST_OF_THEM and len(known) > _SHARE_OF_THEM * len(said)
