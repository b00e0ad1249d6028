"""Taking over what the product can do from a folder of Markdown files."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.understanding.language import detect_language
from whydesk.wishes.events import CapabilitiesImported
from whydesk.wishes.front_matter import Page, read_page
from whydesk.wishes.models import Article, Capability
from whydesk.wishes.refusals import ArticleRefused, WishRefused
from whydesk.wishes.writing import publish, write_article

_LARGEST = 1_000_000
_PUBLIC = ("", "yes", "true")


@dataclass
class Imported:
    """What became of the files: how many articles stand now, and what is wrong with the others."""

    articles: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def import_capabilities(folder: Path, *, by: Actor = DESK) -> Imported:
    """Write an article for each Markdown file in the folder and those below it.

    Its head says slug, title, purpose, tags, language and public; what it
    leaves out is taken from the file: the name (reports.ru.md is the Russian
    article of reports), the first heading, the language of the text. Imported
    again, an article is changed where its file has changed.
    """
    by.must(Can.WRITE_ARTICLES)
    done = Imported()
    for path in sorted(folder.rglob("*.md")):
        try:
            _import(path, by=by)
            done.articles += 1
        except (WishRefused, OSError) as error:
            done.refused[str(path.relative_to(folder))] = str(error)
    with transaction.atomic():
        record(CapabilitiesImported(done.articles), by=by)
    return done


@transaction.atomic
def _import(path: Path, *, by: Actor) -> Article:
    page = read_page(_text_of(path))
    name, language = _named(path)
    slug = page.word("slug") or slugify(name)
    is_new = not Capability.objects.filter(slug=slug.lower()).exists()
    article = write_article(
        slug=slug,
        language=_code(page.word("language")) or language or _language_of(page),
        title=page.word("title") or name,
        purpose=page.word("purpose"),
        how=page.text,
        tags=page.words("tags") if "tags" in page.fields else None,
        by=by,
    )
    if is_new or page.word("public"):
        publish(article.capability, is_public=page.word("public").lower() in _PUBLIC, by=by)
    return article


def _text_of(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise ArticleRefused(_("This file is too large for an article."))
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleRefused(_("This file is not UTF-8.")) from error


def _named(path: Path) -> tuple[str, str]:
    """Return the name and the language that the file's name says: reports.pt-br.md."""
    stem, _dot, ending = path.stem.rpartition(".")
    language = _code(ending)
    return (stem, language) if stem and language else (path.stem, "")


def _code(text: str) -> str:
    """Return the desk's code of the language, or nothing: pt and pt_BR are pt-br."""
    wanted = text.strip().lower().replace("_", "-")
    known = dict(settings.LANGUAGES)
    if wanted in known:
        return wanted
    return next((code for code in known if wanted and code.partition("-")[0] == wanted), "")


def _language_of(page: Page) -> str:
    text = f"{page.word('title')}\n{page.text}"
    return detect_language(text) or settings.LANGUAGE_CODE
