"""What is typed about incidents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whydesk.incidents.choices import Severity
from whydesk.incidents.models import Ending, Incident
from whydesk.incidents.refusals import WrongMoment
from whydesk.web.fields import Plain

MOST_TYPED = 50_000


@dataclass(frozen=True)
class InLanguage:
    """A field as it stands in one language, side by side with the others."""

    code: str
    name: str
    value: str
    readers: int = 0


def texts_in(posted: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what was typed in each language: fields are called name_en, name_ru and so on."""
    return {code: posted.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}


def side_by_side(
    values: Mapping[str, str], readers: Mapping[str, int] | None = None
) -> Iterator[InLanguage]:
    """Lay a text out in every language, with how many customers read it."""
    for code, name in settings.LANGUAGES:
        yield InLanguage(code, name, values.get(code, ""), (readers or {}).get(code, 0))


def moment_typed(text: str) -> datetime | None:
    """Read a day and an hour in the reader's time zone; nothing typed is no moment.

    :raises WrongMoment: it is none.
    """
    if not text:
        return None
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise WrongMoment(_("Type the day and the hour."))
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def typed(at: datetime | None) -> str:
    """Write a moment as a field of day and hour has it."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if at else ""


class IncidentForm(Plain):
    """What fails, how badly, since when; the words for customers stand beside it."""

    title = forms.CharField(
        label=gettext_lazy("What we call it"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How bad it is"),
        choices=Severity.choices,
        initial=Severity.PARTLY,
        widget=forms.RadioSelect,
    )
    since = forms.CharField(
        label=gettext_lazy("Since"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    @classmethod
    def of(cls, incident: Incident) -> "IncidentForm":
        known = {"title": incident.title, "severity": incident.severity}
        return cls(initial={**known, "since": typed(incident.since)})

    @property
    def told(self) -> dict[str, Any]:
        """Return what was typed, ready to be kept."""
        said = self.cleaned_data
        since = moment_typed(said["since"]) or timezone.now()
        return {"title": said["title"], "severity": said["severity"], "since": since}


class EndingForm(Plain):
    """The two questions before an incident is over."""

    back = forms.ChoiceField(
        label=gettext_lazy("Is everything back?"),
        choices=Ending.Back.choices,
        widget=forms.RadioSelect,
    )
    remains = forms.CharField(
        label=gettext_lazy("What is not back yet"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    lost = forms.CharField(
        label=gettext_lazy("Was anything lost? What, and for whom"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


def day_typed(text: str) -> date:
    """Read a day.

    :raises WrongMoment: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongMoment(_("Choose the day until which it is done.")) from error
