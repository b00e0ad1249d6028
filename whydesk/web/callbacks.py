"""Telling people what was decided: one person at a time, and then the next."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.queries import WrongFilter, visible_to
from whydesk.tickets.recipients import ReplyRefused
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.wishes.calling_back import (
    change_draft,
    drop_callback,
    mark_not_reached,
    note_call,
    tell,
    tell_many,
)
from whydesk.wishes.choices import Went
from whydesk.wishes.handing_on import give_callback
from whydesk.wishes.models import Callback, Decision
from whydesk.wishes.points import points_for
from whydesk.wishes.refusals import WishRefused
from whydesk.wishes.rewording import word_decision
from whydesk.wishes.to_be_told import (
    CallbackPage,
    answers_to_read,
    callbacks_due,
    moods_unknown,
    who_can_tell,
)
from whydesk.wishes.wording import lacks_words, language_of


@for_agents
@require_GET
def callbacks(request: AgentRequest) -> HttpResponse:
    """Show who is to be told, and one of them whole."""
    try:
        page = due(request, request.GET)
    except WrongFilter as error:
        raise Http404(str(error)) from error
    current = chosen(page, request.GET.get("callback", ""))
    return show_callbacks(request, page, current)


@for_agents
@require_POST
def mail(request: AgentRequest, key: int) -> HttpResponse:
    callback, text = find(request, key), request.POST.get("text", "")
    try:
        tell(callback, text=text, by=request.user)
    except (WishRefused, ReplyRefused) as error:
        callback.draft = text
        return show_callbacks(request, due(request, request.POST), callback, trouble=str(error))
    messages.success(request, _("Sent to %(name)s.") % {"name": callback.voice.contact.name})
    return on(request, callback)


@for_agents
@require_POST
def call(request: AgentRequest, key: int) -> HttpResponse:
    callback = find(request, key)
    try:
        went, note = request.POST.get("went", ""), request.POST.get("note", "")
        note_call(callback, went=went, note=note, by=request.user)
    except WishRefused as error:
        return show_callbacks(request, due(request, request.POST), callback, trouble=str(error))
    messages.success(request, _("Noted."))
    return on(request, callback)


@for_agents
@require_POST
def outcome(request: AgentRequest, key: int) -> HttpResponse:
    """Note that somebody was not reached, or that we give up trying."""
    callback, note = find(request, key), request.POST.get("note", "")
    acts = {"not_reached": mark_not_reached, "dropped": drop_callback}
    act = acts.get(request.POST.get("state", ""))
    if act is None:
        raise Http404(_("There is no such outcome."))
    try:
        act(callback, note=note, by=request.user)
    except WishRefused as error:
        return show_callbacks(request, due(request, request.POST), callback, trouble=str(error))
    messages.success(request, _("Noted."))
    return on(request, callback)


@for_agents
@require_POST
def assignment(request: AgentRequest, key: int) -> HttpResponse:
    """Let somebody else tell this customer."""
    callback = find(request, key)
    to = get_object_or_404(Agent, pk=number(request.POST.get("agent", "")))
    try:
        give_callback(callback, to=to, by=request.user)
    except WishRefused as error:
        return show_callbacks(request, due(request, request.POST), callback, trouble=str(error))
    messages.success(request, _("Left to %(name)s.") % {"name": to.name})
    return on(request, callback)


@for_agents
@require_POST
def wording(request: AgentRequest, key: int) -> HttpResponse:
    """Put the reason into the language of this customer, and of all others who read it."""
    callback = find(request, key)
    words = {name: request.POST.get(name, "") for name in ("reason", "would_change", "elsewhere")}
    language = language_of(callback.voice)
    try:
        word_decision(callback.decision, language=language, **words, by=request.user)
    except WishRefused as error:
        return show_callbacks(request, due(request, request.POST), callback, trouble=str(error))
    messages.success(request, _("The drafts in this language are written anew."))
    return SeeOther(
        at(reverse("callbacks"), narrowed(request.POST) | {"callback": str(callback.pk)})
    )


@for_agents
@require_POST
def draft(request: AgentRequest, key: int) -> HttpResponse:
    """Keep the text as it is being written."""
    callback = find(request, key)
    try:
        change_draft(callback, text=request.POST.get("text", ""), by=request.user)
    except WishRefused as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@for_agents
@require_POST
def batch(request: AgentRequest) -> HttpResponse:
    """Send what was ticked, after one look at all of it."""
    keys = [number(key) for key in request.POST.getlist("callback")]
    found = Callback.objects.filter(pk__in=keys, ticket__in=visible_to(request.user))
    try:
        count = tell_many(list(found), by=request.user)
    except WishRefused as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "%(count)d answer is on its way.", "%(count)d answers are on their way.", count
        )
        messages.success(request, said % {"count": count})
    return SeeOther(at(reverse("callbacks"), narrowed(request.POST)))


def find(request: AgentRequest, key: int) -> Callback:
    request.user.must(Can.ANSWER)
    related = (
        *("decision__capability", "voice__root", "voice__contact", "voice__company"),
        *("ticket", "assignee"),
    )
    seen = Callback.objects.filter(ticket__in=visible_to(request.user))
    return get_object_or_404(seen.select_related(*related), pk=key)


def narrowed(query: QueryDict) -> dict[str, str]:
    """Return what narrows the list, as it stands in an address."""
    return {name: str(query[name]) for name in ("everyone", "decision") if query.get(name)}


def due(request: AgentRequest, query: QueryDict) -> CallbackPage:
    """Return a page of one's own list, of everyone's, or of one decision's."""
    request.user.must(Can.ANSWER)
    decision = None
    if query.get("decision"):
        decision = get_object_or_404(Decision, pk=number(str(query["decision"])))
    is_own = not (query.get("everyone") or decision) or not request.user.may(Can.SEE_ALL_TICKETS)
    agent = request.user if is_own else None
    return callbacks_due(agent, decision=decision, after=query.get("after", ""))


