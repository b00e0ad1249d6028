"""Public holidays by name, in the reader's language as far as anybody has put them into it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from whydesk.desk.hours import countries
from whydesk.desk.models import OpeningHours, OwnDay

# Where the names of holidays exist in several languages, these are asked for first.
_SPOKEN = {"en": ("en_US", "en_GB"), "ru": ("ru",), "pt-br": ("pt_BR", "pt_PT")}


@dataclass(frozen=True)
class Feast:
    """A public holiday to come; `own` where somebody has said otherwise about the day."""

    day: date
    name: str
    own: OwnDay | None = None


def feasts_ahead(hours: OpeningHours, today: date, language: str) -> list[Feast]:
    """Return the holidays of the next twelve months, soonest first."""
    own_days = {own.day: own for own in hours.own_days.all()} if hours.pk else {}
    named = {
        day: name
        for year in (today.year, today.year + 1)
        for day, name in names_of(hours.country, hours.region, year, language).items()
    }
    last = today.replace(year=today.year + 1, day=min(today.day, 28))
    return [
        Feast(day, name, own_days.get(day))
        for day, name in sorted(named.items())
        if today <= day <= last
    ]


@lru_cache(maxsize=256)
def names_of(country: str, region: str, year: int, language: str) -> dict[date, str]:
    """Return the holidays of a year with their names.

    In the reader's language, else in English, else in that of the country.
    """
    if not country:
        return {}
    import holidays

    known = holidays.country_holidays(country).supported_languages
    wanted = (*_SPOKEN.get(language, ()), *_SPOKEN["en"])
    spoken = next((one for one in wanted if one in known), None)
    found = holidays.country_holidays(country, subdiv=region or None, years=year, language=spoken)
    return {day: name for day, name in found.items() if day.year == year}


@lru_cache(maxsize=64)
def regions_of(country: str) -> list[tuple[str, str]]:
    """Return the regions of a country by code and name, as the country calls them."""
    if country not in countries():
        return []
    import holidays

    found = holidays.country_holidays(country)
    names: dict[str, str] = {}
    for name, code in found.subdivisions_aliases.items():
        names.setdefault(code, name)
    return sorted(((code, names.get(code, code)) for code in found.subdivisions), key=_by_name)


def _by_name(region: tuple[str, str]) -> str:
    return region[1].casefold()
