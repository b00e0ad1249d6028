"""Which of the desk's languages a text is written in."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# What the desk calls a language, by what the identifier calls it.
_OURS = {"en": "en", "ru": "ru", "pt": "pt-br"}

# Longer texts say nothing more about their language.
_ENOUGH = 600


@cache
def _identifier() -> LanguageIdentifier:
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


def detect_language(text: str) -> str:
    """Return en, ru or pt-br, or an empty string where the text has no words.

    >>> detect_language("не уходит почта")
    'ru'
    """
    words = text[:_ENOUGH]
    if not any(letter.isalpha() for letter in words):
        return ""
    language, _score = _identifier().classify(words)
    return _OURS[language]
