"""What makes a ticket urgent: what each reason weighs on this desk."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from whydesk.desk.choices import Reason
from whydesk.desk.reweighing import (
    MOST_DAYS,
    MOST_MINUTES,
    WrongWeight,
    reweighing_underway,
    set_weights,
)
from whydesk.desk.urgency import Facts, weigh_facts
from whydesk.desk.weights import Weights, the_weights
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show

_HOUR = 60
_EACH = gettext_lazy("For each, up to five.")
GROUPS: tuple[tuple[Promise, tuple[Reason, ...]], ...] = (
    (
        pgettext_lazy("urgency", "What has happened to them"),
        (Reason.BLOCKED, Reason.OUTAGE, Reason.ALIKE),
    ),
    (
        pgettext_lazy("urgency", "Who they are"),
        (Reason.PROSPECT, Reason.TRIAL, Reason.NEW, Reason.VIP, Reason.CARE),
    ),
    (
        pgettext_lazy("urgency", "How they feel"),
        (Reason.IRRITATED, Reason.ANGRY, Reason.FURIOUS, Reason.LEAVING, Reason.PUBLIC),
    ),
    (
        pgettext_lazy("urgency", "What we have made of it"),
        (Reason.NEAR, Reason.BROKEN, Reason.PASSED),
    ),
)
_COUNTED = frozenset({Reason.ALIKE, Reason.PASSED})


@dataclass(frozen=True)
class Example:
    """Somebody as they write every day, and for how many minutes they wait."""

    words: Promise
    facts: Facts
    waiting: int


EXAMPLES = (
    Example(
        gettext_lazy("On trial, cannot work, furious; wrote just now"),
        Facts(kind="bug", account="trial", is_blocked=True, temperature=3),
        0,
    ),
    Example(
        gettext_lazy("A VIP with a question; waits for three hours"), Facts(account="vip"), 180
    ),
    Example(
        gettext_lazy("After a failure, irritated; waits for an hour"),
        Facts(account="customer", is_cared_for=True, temperature=1),
        _HOUR,
    ),
    Example(
        gettext_lazy("Passed on twice, our promise missed; waits for a day"),
        Facts(account="customer", promise="broken", passed=2),
        24 * _HOUR,
    ),
    Example(
        gettext_lazy("An ordinary question; waits since before the weekend"),
        Facts(account="customer"),
        66 * _HOUR,
    ),
)


class WeightsForm(Plain):
    """Hours for each reason, by its name, and how long a customer is new."""

    new_days = forms.IntegerField(
        label=gettext_lazy("A customer is new for"), min_value=0, max_value=MOST_DAYS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reason in Reason:
            self.fields[reason.value] = forms.IntegerField(
                label=reason.label,
                min_value=0,
                max_value=MOST_MINUTES // _HOUR,
                help_text=_EACH if reason in _COUNTED else "",
            )

    @classmethod
    def of(cls, weights: Weights) -> "WeightsForm":
        hours = {reason.value: minutes // _HOUR for reason, minutes in weights.minutes.items()}
        return cls(initial={**hours, "new_days": weights.new_days})

    @property
    def weights(self) -> Weights:
        """Return what is typed, and for what cannot be read what is kept."""
        known, typed = the_weights(), self.cleaned_data if self.is_bound else {}
        minutes = {
            reason: typed[reason.value] * _HOUR if reason.value in typed else kept
            for reason, kept in known.minutes.items()
        }
        return Weights(minutes, typed.get("new_days", known.new_days))


@for_agents
@require_http_methods(["GET", "POST"])
def weights(request: AgentRequest) -> HttpResponse:
    """Show what each reason weighs, and who stands first by it, also by what is only typed."""
    request.user.must(Can.WRITE_RULES)
    form = WeightsForm(request.GET) if request.GET else WeightsForm.of(the_weights())
    if request.method == "POST":
        form = WeightsForm(request.POST)
        if is_kept(form, request.user):
            messages.success(request, _("Saved. Tickets are being weighed anew."))
            return SeeOther(reverse("weights"))
    context = {
        "here": "settings",
        "form": form,
        "groups": groups_of(form),
        "examples": queue_by(form),
        "reweighing": reweighing_underway(),
    }
    status = 422 if form.errors and request.method == "POST" else 200
    return show(request, "screens/weights.html", context, parts=("example",), status=status)


def is_kept(form: WeightsForm, by: Agent) -> bool:
    """Set the weights as the form says, or note on the form why not."""
    if not form.is_valid():
        return False
    try:
        set_weights(form.weights.minutes, new_days=form.weights.new_days, by=by)
    except WrongWeight as error:
        form.add_error(None, str(error))
    return form.is_valid()


def groups_of(form: WeightsForm) -> list[dict[str, Any]]:
    """Return the fields under their titles."""
    return [
        {
            "title": title,
            "fields": [
                form[name]
                for reason in reasons
                for name in ([reason.value, "new_days"] if reason == Reason.NEW else [reason.value])
            ],
        }
        for title, reasons in GROUPS
    ]


def queue_by(form: WeightsForm) -> list[dict[str, Any]]:
    """Return the examples with what they come to, as they would stand in a queue."""
    form.full_clean()
    weights = form.weights.minutes
    queue = [
        {"words": one.words, "minutes": one.waiting + weigh_facts(one.facts, weights).minutes}
        for one in EXAMPLES
    ]
    return sorted(queue, key=lambda one: -one["minutes"])
