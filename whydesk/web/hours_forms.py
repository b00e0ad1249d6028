"""What is typed about opening hours."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from whydesk.desk.feasts import regions_of
from whydesk.desk.models import OpeningHours
from whydesk.web.fields import Plain, zone_field
from whydesk.web.places import country_names

# People write 9-18, 9:00–18:00, 9.30 - 13 and put commas between.
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?")


def read_spans(text: str) -> str:
    """Return the spans as they are kept; what cannot be read stays as it was typed.

    >>> read_spans("9-13, 14:00 – 18.30")
    '09:00-13:00 14:00-18:30'
    """
    rest = _SPAN.sub("", text)
    if rest.strip(" ,;"):
        return " ".join(text.split())
    return " ".join(
        f"{int(start):02}:{minute or '00'}-{int(end):02}:{to_minute or '00'}"
        for start, minute, end, to_minute in _SPAN.findall(text)
    )


def written(spans: str) -> str:
    """Return kept spans as they are shown and typed.

    >>> written("09:00-13:00 14:00-18:00")
    '09:00–13:00, 14:00–18:00'
    """
    return spans.replace("-", "–").replace(" ", ", ")


def _spans_field(label: Any, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attributes})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget)


class HoursForm(Plain):
    """The spans of each day of the week, where that is, and whose holidays are kept."""

    time_zone = zone_field()
    country = forms.ChoiceField(label=_("Holidays of"), required=False)
    region = forms.CharField(
        label=_("Region"), required=False, max_length=10, widget=forms.Select()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"] = _spans_field(
                name, placeholder=str(_("Closed")), size="24"
            )
        language = get_language() or "en"
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("No country: no holidays")), *country_names(language)]
        self.offer_regions(str(self["country"].value() or ""))

    @classmethod
    def of(cls, hours: OpeningHours) -> "HoursForm":
        days = {f"day_{number}": written(day) for number, day in enumerate(hours.week)}
        return cls(
            initial={
                **days,
                "time_zone": hours.time_zone,
                "country": hours.country,
                "region": hours.region,
            }
        )

    def offer_regions(self, country: str) -> None:
        choices = [("", _("The whole country")), *regions_of(country)]
        self.fields["region"].widget.choices = choices

    @property
    def days(self) -> Iterator[forms.BoundField]:
        return (self[f"day_{number}"] for number in WEEKDAYS)

    @property
    def has_regions(self) -> bool:
        return len(self.fields["region"].widget.choices) > 1

    def clean_region(self) -> str:
        """Forget a region of the country that was chosen before."""
        region = str(self.cleaned_data["region"])
        return region if region in dict(regions_of(self.cleaned_data.get("country", ""))) else ""

    @property
    def hours(self) -> dict[str, Any]:
        said = self.cleaned_data
        week = [read_spans(said[f"day_{number}"]) for number in WEEKDAYS]
        return {
            "week": week,
            "time_zone": said["time_zone"],
            "country": said["country"],
            "region": said["region"],
        }


class OwnDayForm(Plain):
    """A day that is not like its weekday."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        localize=False,
        help_text=_("It may have passed: what was broken by it is mended."),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    spans = _spans_field(_("When you work"), placeholder="09:00–13:00")
    everywhere = forms.BooleanField(
        label=_("Also for teams with hours of their own"), required=False
    )

    def __init__(self, *args: Any, may_be_everywhere: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "own", **kwargs})
        self.fields["spans"].help_text = _("Leave it empty if nobody works on that day.")
        if not may_be_everywhere:
            del self.fields["everywhere"]

    @classmethod
    def about(
        cls, day: date | None, hours: OpeningHours, *, may_be_everywhere: bool
    ) -> "OwnDayForm":
        """Show the form as it is; for a day that was chosen from a list, with its usual hours."""
        initial = {"day": day, "spans": written(hours.week[day.weekday()])} if day else {}
        return cls(initial=initial, may_be_everywhere=may_be_everywhere)
