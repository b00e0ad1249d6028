"""The reader's own name, language, time zone, look and password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from whydesk.people.models import Agent
from whydesk.people.settling import change_password, change_profile
from whydesk.web.absence_form import Absence
from whydesk.web.fields import Plain, Record, password_field, zone_field
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


class Profile(Record):
    time_zone = zone_field()

    class Meta:
        model = Agent
        fields = ("name", "language", "time_zone", "theme", "density")


class Appearance(Record):
    class Meta:
        model = Agent
        fields = ("theme", "density")


class OwnPassword(Plain):
    current = password_field(gettext_lazy("Current password"), is_new=False)
    password = password_field(gettext_lazy("New password"), is_new=True)


@for_agents
@require_http_methods(["GET", "POST"])
def me(request: AgentRequest) -> HttpResponse:
    form = Profile(request.POST or None, initial=model_to_dict(request.user, Profile.Meta.fields))
    if form.is_valid():
        agent = change_profile(request.user, **form.cleaned_data)
        with override(agent.language):
            messages.success(request, _("Your profile is kept."))
        return SeeOther(reverse("me"))
    return profile_page(request, form=form)


@sensitive_post_parameters("current", "password")
@for_agents
@require_POST
def own_password(request: AgentRequest) -> HttpResponse:
    form = OwnPassword(request.POST)
    if form.is_valid() and not request.user.check_password(form.cleaned_data["current"]):
        form.add_error("current", _("This is not your current password."))
    if form.is_valid():
        try:
            update_session_auth_hash(
                request, change_password(request.user, form.cleaned_data["password"])
            )
            messages.success(request, _("Your new password is set; other devices are signed out."))
            return redirect("me")
        except ValidationError as error:
            form.add_error("password", error)
    return profile_page(request, password=form)


@for_agents
@require_POST
def appearance(request: AgentRequest) -> HttpResponse:
    now = model_to_dict(request.user, Appearance.Meta.fields)
    form = Appearance({**now, **request.POST.dict()})
    if form.is_valid():
        change_profile(request.user, **form.cleaned_data)
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=204)
    return SeeOther(came_from(request))


def profile_page(
    request: AgentRequest,
    *,
    form: Profile | None = None,
    password: OwnPassword | None = None,
    absence: Absence | None = None,
) -> HttpResponse:
    own = model_to_dict(request.user, Profile.Meta.fields)
    context = {
        "form": form or Profile(initial=own),
        "password_form": password or OwnPassword(),
        "person": request.user,
        "absence_form": absence or Absence(of=request.user),
        "here": "me",
    }
    return show(request, "screens/profile.html", context)


def came_from(request: HttpRequest) -> str:
    """Return the page that the form stood on, if it is one of ours."""
    there = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()})
    return there if ours else reverse("me")
