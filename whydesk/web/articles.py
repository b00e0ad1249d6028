"""Writing what the product can do, and saying who may read it."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.mail.markdown import to_html
from whydesk.people.actors import Can
from whydesk.web.capabilities import checked, find_capability
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.wish_forms import ArticleForm
from whydesk.wishes.models import Capability
from whydesk.wishes.refusals import WishRefused
from whydesk.wishes.writing import publish, write_article


@for_agents
@require_http_methods(["GET", "POST"])
def new_capability(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.WRITE_ARTICLES)
    form = ArticleForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid() and Capability.objects.filter(slug=form.cleaned_data["slug"]).exists():
        form.add_error("slug", _("There is an article at this address already."))
    return write(request, form, None)


@for_agents
@require_http_methods(["GET", "POST"])
def article(request: AgentRequest, slug: str, language: str) -> HttpResponse:
    request.user.must(Can.WRITE_ARTICLES)
    found = find_capability(slug)
    known = found.articles.filter(language=checked(language)).first()
    form = ArticleForm.of(found, known, language, request.POST or None)
    return write(request, form, found)


def write(request: AgentRequest, form: ArticleForm, found: Capability | None) -> HttpResponse:
    """Show the form, a preview of what stands in it, or keep it."""
    if "preview" not in request.POST and form.is_valid():
        try:
            written = write_article(**form.article, by=request.user)
            place = reverse("capability", args=[written.capability.slug])
            return SeeOther(at(place, {"lang": written.language}))
        except WishRefused as error:
            form.add_error(None, str(error))
    preview = to_html(request.POST.get("how", "")) if "preview" in request.POST else ""
    context = {"here": "wishes", "form": form, "capability": found, "preview_html": preview}
    return show(request, "screens/article.html", context)


@for_agents
@require_POST
def readers(request: AgentRequest, slug: str) -> HttpResponse:
    """Show it to everybody, or to the team only."""
    found = find_capability(slug)
    publish(found, is_public=request.POST.get("public") == "yes", by=request.user)
    return SeeOther(reverse("capability", args=[slug]))
