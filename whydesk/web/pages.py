"""What every screen needs: who asks, which part they asked for, where they go next."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket

P = ParamSpec("P")


class AgentRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Agent
    htmx: HtmxDetails


class SeeOther(HttpResponseRedirect):
    """Done; look there now. Unlike 302 it never repeats the POST."""

    status_code = 303


def for_agents(
    view: Callable[Concatenate[AgentRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever has signed in; ask everyone else to sign in and bring them back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if isinstance(request.user, Agent):
            return view(cast(AgentRequest, request), *args, **kwargs)
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(resolve_url("sign_in"))
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")

    return guarded


def show(
    request: AgentRequest,
    screen: str,
    context: Mapping[str, Any],
    *,
    parts: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Give htmx the part that it will put into the page, and everyone else the page."""
    wanted = (request.htmx.target or "").partition("#")[2]
    name = f"{screen}#{wanted}" if request.htmx and wanted in parts else screen
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def go(request: HttpRequest, fallback: str) -> SeeOther:
    """Send the reader where the form said they came from, if that is an address of ours."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        there, {request.get_host()}, require_https=request.is_secure()
    )
    return SeeOther(there if ours else fallback)


def ticket_url(ticket: Ticket) -> str:
    return reverse("ticket", args=[ticket.pk])


def message_url(message: Message) -> str:
    """Return where the message stands in the thread of its ticket."""
    return f"{reverse('ticket', args=[message.ticket_id])}#message-{message.pk}"


def posted(request: HttpRequest) -> dict[str, str]:
    """Return what the form says, or the address of a form that has no fields, such as an undo."""
    return {**request.GET.dict(), **request.POST.dict()}


def number(text: str) -> int:
    """Read the key of a row; whatever is none leads nowhere."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404(_("There is nothing at this address."))
    return int(text)
