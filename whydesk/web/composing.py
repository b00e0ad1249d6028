"""Answering: the draft that is kept as it is typed, its files, and the sending of it."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from whydesk.mail.markdown import to_html
from whydesk.people.actors import Can
from whydesk.tickets.drafting import add_upload, remove_upload, save_draft
from whydesk.tickets.models import Message, Ticket, Upload
from whydesk.tickets.recipients import ReplyRefused, WrongCopy
from whydesk.tickets.replying import send_reply, write_note
from whydesk.web.forms import ComposerForm
from whydesk.web.inbox import last_list
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, message_url, number, ticket_url
from whydesk.web.ticket_acts import say_undoable
from whydesk.web.tickets import find_ticket, show_ticket


@for_agents
@require_POST
def replies(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    form = ComposerForm(request.POST)
    try:
        keep_typed(request, ticket, form, kind=Message.Kind.REPLY)
        return show_preview(request, ticket, form) or send(request, ticket, form)
    except ReplyRefused as error:
        return show_refused(request, ticket, form, error)


@for_agents
@require_POST
def notes(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    form = ComposerForm(request.POST)
    try:
        keep_typed(request, ticket, form, kind=Message.Kind.NOTE)
        return show_preview(request, ticket, form) or note(request, ticket, form)
    except ReplyRefused as error:
        return show_refused(request, ticket, form, error)


@for_agents
@require_POST
def draft(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    keep_typed(request, ticket, ComposerForm(request.POST), kind=kind_of(request))
    return HttpResponse(status=204)


@for_agents
@require_POST
def uploads(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    form = ComposerForm(request.POST)
    try:
        keep_typed(request, ticket, form, kind=kind_of(request))
    except ReplyRefused as error:
        return show_uploads(request, ticket, refused=str(error))
    return show_uploads(request, ticket)


@for_agents
@require_POST
def upload_removal(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    keep_typed(request, ticket, ComposerForm(request.POST), kind=kind_of(request))
    upload = get_object_or_404(own(request, ticket), pk=number(request.POST.get("upload", "")))
    remove_upload(upload, by=request.user)
    return show_uploads(request, ticket)


@for_agents
@require_POST
def markdown(request: AgentRequest) -> HttpResponse:
    return HttpResponse(to_html(request.POST.get("text", "")))


def send(request: AgentRequest, ticket: Ticket, form: ComposerForm) -> HttpResponse:
    """Send the reply, and with "Send and close" go on to the next ticket."""
    typed, close = form.cleaned_data, "close" in request.POST
    reply = send_reply(
        ticket,
        text=typed["text"],
        cc=[typed["cc"]],
        close=close,
        sheet=typed["sheet"],
        by=request.user,
    )
    if not close:
        return SeeOther(message_url(reply))
    say_undoable(request, ticket, _("Sent and closed."), back_to="open")
    return SeeOther(last_list(request))


def note(request: AgentRequest, ticket: Ticket, form: ComposerForm) -> HttpResponse:
    typed = form.cleaned_data
    return SeeOther(
        message_url(write_note(ticket, text=typed["text"], sheet=typed["sheet"], by=request.user))
    )


def keep_typed(request: AgentRequest, ticket: Ticket, form: ComposerForm, *, kind: str) -> None:
    """Keep what was typed and attached before anything else, so that no error can lose it."""
    form.is_valid()
    typed = form.cleaned_data
    kept = save_draft(
        ticket,
        kind=kind,
        text=typed["text"],
        cc=typed["cc"],
        sheet=typed.get("sheet", ""),
        sequence=typed.get("sequence") or 0,
        by=request.user,
    )
    # Pressed twice: the files went with the first.
    for file in request.FILES.getlist("attachments") if kept else []:
        add_upload(
            ticket,
            filename=file.name or "",
            content_type=file.content_type or "",
            content=file.read(),
            by=request.user,
        )


def kind_of(request: AgentRequest) -> str:
    """Say which side of the sheet is up; whoever may not answer has only the one for notes."""
    is_note = request.POST.get("kind") == Message.Kind.NOTE or not request.user.may(Can.ANSWER)
    return Message.Kind.NOTE if is_note else Message.Kind.REPLY


def show_preview(request: AgentRequest, ticket: Ticket, form: ComposerForm) -> HttpResponse | None:
    """Show how it will look, where that was asked for on the way without a script."""
    if "preview" not in request.POST:
        return None
    html = to_html(form.cleaned_data["text"])
    return show_ticket(request, ticket, draft=form, preview_html=html)


def show_refused(
    request: AgentRequest, ticket: Ticket, form: ComposerForm, error: ReplyRefused
) -> HttpResponse:
    """Show what was typed again, with what is wrong beside it."""
    form.add_error("cc" if isinstance(error, WrongCopy) else "text", str(error))
    return show_ticket(request, ticket, draft=form, status=422)


def own(request: AgentRequest, ticket: Ticket) -> QuerySet[Upload]:
    return Upload.objects.filter(draft__agent=request.user, draft__ticket=ticket)


def show_uploads(request: AgentRequest, ticket: Ticket, *, refused: str = "") -> HttpResponse:
    if not request.htmx and refused:
        return show_refused(request, ticket, ComposerForm(request.POST), ReplyRefused(refused))
    if not request.htmx:
        return SeeOther(f"{ticket_url(ticket)}#reply")
    context = {"uploads": own(request, ticket), "ticket": ticket, "refused": refused}
    return render(request, "parts/uploads.html", context, status=422 if refused else 200)
