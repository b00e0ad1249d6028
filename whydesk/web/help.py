"""Public help: what the articles say to everybody, without signing in."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from whydesk.mail.markdown import to_html
from whydesk.mailroom.models import Mailbox
from whydesk.web.article_search import Told, told, told_in, with_words
from whydesk.web.form import chosen_language
from whydesk.wishes.models import Capability

SIZE = 30


@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    with override(chosen_language(request)):
        words = request.GET.get("q", "")[:200].replace("\x00", "").strip()
        trail = request.GET.getlist("after")
        found = with_words(public(), words).order_by("slug")
        if trail:
            found = found.filter(slug__gt=trail[-1])
        rows = list(found[: SIZE + 1])
        context = {
            "words": words,
            "articles": [listed(one) for one in told(rows[:SIZE], language())],
            "newer_url": page_url(words, trail[:-1]) if trail else "",
            "older_url": page_url(words, [*trail, rows[SIZE - 1].slug]) if len(rows) > SIZE else "",
            **around([code for code, _name in settings.LANGUAGES]),
        }
        return page(request, "screens/help.html", context)


@never_cache
@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    with override(chosen_language(request)):
        found = told_in(get_object_or_404(public(), slug=slug), language())
        if found.article is None:
            raise Http404(_("There is nothing at this address."))
        context = {
            "article": found.article,
            "html": to_html(found.article.how),
            "back_url": f"{reverse('help')}?{urlencode({'lang': language()})}",
            **around(found.languages, shown=found.article.language),
        }
        return page(request, "screens/help_article.html", context)


def page(request: HttpRequest, screen: str, context: dict[str, Any]) -> HttpResponse:
    """Show it, and say in which language, whatever the browser had asked for."""
    response = render(request, screen, context)
    response.headers["Content-Language"] = language()
    return response


def public() -> Any:
    told_somewhere = Capability.objects.filter(is_public=True, articles__isnull=False).distinct()
    return told_somewhere.prefetch_related("articles")


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def listed(one: Told) -> dict[str, str]:
    """Return an article as a line of the list."""
    address = reverse("help_article", args=[one.capability.slug])
    return {
        "title": one.title,
        "purpose": one.purpose,
        "language": one.article.language if one.article else "",
        "url": f"{address}?{urlencode({'lang': language()})}",
    }


def around(codes: list[str], *, shown: str = "") -> dict[str, Any]:
    """Return the other languages, and where one can write if the help did not help."""
    now = shown or language()
    has_form = Mailbox.objects.exists()
    return {
        "language": language(),
        "languages": [one for one in settings.LANGUAGES if one[0] in codes and one[0] != now],
        "ask_url": f"{reverse('ask')}?{urlencode({'lang': language()})}" if has_form else "",
    }


def page_url(words: str, trail: list[str]) -> str:
    query = [("lang", language()), *([("q", words)] if words else [])]
    return f"{reverse('help')}?{urlencode([*query, *(('after', key) for key in trail)])}"