def chosen(page: CallbackPage, key: str) -> Callback | None:
    """Return the one that was asked for, or the first of the list."""
    wanted = number(key) if key else 0
    first = page.callbacks[0] if page.callbacks else None
    return next((one for one in page.callbacks if one.pk == wanted), first)


def on(request: AgentRequest, callback: Callback) -> HttpResponse:
    """Go on to whoever comes after this one, or to the first where nobody does."""
    page = due(request, request.POST)
    later = (one for one in page.callbacks if (one.due_at, one.pk) > (callback.due_at, callback.pk))
    coming = next(later, None)
    query = narrowed(request.POST) | ({"callback": str(coming.pk)} if coming else {})
    return SeeOther(at(reverse("callbacks"), query))


def show_callbacks(
    request: AgentRequest, page: CallbackPage, current: Callback | None, *, trouble: str = ""
) -> HttpResponse:
    query = request.POST if request.method == "POST" else request.GET
    kept = narrowed(query)
    whose = None if kept.get("everyone") else request.user
    places = {one.pk: place for place, one in enumerate(page.callbacks)}
    place = places.get(current.pk, 0) if current else 0
    lacks = language_of(current.voice) if current and unworded([current]) else ""
    context: dict[str, Any] = {
        "here": "callbacks",
        "callbacks": page.callbacks,
        "current": current,
        "trouble": trouble,
        "kept": kept,
        "mine_url": reverse("callbacks"),
        "everyone_url": at(reverse("callbacks"), {"everyone": "1"}),
        "older_url": at(reverse("callbacks"), kept | {"after": page.next}) if page.next else "",
        "previous_url": link(page, place - 1, kept) if place else "",
        "next_url": link(page, place + 1, kept),
        "moods": Went.choices,
        "points": points_for(current, get_language() or "") if current else [],
        "unworded": unworded(page.callbacks),
        "lacks": lacks,
        "lacks_name": dict(settings.LANGUAGES).get(lacks, ""),
        "tellers": who_can_tell() if current else [],
        "askings": answers_to_read(whose),
        "unknown": moods_unknown(whose),
    }
    return show(request, "screens/callbacks.html", context, status=422 if trouble else 200)


def unworded(callbacks: Sequence[Callback]) -> set[int]:
    """Return those whose customer would read the reason in a language that is not theirs."""
    return {one.pk for one in callbacks if lacks_words(one.decision, language_of(one.voice))}


def link(page: CallbackPage, place: int, kept: dict[str, str]) -> str:
    if place >= len(page.callbacks):
        return ""
    return at(reverse("callbacks"), kept | {"callback": str(page.callbacks[place].pk)})
