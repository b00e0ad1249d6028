"""Coming in, going out, and a new password for whoever forgot theirs."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.people.limiting import TooOften
from whydesk.people.models import Agent
from whydesk.people.settling import ask_for_password_link, change_password
from whydesk.people.signing_in import WrongPassword
from whydesk.people.signing_in import sign_in as let_in
from whydesk.web.fields import Plain, email_field, password_field
from whydesk.web.network import network_of
from whydesk.web.pages import go


class SignIn(Plain):
    email = email_field()
    password = password_field(gettext_lazy("Password"), is_new=False)


class Forgotten(Plain):
    email = email_field()


class NewPassword(Plain):
    password = password_field(gettext_lazy("New password"), is_new=True)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return go(request, "/")
    form = SignIn(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            agent = let_in(**form.cleaned_data, network=network_of(request))
            return enter(request, agent)
        except (WrongPassword, TooOften) as error:
            status = 429 if isinstance(error, TooOften) else 403
            form.add_error(None, sentence(error))
    there = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "screens/sign_in.html", {"form": form, "next": there}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@never_cache
@require_http_methods(["GET", "POST"])
def password_link(request: HttpRequest) -> HttpResponse:
    form = Forgotten(request.POST or None)
    is_sent = False
    if form.is_valid():
        try:
            ask_for_password_link(form.cleaned_data["email"], network=network_of(request))
            is_sent = True
        except TooOften as error:
            form.add_error(None, sentence(error))
    return render(request, "screens/password_link.html", {"form": form, "is_sent": is_sent})


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, key: str, token: str) -> HttpResponse:
    agent = find_agent(key)
    if agent is None or not default_token_generator.check_token(agent, token):
        return render(request, "screens/link_over.html", {"what": "password"}, status=404)
    form = NewPassword(request.POST or None)
    if form.is_valid():
        try:
            change_password(agent, form.cleaned_data["password"])
            messages.success(request, _("Your new password is set."))
            return enter(request, agent)
        except ValidationError as error:
            form.add_error("password", error)
    return render(request, "screens/new_password.html", {"form": form, "agent": agent})


def enter(request: HttpRequest, agent: Agent) -> HttpResponse:
    """Begin a session of its own for the agent and show what they came for."""
    login(request, agent)
    return go(request, "/")


def find_agent(key: str) -> Agent | None:
    """Return the active agent that a link to a new password is for."""
    try:
        number = int(force_str(urlsafe_base64_decode(key)))
        return Agent.objects.filter(pk=number, is_active=True).first()
    except (ValueError, OverflowError):
        return None


def sentence(error: Exception) -> str:
    return wait_sentence(error.wait) if isinstance(error, TooOften) else str(error)


def wait_sentence(wait: timedelta) -> str:
    """Say how long to wait, in the unit that is easiest to wait in."""
    seconds = max(1, round(wait.total_seconds()))
    if seconds < 60:
        text = ngettext(
            "Too many tries. The next one is possible in {n} second.",
            "Too many tries. The next one is possible in {n} seconds.",
            seconds,
        )
        return text.format(n=seconds)
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many tries. The next one is possible in {n} minute.",
        "Too many tries. The next one is possible in {n} minutes.",
        minutes,
    )
    return text.format(n=minutes)
