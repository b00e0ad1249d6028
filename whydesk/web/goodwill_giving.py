"""Making good from the ticket: a key opens the form beside the thread, Enter gives."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.goodwill.choices import State
from whydesk.goodwill.giving import give_gesture
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.queries import claimed, gestures_of_ticket, left_for
from whydesk.goodwill.refusals import AlreadyGiven, GoodwillRefused
from whydesk.goodwill.wording import language_of, sentence_for
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.web.goodwill_forms import GestureForm
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show, ticket_url
from whydesk.web.tickets import find_ticket, show_ticket
from whydesk.web.wish_panel import put_into_draft


@for_agents
@require_GET
def panel(request: AgentRequest, pk: int) -> HttpResponse:
    """Show what was given on the ticket, and the form if it was asked for."""
    ticket = find_ticket(request, pk)
    is_open = "form" in request.GET or not request.htmx
    if is_open:
        request.user.must(Can.GIVE_GOODWILL)
    return show_panel(request, ticket, GestureForm.about(ticket) if is_open else None)


@for_agents
@require_POST
def gestures(request: AgentRequest, pk: int) -> HttpResponse:
    ticket, form = find_ticket(request, pk), GestureForm(request.POST)
    request.user.must(Can.GIVE_GOODWILL)
    if not form.is_valid():
        return show_panel(request, ticket, form)
    try:
        gesture = given(ticket, form, request)
    except GoodwillRefused as error:
        form.add_error(None, str(error))
        return show_panel(request, ticket, form)
    return show_done(request, ticket, gesture)


def given(ticket: Ticket, form: GestureForm, request: AgentRequest) -> Gesture:
    """Give it; whoever pressed twice meant it once."""
    typed = {**form.cleaned_data}
    sheet = typed.pop("sheet")
    once_for = f"sheet:{request.user.pk}:{sheet}" if sheet else ""
    try:
        return give_gesture(ticket, **typed, once_for=once_for, by=request.user)
    except AlreadyGiven:
        earlier = claimed(once_for)
        if earlier is None:
            raise
        return earlier


def show_panel(
    request: AgentRequest,
    ticket: Ticket,
    form: GestureForm | None,
    done: Gesture | None = None,
) -> HttpResponse:
    """Show the panel to htmx alone, and within the page of the ticket to everyone else."""
    context: dict[str, Any] = {
        "gesture_form": form,
        "gestures": told(ticket) if request.user.may(Can.SEE_ALL_TICKETS) else [],
        "left": left_for(ticket, str(form["currency"].value() or "").upper()) if form else None,
        "done": done,
        "done_words": sentence_for(done) if done and done.state == State.GIVEN else "",
        "language": language_of(ticket),
    }
    if request.htmx:
        return show(request, "parts/gestures.html", context | {"ticket": ticket})
    status = 422 if form and form.is_bound else 200
    return show_ticket(request, ticket, status=status, **context)


def show_done(request: AgentRequest, ticket: Ticket, gesture: Gesture) -> HttpResponse:
    """Say that it is given, and offer a sentence for the answer.

    Without scripts nothing can be offered beside the composer: it is put there.
    """
    if request.htmx:
        return show_panel(request, ticket, None, gesture)
    if gesture.state == State.GIVEN:
        put_into_draft(ticket, sentence_for(gesture), by=request.user)
        messages.success(request, _("Given. A sentence on it stands in the answer."))
    else:
        messages.success(request, _("It waits for the yes of a lead. You will be told."))
    return SeeOther(f"{ticket_url(ticket)}#reply")


def told(ticket: Ticket) -> list[tuple[Gesture, str]]:
    """Return what was given on the ticket, each with the sentence for the answer."""
    found = gestures_of_ticket(ticket)
    for gesture in found:
        gesture.ticket = ticket
    return [(one, sentence_for(one) if one.state == State.GIVEN else "") for one in found]
