"""The wish panel beside a ticket: a customer's story, held against what there is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.drafting import save_draft
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.recipients import suggest_copies
from whydesk.web.messages import find_message
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show, ticket_url
from whydesk.web.tickets import find_ticket, show_ticket
from whydesk.web.wish_forms import WishForm
from whydesk.web.wish_story import Prefilled, check, prefilled
from whydesk.web.wish_suggestions import suggestions
from whydesk.wishes.choices import State
from whydesk.wishes.joining import join_wish
from whydesk.wishes.models import Inquiry, Voice, Wish
from whydesk.wishes.queries import voices_of_ticket
from whydesk.wishes.refusals import WishRefused
from whydesk.wishes.storytelling import begin_wish
from whydesk.wishes.wording import draft_promise


@dataclass(frozen=True)
class Done:
    """What was done from the panel, and what goes into the answer."""

    sentence: str
    draft: str = ""
    title: str = ""
    url: str = ""


Act = Callable[[Message, WishForm], Done]


@for_agents
@require_http_methods(["GET", "POST"])
def panel(request: AgentRequest, pk: int) -> HttpResponse:
    """Open the panel, or look at what has been typed so far; neither changes anything."""
    request.user.must(Can.SHAPE_WISHES)
    ticket = find_ticket(request, pk)
    known = known_of(ticket, request.GET.get("message", request.POST.get("message", "")))
    if "question" in request.POST:
        put_into_draft(ticket, request.POST["question"], by=request.user)
        return SeeOther(f"{ticket_url(ticket)}#reply")
    form = WishForm(request.POST) if request.method == "POST" else WishForm(initial=known.initial)
    return show_panel(request, ticket, form, known)


@for_agents
@require_POST
def wishes(request: AgentRequest, pk: int) -> HttpResponse:
    def begin(message: Message, form: WishForm) -> Done:
        wish, voice = begin_wish(
            message, title=form.told("title"), story=form.story, **form.voice, by=request.user
        )
        return Done(_("Written down as a new wish."), draft_promise(voice), *named(wish))

    return do(request, find_ticket(request, pk), begin)


def join(request: AgentRequest, wish: Wish) -> HttpResponse:
    """Count the customer of the ticket among those who want the wish."""

    def count(message: Message, form: WishForm) -> Done:
        voice = join_wish(wish, message=message, story=form.story, **form.voice, by=request.user)
        return counted(voice)

    return do(request, ticket_of(request), count)


def counted(voice: Voice) -> Done:
    """Say that they are counted; of a wish that is decided they hear by a callback."""
    if voice.root.state == State.OPEN:
        sentence, draft = _("Counted among those who want it."), draft_promise(voice)
    else:
        sentence, draft = _("Counted. What was decided waits to be told to them."), ""
    return Done(sentence, draft, *named(voice.root))


def do(request: AgentRequest, ticket: Ticket, act: Act) -> HttpResponse:
    """Do what the panel was asked to; what cannot be is said there, with all that was typed."""
    form = WishForm(request.POST)
    known = known_of(ticket, request.POST.get("message", ""))
    try:
        if not form.is_valid():
            return show_panel(request, ticket, form, known, is_refused=True)
        done = act(known.message, form)
    except WishRefused as error:
        form.add_error(None, str(error))
        return show_panel(request, ticket, form, known, is_refused=True)
    return show_done(request, ticket, done)


def show_panel(
    request: AgentRequest,
    ticket: Ticket,
    form: WishForm,
    known: Prefilled,
    *,
    is_refused: bool = False,
) -> HttpResponse:
    is_typed = form.is_bound
    language = known.message.language or ticket.language or ticket.contact.language
    checked = check(form.story, known, language=language, deeply=is_typed)
    context: dict[str, Any] = {
        "panel": form,
        "known": known,
        "checked": checked,
        "language": language,
        "suggestions": suggestions(form.story, ticket, language=language) if is_typed else [],
        "is_looked": is_typed,
    }
    if request.htmx and (request.htmx.target or "").endswith("#wish-found"):
        alone = {"ticket": ticket, "is_alone": True}
        return show(request, "parts/wish_found.html", context | alone)
    context["given"] = voices_of_ticket(ticket)
    context["inquiry"] = Inquiry.objects.filter(ticket=ticket, state=Inquiry.State.OPEN).first()
    if request.htmx:
        return show(request, "parts/wish_panel.html", context | {"ticket": ticket})
    return show_ticket(request, ticket, status=422 if is_refused else 200, **context)


def show_done(request: AgentRequest, ticket: Ticket, done: Done) -> HttpResponse:
    """Say what was done and put the answer into the composer.

    With scripts the text goes below what is being typed at this moment; without
    them it is kept in the draft and the page opens there.
    """
    if request.htmx:
        return render(request, "parts/wish_done.html", {"done": done, "ticket": ticket})
    put_into_draft(ticket, done.draft, by=request.user)
    messages.success(request, done.sentence)
    return SeeOther(f"{ticket_url(ticket)}#reply")


def put_into_draft(ticket: Ticket, text: str, *, by: Agent) -> None:
    """Add a text below what the agent has written, if they may answer."""
    if not text or not by.may(Can.ANSWER):
        return
    draft = ticket.drafts.filter(agent=by).first()
    before = draft.text if draft else ""
    if text not in before:
        whole = f"{before}\n\n{text}".strip()
        cc = draft.cc if draft else ", ".join(suggest_copies(ticket))
        save_draft(ticket, kind=Message.Kind.REPLY, text=whole, cc=cc, by=by)


def known_of(ticket: Ticket, chosen: str) -> Prefilled:
    known = prefilled(ticket, number(chosen) if chosen else 0)
    if known is None:
        raise Http404(_("The customer has said nothing here yet."))
    return known


def ticket_of(request: AgentRequest) -> Ticket:
    """Return the ticket of the message that the panel was opened for."""
    message = find_message(request, number(request.POST.get("message", "")))
    return find_ticket(request, message.ticket_id)


def named(wish: Wish) -> tuple[str, str]:
    return wish.title, reverse("wish", args=[wish.pk])
