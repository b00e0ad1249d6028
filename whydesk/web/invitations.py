"""Inviting people to the desk, and taking an invitation back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import ChoiceField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from whydesk.mailroom.models import Mailbox
from whydesk.people.actors import Can
from whydesk.people.inviting import AlreadyHere, invite_person, withdraw_invitation
from whydesk.people.models import Agent, Invitation
from whydesk.people.queries import list_agents, open_invitations, roles_from
from whydesk.web.fields import Plain, email_field, language_field, teams_field
from whydesk.web.links import joining_link
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


class Offer(Plain):
    """Whom to invite, with what role; only roles that the reader may give are offered."""

    email = email_field(autocomplete="off")
    role = ChoiceField(label=gettext_lazy("Role"))
    language = language_field()
    teams = teams_field()

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, ChoiceField)
        role.choices = roles_from(by)


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation with the link that takes it, for passing on by hand."""

    invitation: Invitation
    link: str


@for_agents
@require_POST
def invitations(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.INVITE)
    form = Offer(request.POST, by=request.user)
    if form.is_valid():
        try:
            invitation = invite_person(**form.cleaned_data, by=request.user)
            messages.success(request, what_happens(invitation))
            return SeeOther(reverse("people"))
        except AlreadyHere as error:
            form.add_error("email", str(error))
    return people_page(request, form)


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    invitation = get_object_or_404(open_invitations(), pk=key)
    withdraw_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation to %s is taken back.") % invitation.email)
    return SeeOther(reverse("people"))


def people_page(request: AgentRequest, form: Offer | None = None) -> HttpResponse:
    """Show who works here, and to those who may invite also who is invited."""
    context: dict[str, Any] = {"here": "people", "people": list_agents()}
    if request.user.may(Can.INVITE):
        context["invitations"] = [
            OpenInvitation(invitation, joining_link(invitation))
            for invitation in open_invitations()
        ]
        initial = {"language": request.user.language}
        context["form"] = form or Offer(by=request.user, initial=initial)
    return show(request, "screens/people.html", context)


def what_happens(invitation: Invitation) -> str:
    """Say whether the invitation can be mailed at all."""
    if Mailbox.objects.exists():
        return _("The invitation to %s is on its way.") % invitation.email
    return _("There is no mailbox to send from yet. Pass on the link to %s.") % invitation.email
