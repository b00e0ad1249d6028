"""What is typed about reviews and decisions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from whydesk.people.models import Agent
from whydesk.web.fields import Plain, zone_field
from whydesk.web.wish_forms import MOST_TYPED
from whydesk.wishes.calendar import zone_of
from whydesk.wishes.choices import Outcome
from whydesk.wishes.models import Article, Capability, ReviewCalendar
from whydesk.wishes.months import months_later
from whydesk.wishes.planning import Schedule
from whydesk.wishes.terms import MONTHS_TO_ASK_AGAIN, Terms


def _area(label: Any, rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=MOST_TYPED, widget=widget)


def _line(label: Any, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attributes})
    return forms.CharField(label=label, required=False, max_length=MOST_TYPED, widget=widget)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"], localize=False
    )


class DecisionForm(Plain):
    """An outcome and what belongs to it; whether that suffices is for the verb to say."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    reason = _area(_("Why, in words that can be told to a customer"), 3)
    would_change = _area(_("What would change our mind"))
    elsewhere = _area(_("Where else they may find it"))
    ask_again_on = _day(_("Ask again on"))
    price = forms.DecimalField(
        label=_("Price"),
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = _line(_("Currency"), size="4")
    by_when = _day(_("By when"))
    means = _line(_("With what means"))
    owner = _line(_("Who owns it"))
    capability = _line(_("What they already have"), list="capabilities")

    @classmethod
    def fresh(cls, today: date) -> "DecisionForm":
        """Return the form as it is before anybody has typed."""
        return cls(
            initial={
                "ask_again_on": months_later(today, MONTHS_TO_ASK_AGAIN),
                "currency": settings.ENVIRONMENT["WHYDESK_CURRENCY"],
            }
        )

    def clean_capability(self) -> Capability | None:
        """Find it by its address or by the title of an article on it."""
        named = " ".join(self.cleaned_data["capability"].split())
        if not named:
            return None
        if found := Capability.objects.filter(slug=named).first():
            return found
        article = Article.objects.select_related("capability").filter(title__iexact=named).first()
        if article is None:
            raise forms.ValidationError(_("There is nothing of this name among what we have."))
        return article.capability

    @property
    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class CalendarForm(Plain):
    """When the reviews are."""

    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        coerce=int,
        choices=[(number, name) for number, name in WEEKDAYS.items() if number < 5],
    )
    at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    time_zone = zone_field()
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480)

    @classmethod
    def of(cls, calendar: ReviewCalendar) -> "CalendarForm":
        return cls(
            initial={
                "weekday": calendar.weekday,
                "at": calendar.at,
                "time_zone": str(zone_of(calendar)),
                "minutes": calendar.minutes,
            }
        )

    @property
    def schedule(self) -> Schedule:
        return Schedule(**self.cleaned_data)


class MinutesForm(Plain):
    """Who gets the minutes."""

    to = forms.ModelMultipleChoiceField(
        label=_("Send them to"),
        queryset=Agent.objects.filter(is_active=True).order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who gets them.")},
    )


def day_in(posted: Mapping[str, str], name: str) -> date | None:
    """Read the day that a form names, if it names one."""
    try:
        return date.fromisoformat(posted.get(name, ""))
    except ValueError:
        return None


def moment_in(posted: Mapping[str, str], name: str) -> datetime | None:
    """Read the day and hour that a form names, in the reader's time zone."""
    try:
        at = datetime.fromisoformat(posted.get(name, ""))
    except ValueError:
        return None
    zone = timezone.get_current_timezone()
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(str(zone)))
