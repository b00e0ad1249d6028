"""What the forms of the settled screens are made of."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from whydesk.people.models import Team


class Plain(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class Record(forms.ModelForm):  # type: ignore[type-arg]
    """A form with the fields of a model. It never saves: verbs do.

    Whether a name is taken is for the verb to say, for it alone can know.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def validate_unique(self) -> None:
        return None


@lru_cache
def time_zones() -> list[tuple[str, str]]:
    """List the places that a person may live in, by region."""
    names = {name for name in available_timezones() if "/" in name}
    places = sorted(name for name in names if not name.startswith(("Etc/", "SystemV/", "US/")))
    return [(name, name.replace("_", " ")) for name in ["UTC", *places]]


class LongList(forms.Select):
    """A list of hundreds; Django draws a template for each option, which they would feel."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = (
            (key, SafeString(" selected") if str(key) in chosen else "", label)
            for key, label in self.choices
        )
        own = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", own, drawn)


def zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        initial=settings.TIME_ZONE,
        widget=LongList,
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


def email_field(**attributes: str) -> forms.EmailField:
    return forms.EmailField(
        label=_("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", **attributes}),
    )


def password_field(label: Any, *, is_new: bool) -> forms.CharField:
    """Ask for a password; a new one says what makes it good before it is refused."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=_("Ten characters or more; a few words are easy to keep.") if is_new else "",
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password" if is_new else "current-password"}
        ),
    )


def teams_field() -> "forms.ModelMultipleChoiceField[Team]":
    return forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
