"""Writing what the product can do."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.wishes.events import ArticleWritten, CapabilityPublished
from whydesk.wishes.models import Article, Capability
from whydesk.wishes.refusals import ArticleRefused
from whydesk.wishes.stories import choose, tidy

LONGEST_TEXT = 100_000
MOST_TAGS = 20


@transaction.atomic
def write_article(
    *,
    slug: str,
    language: str,
    title: str,
    purpose: str = "",
    how: str = "",
    tags: Iterable[str] | None = None,
    by: Actor,
) -> Article:
    """Write what a capability does in one language, anew or for the first time.

    Tags belong to the capability; none given leaves them as they are.

    :raises ArticleRefused: its address is no short name, or it has no title.
    """
    by.must(Can.WRITE_ARTICLES)
    slug = _slug(slug)
    choose(language, dict(settings.LANGUAGES))
    said = {
        "title": " ".join(tidy(title, 200, _("The title")).split()),
        "purpose": tidy(purpose, LONGEST_TEXT, _("What it is for")),
        "how": tidy(how, LONGEST_TEXT, _("How it is done")),
    }
    if not said["title"]:
        raise ArticleRefused(_("Give the article a title."))
    capability, _new = Capability.objects.select_for_update().get_or_create(slug=slug)
    found = Article.objects.filter(capability=capability, language=language).first()
    wanted = capability.tags if tags is None else _tags(tags)
    if found and wanted == capability.tags and said == _said(found):
        return found
    article, _made = Article.objects.update_or_create(
        capability=capability, language=language, defaults=said
    )
    capability.tags, capability.updated_at = wanted, timezone.now()
    capability.save(update_fields=["tags", "updated_at"])
    record(ArticleWritten(capability.pk, article.title, language), by=by)
    return article


@transaction.atomic
def publish(capability: Capability, *, is_public: bool, by: Actor) -> Capability:
    """Let everybody read about the capability, or only the desk."""
    by.must(Can.WRITE_ARTICLES)
    capability = Capability.objects.select_for_update().get(pk=capability.pk)
    if capability.is_public == is_public:
        return capability
    capability.is_public, capability.updated_at = is_public, timezone.now()
    capability.save(update_fields=["is_public", "updated_at"])
    record(CapabilityPublished(capability.pk, is_public), by=by)
    return capability


def _said(article: Article) -> dict[str, str]:
    return {"title": article.title, "purpose": article.purpose, "how": article.how}


def _slug(slug: str) -> str:
    slug = slug.strip().lower()
    try:
        validate_slug(slug)
    except ValidationError as error:
        sentence = _("An address has letters, numbers and hyphens: %(slug)s has not.")
        raise ArticleRefused(sentence % {"slug": slug[:60] or "“”"}) from error
    if len(slug) > 100:
        raise ArticleRefused(_("An address has at most 100 letters."))
    return slug


def _tags(tags: Iterable[str]) -> list[str]:
    kept = sorted({" ".join(tag.lower().split()) for tag in tags} - {""})
    if len(kept) > MOST_TAGS or any(len(tag) > 50 for tag in kept):
        raise ArticleRefused(_("At most twenty tags, each of at most fifty letters."))
    return kept
