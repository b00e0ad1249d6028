"""A customer phoned: what they said, written down as if they had written it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from whydesk.customers.models import Contact
from whydesk.customers.recognising import recognise
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to
from whydesk.tickets.receiving import note_call
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, message_url, show


class Call(Plain):
    """Who phoned and what they said; a ticket's number stands for who and what about."""

    name = forms.CharField(label=_("Who phoned"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("Their mail address"),
        required=False,
        help_text=_("Where the answer goes."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    ticket = forms.IntegerField(
        label=_("Ticket number"),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text=_("Leave it empty if they have not written about this before."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    subject = forms.CharField(label=_("What it is about"), max_length=500, required=False)
    text = forms.CharField(
        label=_("What they said"),
        max_length=50_000,
        help_text=_("In their words, as far as you can."),
        widget=forms.Textarea(attrs={"rows": 8, "data-grows": ""}),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("ticket"):
            for name, sentence in NEEDED.items():
                if name not in self.errors and not values.get(name):
                    self.add_error(name, ValidationError(sentence))
        return values


NEEDED = {
    "email": _("Write their mail address or the number of their ticket."),
    "subject": _("Say in a few words what it is about."),
}


@for_agents
@require_http_methods(["GET", "POST"])
def calls(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.ANSWER)
    form = Call(request.POST or None, initial=request.GET.dict())
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return show(request, "screens/call.html", {"form": form, "here": "calls"}, status=status)
    said = form.cleaned_data
    ticket = find_called(request, said["ticket"])
    contact = ticket.contact if ticket else caller(said)
    message = note_call(
        contact=contact, ticket=ticket, subject=said["subject"], text=said["text"], by=request.user
    )
    return SeeOther(message_url(message))


def find_called(request: AgentRequest, pk: int | None) -> Ticket | None:
    """Return the ticket of that number if it exists for the reader."""
    if not pk:
        return None
    return get_object_or_404(visible_to(request.user).select_related("contact"), pk=pk)


def caller(said: dict[str, Any]) -> Contact:
    return recognise(said["email"], name=said["name"])
