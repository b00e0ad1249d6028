"""A message by itself: as it was sent, its whole text, its bytes, and its way to the customer."""

import re
from urllib.parse import unquote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.mail.html import with_remote_pictures
from whydesk.mailroom.models import Delivery
from whydesk.mailroom.sending import confirm_arrived, send_again
from whydesk.tickets.models import Message
from whydesk.tickets.queries import visible_to
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, message_url, show

# The letter of a stranger stands in a frame of its own: nothing runs there and
# nothing is fetched, but pictures once the reader has asked for them.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{pictures}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
CID = re.compile(r' src="cid:([^"]{1,998})"')


@for_agents
@require_GET
def letter(request: AgentRequest, pk: int) -> HttpResponse:
    message = find_message(request, pk)
    wants_pictures = request.GET.get("pictures") == "1"
    html = with_own_pictures(message)
    waits = " data-src=" in html and not wants_pictures
    html = with_remote_pictures(html) if wants_pictures else html
    context = {"html": mark_safe(html), "waits": waits}
    response = render(request, "screens/letter.html", context)
    pictures = " https: http:" if wants_pictures else ""
    response["Content-Security-Policy"] = LETTER_POLICY.format(pictures=pictures)
    response["Referrer-Policy"] = "no-referrer"
    return response


@for_agents
@require_GET
def message(request: AgentRequest, pk: int) -> HttpResponse:
    found = find_message(request, pk)
    context = {"message": found, "ticket": found.ticket, "here": "inbox"}
    return show(request, "screens/message.html" + ("#whole" if request.htmx else ""), context)


@for_agents
@require_GET
def source(request: AgentRequest, pk: int) -> HttpResponse:
    message = find_message(request, pk)
    mail = message.letter or message.delivery
    if mail is None:
        raise Http404(_("This did not come or go by mail."))
    response = HttpResponse(bytes(mail.raw), "message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="message-{pk}.eml"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@for_agents
@require_GET
def delivery(request: AgentRequest, pk: int) -> HttpResponse:
    return render(request, "parts/delivery.html", {"delivery": find_delivery(request, pk)})


@for_agents
@require_POST
def tries(request: AgentRequest, pk: int) -> HttpResponse:
    delivery = find_delivery(request, pk)
    send_again(delivery, by=request.user)
    return SeeOther(message_url(delivery.message))


@for_agents
@require_POST
def arrival(request: AgentRequest, pk: int) -> HttpResponse:
    delivery = find_delivery(request, pk)
    confirm_arrived(delivery, by=request.user)
    return SeeOther(message_url(delivery.message))


def find_message(request: AgentRequest, pk: int) -> Message:
    """Return the message if its ticket exists for the reader."""
    known = Message.objects.select_related("ticket").defer("search", "search_words")
    return get_object_or_404(known.filter(ticket__in=visible_to(request.user)), pk=pk)


def find_delivery(request: AgentRequest, pk: int) -> Delivery:
    """Return the delivery if it carries a message of a ticket that exists for the reader."""
    known = Delivery.objects.select_related("message").defer("raw", "message__search")
    return get_object_or_404(known.filter(message__ticket__in=visible_to(request.user)), pk=pk)


def with_own_pictures(message: Message) -> str:
    """Return the letter with the pictures that were sent inside it."""
    inside = {file.content_id.strip("<>"): file.pk for file in message.attachments.all()}

    def point(match: re.Match[str]) -> str:
        found = inside.get(unquote(match[1]))
        return f' src="{reverse("attachment", args=[found])}"' if found else ""

    return CID.sub(point, message.html)
