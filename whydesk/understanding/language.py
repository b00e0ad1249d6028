"""Which of the desk's languages a text is written in."""

import math
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

# How much likelier, in nats, a language must be than the one expected: "Error 502" is all three.
_CLEARLY = 3.0


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


def detect_language(text: str, expected: str = "") -> str:
    """Return en, ru or pt-br, or an empty string where the text has no words.

    A few words that could be of several languages are of the one expected, if any is.

    >>> detect_language("не уходит почта")
    'ru'
    >>> detect_language("Error 502", expected="en")
    'en'
    """
    words = text[:_ENOUGH]
    letters = sum(map(str.isalpha, words))
    if not letters:
        return ""
    if 2 * len(_CYRILLIC.findall(words)) > letters:
        return "ru"
    if _is_transliterated(words):
        return "ru"
    ranked = [(_OURS[language], score) for language, score in _identifier().rank(words)]
    likeliest, best = ranked[0]
    return expected if dict(ranked).get(expected, -math.inf) > best - _CLEARLY else likeliest


def _is_transliterated(words: str) -> bool:
    said = _WORD.findall(words.lower())
    known = [word for word in said if word in _TRANSLITERATED]
    return len(set(known)) >= _FEWEST_OF_THEM and len(known) > _SHARE_OF_THEM * len(said)
