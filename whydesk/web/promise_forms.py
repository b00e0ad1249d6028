"""What is typed about promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company
from whydesk.desk.choices import Measure, Pausing, Promise, Warned
from whydesk.desk.models import PromiseRule
from whydesk.desk.ruling import MOST_MINUTES
from whydesk.tickets.choices import Channel, Kind
from whydesk.web.fields import Plain

NOTHING = "nothing"
HOUR, DAY = 60, 24 * 60


def _several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def _amount(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_MINUTES, **kwargs)


class RuleForm(Plain):
    """To whom what is promised; whether that can be kept is for the verb to say."""

    promises = _several(_("What is promised"), Promise.choices)
    account_kinds = _several(
        _("To accounts of this kind"), Company.Kind.choices, _("None chosen means all.")
    )
    message_kinds = _several(
        _("For messages of this kind"), Kind.choices, _("None chosen means all.")
    )
    channels = _several(_("That come by"), Channel.choices, _("None chosen means all."))
    urgency_hours = _amount(
        _("With an urgency of so many hours or more"),
        required=False,
        help_text=_("Empty means all. What each reason weighs stands under Urgency."),
    )
    measure = forms.ChoiceField(
        label=_("The time is"),
        choices=[*Measure.choices, (NOTHING, _("None: nothing is promised"))],
        widget=forms.RadioSelect,
    )
    amount = _amount(_("Within"), required=False)
    unit = forms.TypedChoiceField(
        label=_("Unit"),
        coerce=int,
        choices=[(1, _("minutes")), (HOUR, _("hours")), (DAY, _("days of 24 hours"))],
    )
    pauses = _several(
        _("The time stands still"), Pausing.choices, _("At a named stop it always does.")
    )
    warn_minutes = _amount(
        _("Warn so many minutes before"), required=False, help_text=_("Empty means no warning.")
    )
    warns = _several(_("Who is warned"), Warned.choices, _("None chosen means the leads."))

    @classmethod
    def fresh(cls) -> "RuleForm":
        """Return the form as it is before anybody has typed."""
        return cls(
            initial={
                "promises": [Promise.FIRST_ANSWER, Promise.NEXT_ANSWER],
                "measure": Measure.WORKING,
                "amount": 4,
                "unit": HOUR,
                "pauses": [Pausing.WAITING],
                "warn_minutes": 30,
                "warns": [Warned.ASSIGNEE],
            }
        )

    @classmethod
    def of(cls, rule: PromiseRule) -> "RuleForm":
        unit = _unit_of(rule)
        names = ("promises", "account_kinds", "message_kinds", "channels", "pauses", "warns")
        return cls(
            initial={
                **{name: getattr(rule, name) for name in names},
                "measure": rule.measure if rule.minutes is not None else NOTHING,
                "amount": rule.minutes // unit if rule.minutes is not None else None,
                "unit": unit,
                "warn_minutes": rule.warn_minutes or None,
                "urgency_hours": rule.urgency_from // HOUR or None,
            }
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("measure") != NOTHING and not said.get("amount") and "amount" in said:
            self.add_error("amount", _("Say how much time there is."))
        return said

    @property
    def rule(self) -> dict[str, Any]:
        """Return the fields of the rule; what is not promised needs no warning."""
        said = dict(self.cleaned_data)
        amount, unit, warned = said.pop("amount"), said.pop("unit"), said["warn_minutes"] or 0
        said["urgency_from"] = (said.pop("urgency_hours") or 0) * HOUR
        if said["measure"] == NOTHING:
            return {**said, "measure": Measure.WORKING, "minutes": None, "warn_minutes": 0}
        return {**said, "minutes": amount * unit, "warn_minutes": warned}


def _unit_of(rule: PromiseRule) -> int:
    """Return the largest unit in which the time is a whole number."""
    units = (DAY, HOUR) if rule.measure == Measure.PLAIN else (HOUR,)
    return next((unit for unit in units if rule.minutes and rule.minutes % unit == 0), 1)
