"""What is typed about the four steps and the weeks after them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whydesk.care.choices import Outcome
from whydesk.care.times import the_times
from whydesk.goodwill.choices import Kind
from whydesk.web.fields import Plain

MOST_TYPED = 50_000
_TYPED_MOMENT = "%Y-%m-%dT%H:%M"
# What is proposed before anybody has thought: news come sooner than people expect.
NEWS_WITHIN = timedelta(hours=2)


def _area(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(
        label=label, required=False, max_length=MOST_TYPED, widget=widget, help_text=hint
    )


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=_TYPED_MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=widget,
        input_formats=[_TYPED_MOMENT, "%Y-%m-%dT%H:%M:%S"],
        localize=False,
    )


class TakeUpForm(Plain):
    """What happened, to take up the four steps."""

    prefix = "take-up"
    reason = _area(_("What happened"), 2)


class OutlookForm(Plain):
    """Deadline, next news, cause, and what lies outside our hands."""

    prefix = "outlook"
    cause = _area(_("The cause, in plain words"), 2, _("In the customer’s language."))
    beyond = _area(_("What lies outside our hands"), 2)
    estimate_at = _moment(_("Solved by, generously"))
    next_news_at = _moment(_("Next news by"))

    @classmethod
    def fresh(cls, now: datetime) -> "OutlookForm":
        return cls(initial={"next_news_at": (now + NEWS_WITHIN).replace(second=0, microsecond=0)})


class NewsForm(OutlookForm):
    """What is new, once the first step was told."""

    cause = _area(_("How things stand now"), 2, _("In the customer’s language."))
    beyond = None  # type: ignore[assignment]
    estimate_at = _moment(_("Solved by, if that has changed"))


class AlternativeForm(Plain):
    """How they can go on meanwhile."""

    prefix = "alternative"
    alternative = _area(_("How they can go on meanwhile"), 3, _("In the customer’s language."))


class CompensationForm(Plain):
    """What they are given, or why nothing fits."""

    prefix = "compensation"
    kind = forms.ChoiceField(label=_("What they are given"), choices=Kind.choices)
    amount = forms.DecimalField(
        label=_("Worth"),
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"size": "4", "autocomplete": "off"}),
    )
    reason = _area(pgettext_lazy("compensation", "Why"), 2)

    def clean_amount(self) -> Decimal:
        return self.cleaned_data["amount"] or Decimal(0)


class AftercareForm(Plain):
    """The story, and for how many weeks."""

    prefix = "aftercare"
    story = _area(_("The story behind it"), 3, _("Whoever answers them next reads this first."))
    weeks = forms.IntegerField(
        label=_("Weeks"),
        required=False,
        initial=lambda: the_times().weeks,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3"}),
    )


class OutcomeForm(Plain):
    """How an aftercare ended."""

    outcome = forms.ChoiceField(choices=Outcome.choices)
