"""The addresses that customers write to, and the servers behind them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.mailroom.models import Mailbox
from whydesk.mailroom.setting_up import AddressTaken, MailboxInUse, remove_mailbox
from whydesk.people.actors import Can
from whydesk.web.mailbox_forms import MailboxSheet
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show

SECRETS = sensitive_post_parameters("imap-password", "smtp-password")


@for_agents
@require_GET
def mailboxes(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SET_UP)
    found = Mailbox.objects.select_related("team", "imap", "smtp").order_by("address")
    return show(request, "screens/mailboxes.html", {"mailboxes": found, "here": "mailboxes"})


@SECRETS
@for_agents
@require_http_methods(["GET", "POST"])
def mailbox(request: AgentRequest, key: int | None = None) -> HttpResponse:
    request.user.must(Can.SET_UP)
    sheet = MailboxSheet(find_mailbox(key), request.POST or None)
    if sheet.is_valid():
        try:
            kept = sheet.keep(by=request.user)
            messages.success(request, _("The mailbox %s is kept.") % kept.address)
            return SeeOther(reverse("mailboxes"))
        except AddressTaken as error:
            sheet.form.add_error("address", str(error))
    return mailbox_page(request, sheet)


@SECRETS
@for_agents
@require_POST
def checks(request: AgentRequest, what: str, key: int | None = None) -> HttpResponse:
    """Try what is typed in, without keeping it; nothing typed is lost by it."""
    request.user.must(Can.SET_UP)
    if what not in ("imap", "smtp"):
        raise Http404(_("There is nothing at this address."))
    sheet = MailboxSheet(find_mailbox(key), request.POST)
    outcome = sheet.try_account(what)
    if request.htmx:
        return render(request, "parts/outcome.html", {"outcome": outcome})
    return mailbox_page(request, sheet, {f"{what}_outcome": outcome})


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    found = get_object_or_404(Mailbox, pk=key)
    try:
        remove_mailbox(found, by=request.user)
    except MailboxInUse as error:
        return mailbox_page(request, MailboxSheet(found, None), {"trouble": str(error)})
    messages.success(request, _("The mailbox %s is removed; its tickets stay.") % found.address)
    return SeeOther(reverse("mailboxes"))


def find_mailbox(key: int | None) -> Mailbox | None:
    if key is None:
        return None
    return get_object_or_404(Mailbox.objects.select_related("team", "imap", "smtp"), pk=key)


def mailbox_page(
    request: AgentRequest, sheet: MailboxSheet, said: dict[str, Any] | None = None
) -> HttpResponse:
    known = sheet.mailbox
    context = {
        "here": "mailboxes",
        "mailbox": known,
        "form": sheet.form,
        "imap_form": sheet.imap,
        "smtp_form": sheet.smtp,
        "imap_check_url": check_url(known, "imap"),
        "smtp_check_url": check_url(known, "smtp"),
        "listener": settings.ENVIRONMENT["WHYDESK_SMTP"],
        **(said or {}),
    }
    return show(request, "screens/mailbox.html", context)


def check_url(known: Mailbox | None, what: str) -> str:
    if known is None:
        return reverse("new_mailbox_checks", args=[what])
    return reverse("mailbox_checks", args=[known.pk, what])
