"""Mail that could not be read: it is kept, says why, and can be tried again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.mailroom.models import Letter
from whydesk.mailroom.queries import parked_letters
from whydesk.people.actors import Can
from whydesk.tickets.opening import try_letter_again
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show

SIZE = 50


@for_agents
@require_GET
def letters(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.REREAD_MAIL)
    trail = [number(key) for key in request.GET.getlist("before")]
    found = parked_letters().filter(pk__lt=trail[-1]) if trail else parked_letters()
    rows = list(found[: SIZE + 1])
    context = {
        "here": "unread",
        "letters": rows[:SIZE],
        "newer_url": page_url(trail[:-1]) if trail else "",
        "older_url": page_url([*trail, rows[SIZE - 1].pk]) if len(rows) > SIZE else "",
    }
    return show(request, "screens/unread.html", context)


@for_agents
@require_POST
def tries(request: AgentRequest, key: int) -> HttpResponse:
    try_letter_again(find_letter(request, key), by=request.user)
    messages.success(request, _("The mail is being read again. If it fails, it comes back here."))
    return SeeOther(reverse("unread"))


@for_agents
@require_POST
def all_tries(request: AgentRequest) -> HttpResponse:
    for letter in parked_letters():
        try_letter_again(letter, by=request.user)
    messages.success(request, _("All are being read again. Those that fail come back here."))
    return SeeOther(reverse("unread"))


@for_agents
@require_GET
def source(request: AgentRequest, key: int) -> HttpResponse:
    """Hand the mail over byte for byte, to be kept and never to be opened in the browser."""
    letter = find_letter(request, key)
    name = f'attachment; filename="mail-{letter.pk}.eml"'
    headers = {"Content-Disposition": name, "Content-Security-Policy": "sandbox"}
    return HttpResponse(bytes(letter.raw), "application/octet-stream", headers=headers)


def find_letter(request: AgentRequest, key: int) -> Letter:
    request.user.must(Can.REREAD_MAIL)
    return get_object_or_404(parked_letters(), pk=key)


def page_url(trail: list[int]) -> str:
    query = "&".join(f"before={key}" for key in trail)
    return f"{reverse('unread')}?{query}" if query else reverse("unread")
