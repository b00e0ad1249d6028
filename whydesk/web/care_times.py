"""How long the four steps and the weeks of care take on this desk."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from whydesk.care.choices import StepNumber
from whydesk.care.refusals import WrongTime
from whydesk.care.retiming import SENTENCES, set_times
from whydesk.care.times import the_times
from whydesk.care.timing import BOUNDS, Times
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show

_HOUR = 60
_ERRORS = ("required", "invalid", "min_value", "max_value", "step_size", "max_decimal_places")


class HoursField(forms.DecimalField):
    """Minutes that are typed as hours, to the quarter."""

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / _HOUR if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        return int(super().clean(value) * _HOUR)


def _hours(name: str, label: Any) -> HoursField:
    least, most = (Decimal(bound) / _HOUR for bound in BOUNDS[name])
    return HoursField(
        label=label,
        min_value=least,
        max_value=most,
        step_size=Decimal("0.25"),
        error_messages=dict.fromkeys(_ERRORS, SENTENCES[name]),
    )


def _count(name: str, label: Any, hint: Any = "") -> forms.IntegerField:
    least, most = BOUNDS[name]
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages=dict.fromkeys(_ERRORS, SENTENCES[name]),
    )


class TimesForm(Plain):
    """The times by their names; hours where they are kept in minutes."""

    outlook_minutes = _hours("outlook_minutes", StepNumber.OUTLOOK.label)
    alternative_minutes = _hours("alternative_minutes", StepNumber.ALTERNATIVE.label)
    compensation_days = _count("compensation_days", StepNumber.COMPENSATION.label)
    aftercare_days = _count(
        "aftercare_days",
        StepNumber.AFTERCARE.label,
        gettext_lazy("Counted from when it is solved."),
    )
    weeks = _count("weeks", gettext_lazy("Watch over the company for"))
    check_days = _count(
        "check_days",
        gettext_lazy("Ask whether all is right again after"),
        gettext_lazy("Whoever watches over them is reminded then."),
    )


GROUPS = (
    (
        gettext_lazy("The four steps"),
        gettext_lazy("Working time, by the opening hours of the ticket’s team."),
        (
            ("outlook_minutes", gettext_lazy("hours")),
            ("alternative_minutes", gettext_lazy("hours")),
            ("compensation_days", gettext_lazy("days")),
            ("aftercare_days", gettext_lazy("days")),
        ),
    ),
    (
        gettext_lazy("Weeks of care"),
        gettext_lazy("Calendar time. On a ticket another number of weeks can be chosen."),
        (
            ("weeks", gettext_lazy("weeks")),
            ("check_days", gettext_lazy("days")),
        ),
    ),
)


@for_agents
@require_http_methods(["GET", "POST"])
def times(request: AgentRequest) -> HttpResponse:
    """Show how long each may take; leads set it."""
    request.user.must(Can.WRITE_RULES)
    form = TimesForm(initial=asdict(the_times()))
    if request.method == "POST":
        form = TimesForm(request.POST)
        if is_kept(form, request.user):
            messages.success(request, _("Saved. It counts from now on."))
            return SeeOther(reverse("care_times"))
    context = {"here": "settings", "form": form, "groups": groups_of(form)}
    return show(request, "screens/care_times.html", context, status=422 if form.errors else 200)


def is_kept(form: TimesForm, by: Agent) -> bool:
    """Set the times as the form says, or note beside the field why not."""
    if not form.is_valid():
        return False
    try:
        set_times(Times(**form.cleaned_data), by=by)
    except WrongTime as error:
        form.add_error(error.name, str(error))
    return form.is_valid()


def groups_of(form: TimesForm) -> list[dict[str, Any]]:
    """Return the fields under their titles, each with what it counts."""
    return [
        {"title": title, "hint": hint, "rows": [(form[name], unit) for name, unit in rows]}
        for title, hint, rows in GROUPS
    ]
