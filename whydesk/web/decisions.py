"""Deciding what becomes of a wish, in a meeting or outside of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.review_forms import DecisionForm
from whydesk.web.wishes import find_wish, wish_url
from whydesk.wishes.calendar import desk_day
from whydesk.wishes.deciding import decide
from whydesk.wishes.models import Article, Decision, Review, Wish
from whydesk.wishes.refusals import WishRefused

OFFERED = 12


@for_agents
@require_http_methods(["GET", "POST"])
def decision(request: AgentRequest, key: int) -> HttpResponse:
    """Decide on a wish outside of a meeting."""
    request.user.must(Can.DECIDE_WISHES)
    found = find_wish(request.user, key)
    form = DecisionForm.fresh(desk_day())
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if is_decided(request, found, form):
            messages.success(request, _("Decided. Whoever waits for it will be told."))
            return SeeOther(wish_url(found))
    context = {"here": "wishes", "wish": found, "form": form, "decisions": decisions_of(found)}
    return show(request, "screens/decision.html", context, status=422 if form.errors else 200)


@for_agents
@require_GET
def capabilities(request: AgentRequest) -> HttpResponse:
    """Offer what we have by the words typed so far."""
    request.user.must(Can.SEE_ALL_TICKETS)
    typed = request.GET.get("capability", "").strip()[:100]
    titles = Article.objects.filter(title__icontains=typed).order_by("title") if typed else ()
    context = {"titles": [article.title for article in titles[:OFFERED]]}
    return show(request, "parts/review_capabilities.html", context)


def is_decided(
    request: AgentRequest, wish: Wish, form: DecisionForm, *, review: Review | None = None
) -> bool:
    """Decide as the form says, or note on the form why not."""
    request.user.must(Can.DECIDE_WISHES)
    if not form.is_valid():
        return False
    known = known_last(wish, request.POST.get("after", ""))
    try:
        decide(wish, form.terms, after=known, review=review, by=request.user)
    except WishRefused as error:
        form.add_error(None, str(error))
    return form.is_valid()


def known_last(wish: Wish, key: str) -> Decision | None:
    """Return the decision that was the last when the form was shown."""
    return Decision.objects.filter(wish=wish, pk=number(key)).first() if key else None


def decisions_of(wish: Wish, *, most: int = 20) -> list[Decision]:
    """Return what was decided on a wish, newest first, as parts/decisions.html shows it."""
    found = wish.decisions.select_related("by", "capability", "progress")
    return list(found.order_by("-pk")[:most])
