"""The first admin of a new desk, and everyone who was invited after them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from whydesk.people.joining import NotOpen, accept_invitation, open_desk
from whydesk.people.models import Invitation
from whydesk.people.tokens import find_invitation, opens_welcome
from whydesk.web.fields import Plain, email_field, language_field, password_field, zone_field
from whydesk.web.sign_in import enter


class Joining(Plain):
    name = forms.CharField(
        label=_("Your name, as customers will read it"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = password_field(_("Password"), is_new=True)
    language = language_field()
    time_zone = zone_field()


class FirstAdmin(Joining):
    email = email_field()
    field_order = ("name", "email", "password", "language", "time_zone")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    if not opens_welcome(token):
        return over(request, "welcome")
    form = FirstAdmin(request.POST or None, initial={"language": get_language()})
    if form.is_valid():
        try:
            return enter(request, open_desk(**form.cleaned_data))
        except ValidationError as error:
            form.add_error("password", error)
        except NotOpen:
            return over(request, "welcome")
    return render(request, "screens/welcome.html", {"form": form})


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def joining(request: HttpRequest, token: str) -> HttpResponse:
    invitation = find_invitation(token)
    if invitation is None:
        return over(request, "invitation")
    with override(invitation.language):
        return join(request, invitation)


def join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = Joining(request.POST or None, initial={"language": invitation.language})
    if form.is_valid():
        try:
            return enter(request, accept_invitation(invitation, **form.cleaned_data))
        except ValidationError as error:
            form.add_error("password", error)
        except NotOpen:
            return over(request, "invitation")
    context: dict[str, Any] = {"form": form, "invitation": invitation}
    return render(request, "screens/joining.html", context)


def over(request: HttpRequest, what: str) -> HttpResponse:
    """Say that the link opens nothing, and what to do instead."""
    return render(request, "screens/link_over.html", {"what": what}, status=404)
