"""How urgent a ticket is, and why; and saying otherwise."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from whydesk.desk.overruling import WrongUrgency, put_urgency_back, set_urgency
from whydesk.desk.queries import overruling_of, shares_of
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, for_agents, go, show, ticket_url
from whydesk.web.tickets import find_ticket

_DAY = 24 * 60
CHOICES = (
    (30 * _DAY, pgettext_lazy("urgency", "Before all others")),
    (5 * _DAY, pgettext_lazy("urgency", "Before most")),
    (0, pgettext_lazy("urgency", "In turn")),
    (-5 * _DAY, pgettext_lazy("urgency", "After others")),
)


class UrgencyForm(Plain):
    """How urgent it is in the eyes of an agent; whether that suffices is for the verb to say."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("When is its turn?"),
        choices=CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose when its turn is.")},
    )
    reason = forms.CharField(
        label=pgettext_lazy("urgency", "Why"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


@for_agents
@require_http_methods(["GET", "POST"])
def urgency(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    if request.method != "POST":
        return shown(request, ticket, UrgencyForm())
    if "back" in request.POST:
        put_urgency_back(ticket, by=request.user)
        return go(request, ticket_url(ticket))
    form = UrgencyForm(request.POST)
    if not is_kept(form, ticket, request.user):
        return shown(request, ticket, form, status=422)
    messages.success(request, _("Kept. It stands there now, until it is closed."))
    return go(request, ticket_url(ticket))


def is_kept(form: UrgencyForm, ticket: Ticket, by: Agent) -> bool:
    """Say of the ticket what the form says, or note on the form why not."""
    if not form.is_valid():
        return False
    try:
        set_urgency(ticket, **form.cleaned_data, by=by)
    except WrongUrgency as error:
        form.add_error("reason", str(error))
    return form.is_valid()


def shown(
    request: AgentRequest, ticket: Ticket, form: UrgencyForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "ticket": ticket,
        "shares": shares_of(ticket),
        "overruling": overruling_of(ticket),
        "form": form,
        "here": "inbox",
    }
    return show(request, "screens/urgency.html", context, parts=("urgency",), status=status)
