"""What the product can do, as articles that are found and read."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from whydesk.mail.markdown import to_html
from whydesk.people.actors import Can
from whydesk.web.article_search import told, told_in, with_words
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, for_agents, show
from whydesk.wishes.models import Capability

SIZE = 50
NEWEST = 20


@dataclass(frozen=True)
class Tongue:
    """A language as a tab above an article."""

    code: str
    name: str
    url: str
    is_told: bool
    is_current: bool


@for_agents
@require_GET
def capabilities(request: AgentRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    trail = request.GET.getlist("after")
    found = with_words(Capability.objects.prefetch_related("articles"), words).order_by("slug")
    if trail:
        found = found.filter(slug__gt=trail[-1])
    rows = list(found[: SIZE + 1])
    context = {
        "here": "wishes",
        "words": words,
        "capabilities": told(rows[:SIZE], get_language() or ""),
        "newer_url": page_url(words, trail[:-1]) if trail else "",
        "older_url": page_url(words, [*trail, rows[SIZE - 1].slug]) if len(rows) > SIZE else "",
    }
    return show(request, "screens/capabilities.html", context)


@for_agents
@require_GET
def capability(request: AgentRequest, slug: str) -> HttpResponse:
    found = find_capability(slug)
    shown = told_in(found, request.GET.get("lang") or get_language() or "")
    language = request.GET.get("lang") or (shown.article.language if shown.article else "en")
    article = shown.article if shown.article and shown.article.language == language else None
    answerings = found.answerings.select_related("ticket").order_by("-pk")
    context = {
        "here": "wishes",
        "capability": found,
        "title": shown.title,
        "language": checked(language),
        "article": article,
        "html": to_html(article.how) if article else "",
        "languages": tongues(found, shown.languages, language),
        "answerings": answerings[:NEWEST] if request.user.may(Can.SEE_ALL_TICKETS) else [],
    }
    return show(request, "screens/capability.html", context)


def find_capability(slug: str) -> Capability:
    return get_object_or_404(Capability.objects.prefetch_related("articles"), slug=slug)


def checked(language: str) -> str:
    """Return the language if it is one of the desk's."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is nothing at this address."))
    return language


def tongues(found: Capability, told_in: list[str], now: str) -> list[Tongue]:
    place = reverse("capability", args=[found.slug])
    return [
        Tongue(code, name, at(place, {"lang": code}), code in told_in, code == now)
        for code, name in settings.LANGUAGES
    ]


def page_url(words: str, trail: list[str]) -> str:
    query = [*([("q", words)] if words else []), *(("after", key) for key in trail)]
    return f"{reverse('capabilities')}?{urlencode(query)}" if query else reverse("capabilities")
