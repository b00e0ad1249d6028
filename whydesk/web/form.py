"""The public form: a customer writes to us without mail, and without signing in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from whydesk.mailroom.models import Mailbox
from whydesk.people.limiting import TooOften, note_attempt, refuse_haste
from whydesk.tickets.receiving import ReceivedFile, receive_form
from whydesk.web.ask_form import MOST_BYTES, Question
from whydesk.web.network import network_of
from whydesk.web.pages import SeeOther
from whydesk.web.sign_in import wait_sentence

ACT = "ask"
SALT = "whydesk.ask"
# Robots send a form the moment they have it, or keep it for weeks.
QUICKEST = timedelta(seconds=2)
LONGEST = timedelta(days=1)
# An office of customers behind one address may have several things to say.
FREE_TRIES = 10


# No session stands behind this form, so there is nothing that a foreign page
# could misuse; without the cookie it works where a browser refuses cookies.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, address: str = "") -> HttpResponse:
    with override(chosen_language(request)):
        mailbox = find_mailbox(address)
        if size_of(request) > MOST_BYTES + 1024 * 1024:
            return form_page(request, mailbox, Question(), status=413, trouble=too_large(mailbox))
        form = Question(request.POST or None, request.FILES or None)
        if form.is_valid():
            trouble = robot_trouble(request, mailbox) or keep(request, mailbox, form)
            if not trouble:
                return SeeOther(f"{request.path}?sent=1&lang={get_language()}")
            form.add_error(None, trouble)
        return form_page(request, mailbox, form)


def size_of(request: HttpRequest) -> int:
    """Return how large the browser says its request is, before any of it is looked at."""
    said = str(request.META.get("CONTENT_LENGTH", ""))
    return int(said) if said.isdecimal() else 0


def chosen_language(request: HttpRequest) -> str:
    """Return the language of the address, or else the one the browser asks for."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or "en"


def find_mailbox(address: str) -> Mailbox:
    known = Mailbox.objects.order_by("pk")
    found = known.filter(address=address.lower()).first() if address else known.first()
    if found is None:
        raise Http404(_("There is no such form."))
    return found


def robot_trouble(request: HttpRequest, mailbox: Mailbox) -> str:
    """Say what looks like a robot; a person reads what to do, and nothing typed is lost."""
    if request.POST.get("website"):
        return (
            _("This looks filled in by a program. Write to %s by mail instead.") % mailbox.address
        )
    try:
        stamp = request.POST.get("stamp", "")
        signing.loads(stamp, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return _("This page was open for a long time. Press the button once more.")
    if is_fresh(stamp):
        return _("That was very quick. Look over what you wrote, then press the button once more.")
    return ""


def is_fresh(stamp: str) -> bool:
    """Say whether the page was handed out only a moment ago."""
    try:
        signing.loads(stamp, salt=SALT, max_age=QUICKEST)
    except signing.SignatureExpired:
        return False
    return True


def keep(request: HttpRequest, mailbox: Mailbox, form: Question) -> str:
    """Open a ticket, or say why it has to wait."""
    network = network_of(request)
    try:
        refuse_haste(ACT, network, free=FREE_TRIES)
    except TooOften as error:
        return wait_sentence(error.wait)
    note_attempt(ACT, network)
    said = dict(form.cleaned_data)
    files = received(said.pop("attachments"))
    receive_form(**said, language=get_language() or "", mailbox=mailbox, files=files)
    return ""


def received(uploads: Sequence[Any]) -> list[ReceivedFile]:
    return [
        ReceivedFile(
            filename=upload.name,
            content_type=upload.content_type or "application/octet-stream",
            content=upload.read(),
        )
        for upload in uploads
    ]


def too_large(mailbox: Mailbox) -> str:
    text = _("The files are too large together. Send them to %s by mail, or fewer of them.")
    return text % mailbox.address


def form_page(
    request: HttpRequest, mailbox: Mailbox, form: Question, *, status: int = 200, trouble: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "mailbox": mailbox,
        "is_sent": "sent" in request.GET and not form.is_bound,
        "stamp": stamp_for(form),
        "trouble": trouble,
        "languages": [(code, name) for code, name in settings.LANGUAGES if code != get_language()],
        "again_url": reverse("ask_mailbox", args=[mailbox.address]),
    }
    return render(request, "screens/public_form.html", context, status=status)


def stamp_for(form: Question) -> str:
    """Keep the stamp of the page that was sent, so that it has its age; else make one."""
    try:
        stamp = str(form.data.get("stamp", ""))
        signing.loads(stamp, salt=SALT, max_age=LONGEST)
        return stamp
    except signing.BadSignature:
        return signing.dumps("ask", salt=SALT)
