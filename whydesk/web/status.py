"""The public status page: what does not work, since when, when the next news comes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from whydesk.incidents.models import Subscription
from whydesk.incidents.public import Shown, shown_incidents
from whydesk.incidents.refusals import SubscriptionRefused
from whydesk.incidents.subscribing import (
    NO,
    YES,
    ask_to_subscribe,
    confirm_subscription,
    end_subscription,
    find_subscription,
    status_url,
)
from whydesk.mailroom.models import Mailbox
from whydesk.people.limiting import TooOften, note_attempt, refuse_haste
from whydesk.web.form import chosen_language
from whydesk.web.network import network_of
from whydesk.web.pages import SeeOther
from whydesk.web.sign_in import wait_sentence

ACT = "status"
FREE_TRIES = 10
# So long may a page be shown again without asking us; in an incident everybody asks.
FRESH_SECONDS = 30


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    with override(chosen_language(request)):
        return cached(status_page(request))


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    with override(chosen_language(request)):
        written = atom(shown_incidents()).writeString("utf-8")
        return cached(HttpResponse(written, content_type="application/atom+xml; charset=utf-8"))


def cached(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    patch_vary_headers(response, ["Accept-Language"])
    response["Content-Language"] = get_language() or "en"
    return response


def status_page(
    request: HttpRequest, *, trouble: str = "", email: str = "", status: int = 200
) -> HttpResponse:
    incidents = shown_incidents()
    context = {
        "open_incidents": [one for one in incidents if one.is_open],
        "past": [one for one in incidents if not one.is_open],
        "name": desk_name(),
        "is_asked": "asked" in request.GET,
        "trouble": trouble,
        "email": email,
        "language": get_language(),
        "languages": [(code, name) for code, name in settings.LANGUAGES if code != get_language()],
    }
    return render(request, "screens/status.html", context, status=status)


def desk_name() -> str:
    names = Mailbox.objects.order_by("pk").values_list("name", flat=True)
    return names.first() or "Whydesk"


def atom(incidents: list[Shown]) -> Atom1Feed:
    """Return a feed with an entry for every update, the newest first."""
    title = _("Status of %(name)s") % {"name": desk_name()}
    atom = Atom1Feed(
        title, status_url(), "", language=get_language(), feed_url=status_url("/feed.atom")
    )
    entries = [(notice, one) for one in incidents for notice in one.notices]
    for notice, one in sorted(entries, key=lambda entry: entry[0].key, reverse=True):
        atom.add_item(
            one.title,
            f"{status_url()}#incident-{one.key}",
            notice.text,
            unique_id=f"{status_url()}#update-{notice.key}",
            pubdate=notice.at,
            updateddate=notice.at,
        )
    return atom


# No session stands behind these forms, so there is nothing that a foreign page could misuse.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    with override(chosen_language(request)):
        if request.method == "GET":
            return SeeOther(f"{reverse('status')}#by-mail")
        email = request.POST.get("email", "")
        trouble = robot_or_haste(request) or asked(email)
        if trouble:
            return status_page(request, trouble=trouble, email=email, status=422)
        return SeeOther(f"{reverse('status')}?asked=1&lang={get_language()}#by-mail")


def robot_or_haste(request: HttpRequest) -> str:
    if request.POST.get("website"):
        return _("This looks filled in by a program. Use the feed instead.")
    network = network_of(request)
    try:
        refuse_haste(ACT, network, free=FREE_TRIES)
    except TooOften as error:
        return wait_sentence(error.wait)
    note_attempt(ACT, network)
    return ""


def asked(email: str) -> str:
    """Ask the owner of the address, or say what is wrong with it."""
    try:
        ask_to_subscribe(email, language=get_language() or "en")
    except SubscriptionRefused as error:
        return str(error)
    except TooOften:
        return ""
    return ""


@csrf_exempt
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, since machines follow links in mails; a POST says yes."""
    found = find_subscription(token, YES)
    with override(found.language if found else chosen_language(request)):
        if found and request.method == "POST":
            confirm_subscription(found)
        return answered(request, found, "yes")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscription(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether no more mail is wanted; a POST, of a person or of their mail program, ends it."""
    found = find_subscription(token, NO)
    with override(found.language if found else chosen_language(request)):
        if found and request.method == "POST":
            end_subscription(found)
        return answered(request, found, "no")


def answered(request: HttpRequest, found: Subscription | None, question: str) -> HttpResponse:
    context = {
        "subscription": found,
        "question": question,
        "is_done": request.method == "POST",
        "language": get_language(),
    }
    status = 200 if found else 404
    return render(request, "screens/status_subscription.html", context, status=status)
