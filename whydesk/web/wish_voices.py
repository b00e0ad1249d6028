"""A voice put right: how much it weighs for the customer, and how they want to be told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.wish_forms import VoiceForm
from whydesk.wishes.joining import change_voice
from whydesk.wishes.models import Voice
from whydesk.wishes.refusals import WishRefused


@for_agents
@require_http_methods(["GET", "POST"])
def voice(request: AgentRequest, key: int) -> HttpResponse:
    found = find_voice(request, key)
    if request.method != "POST":
        return show_voice(request, found, VoiceForm.of(found))
    form, back = VoiceForm(request.POST), back_from(request, found)
    try:
        change_voice(found, **form.voice, by=request.user)
    except WishRefused as error:
        form.add_error(None, str(error))
        return show_voice(request, found, form, status=422)
    messages.success(request, _("Put right."))
    return SeeOther(back)


def find_voice(request: AgentRequest, key: int) -> Voice:
    """Return the voice, for those who may read what customers say and change it."""
    request.user.must(Can.SEE_ALL_TICKETS)
    request.user.must(Can.SHAPE_WISHES)
    found = Voice.objects.select_related("root", "wish", "company", "contact")
    return get_object_or_404(found, pk=key)


def back_from(request: AgentRequest, found: Voice) -> str:
    """Return where the reader came from: the panel of a ticket, or the wish."""
    ticket = request.GET.get("ticket", "")
    if ticket:
        return reverse("ticket_wish", args=[number(ticket)])
    return f"{reverse('wish', args=[found.root_id])}#voice-{found.pk}"


def show_voice(
    request: AgentRequest, found: Voice, form: VoiceForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "here": "wishes",
        "voice": found,
        "form": form,
        "back_url": back_from(request, found),
    }
    return show(request, "screens/voice.html", context, status=status)
