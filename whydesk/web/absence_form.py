"""The form by which somebody says until when they are away, or says it of another."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.people.models import Agent
from whydesk.web.fields import Plain


class Absence(Plain):
    """The first day back, which begins at midnight where the person lives."""

    until = forms.DateField(
        label=_("First day back"),
        help_text=_("Work comes again from midnight, in the time zone of the profile."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    puts_back = forms.BooleanField(
        label=_("Leave the tickets to whoever is free"), required=False, initial=True
    )

    def __init__(self, *args: Any, of: Agent, **kwargs: Any) -> None:
        self.zone = ZoneInfo(of.time_zone)
        back = of.away_until.astimezone(self.zone).date() if of.away_until and of.is_away else None
        super().__init__(*args, initial={"until": back}, **kwargs)
        tomorrow = timezone.now().astimezone(self.zone).date() + timedelta(days=1)
        self.fields["until"].widget.attrs["min"] = tomorrow.isoformat()

    def clean_until(self) -> datetime:
        day: date = self.cleaned_data["until"]
        return datetime.combine(day, time(), self.zone)
