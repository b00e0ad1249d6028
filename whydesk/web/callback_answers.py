"""What customers said to what they were told, and to what they were asked after it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from whydesk.tickets.queries import visible_to
from whydesk.web.callbacks import find, narrowed
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents
from whydesk.wishes.asking_again import note_answer
from whydesk.wishes.calling_back import note_mood
from whydesk.wishes.models import Asking
from whydesk.wishes.refusals import WishRefused


@for_agents
@require_POST
def mood(request: AgentRequest, key: int) -> HttpResponse:
    """Note how somebody took what they were told; without a choice, take back what was noted."""
    callback, went = find(request, key), request.POST.get("went", "")
    try:
        note_mood(callback, went=went, by=request.user)
    except WishRefused as error:
        messages.error(request, str(error))
    else:
        undo = reverse("callback_mood", args=[callback.pk]) if went else ""
        messages.success(request, _("Noted.") if went else _("Taken back."), extra_tags=undo)
    return SeeOther(at(reverse("callbacks"), narrowed(request.POST)))


@for_agents
@require_POST
def answer(request: AgentRequest, key: int) -> HttpResponse:
    """Note what somebody said to “does it still matter” or “does it do the job”."""
    seen = Asking.objects.filter(voice__ticket__in=visible_to(request.user))
    asking = get_object_or_404(seen.select_related("voice__wish"), pk=key)
    try:
        note_answer(asking, answer=request.POST.get("answer", ""), by=request.user)
    except WishRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted."))
    return SeeOther(at(reverse("callbacks"), narrowed(request.POST)))
