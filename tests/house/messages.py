"""The strings of the product and their translations: collect, merge, compare.

`python -m tests.house.messages` brings new strings into the .po files, and takes
out those that are gone. It needs no gettext: Babel reads Python, and Django
turns a template into something that Babel reads.
"""

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parent.parent.parent / "whydesk"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("ru", "pt_BR")
_FIRST_DAY = datetime(2026, 11, 21, tzinfo=UTC)
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@cache
def collect() -> Catalog:
    """Return every string of the screens and mails, with the places it stands in."""
    catalogue = Catalog()
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if "demo" in path.parts or "migrations" in path.parts:
            continue
        source = path.read_text()
        if path.suffix != ".py":
            source = templatize(source)
        place = str(path.relative_to(PACKAGE.parent))
        options = {"encoding": "utf-8"}
        found = extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"], options)
        for line, message, comments, context in found:
            flags = ["python-format"] if _has_format(message) else []
            catalogue.add(
                message, None, [(place, line)], flags, auto_comments=comments, context=context
            )
    return catalogue


def _has_format(message: str | tuple[str, ...]) -> bool:
    return "%(" in (message if isinstance(message, str) else message[0])


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merge() -> None:
    """Bring every translation up to the strings as they stand."""
    template = collect()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _head(catalogue, language)
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        with po_file(language).open("wb") as file:
            # Places without line numbers: a moved line is no change of a translation.
            write_po(
                file,
                catalogue,
                width=100,
                sort_output=True,
                omit_header=False,
                include_lineno=False,
                ignore_obsolete=True,
            )


def _head(catalogue: Catalog, language: str) -> None:
    """Give the file a head that changes only when the file does."""
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "Whydesk", "1"
    catalogue.header_comment = f"# The screens and mails of Whydesk in {language}."
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "Whydesk"
    catalogue.creation_date = catalogue.revision_date = _FIRST_DAY


if __name__ == "__main__":
    merge()
