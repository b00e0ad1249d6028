"""Countries by their names in the reader's language."""

from functools import lru_cache

from whydesk.desk.hours import countries


@lru_cache(maxsize=8)
def country_names(language: str) -> list[tuple[str, str]]:
    """Return the countries whose holidays are known, by code and name, in order of the names."""
    # It takes 6 MB, which a process needs that shows a list of countries, and no other.
    from babel import Locale

    names = Locale.parse(language, sep="-").territories
    found = [(code, names.get(code, code)) for code in countries()]
    return sorted(found, key=lambda country: country[1].casefold().replace("ё", "е"))


def country_name(code: str, language: str) -> str:
    return dict(country_names(language)).get(code, code) if code else ""
