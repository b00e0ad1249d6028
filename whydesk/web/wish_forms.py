"""What is typed about wishes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whydesk.web.fields import Plain, language_field
from whydesk.wishes.choices import Effort, Fit, Way, Weight, Workaround, weight_for
from whydesk.wishes.models import Article, Capability, Voice, Wish
from whydesk.wishes.stories import Story

# More than a story may have, so that too long a one comes to the verb, which says so.
MOST_TYPED = 50_000
PARTS = ("when", "want", "so_that")

NOT_SAID = pgettext_lazy("workaround", "Not known")
BY_WORKAROUND = pgettext_lazy("weight", "As their way around it says")


def _area(label: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=MOST_TYPED, widget=widget)


def _choice(label: Any, choices: Any, initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=choices, initial=initial, widget=forms.RadioSelect
    )


def _workarounds() -> list[tuple[str, Any]]:
    """Name each way around it with the weight that it suggests."""
    named = [
        (one.value, _("%(workaround)s: %(weight)s") % {"workaround": one.label, "weight": heavy})
        for one in Workaround
        for heavy in [weight_for(one).label.lower()]
    ]
    return [*named, ("", NOT_SAID)]


class StoryForm(Plain):
    """A wish as one sentence, in parts; whether they suffice is for the verb to say."""

    title = forms.CharField(label=_("Title"), required=False, max_length=MOST_TYPED)
    when = _area(_("When"), 2)
    want = _area(_("I want"), 2)
    so_that = _area(_("So that"), 2)

    @classmethod
    def of(cls, wish: Wish) -> "StoryForm":
        return cls(initial={name: getattr(wish, name) for name in ("title", *PARTS)})

    @property
    def story(self) -> Story:
        return Story(**{name: self.told(name) for name in PARTS})

    def told(self, name: str) -> str:
        """Return what stands in the field, typed or prefilled."""
        return str(self[name].value() or "")


class WishForm(StoryForm):
    """A customer's wish beside their message, with what is true for them now."""

    message = forms.IntegerField(required=False, widget=forms.HiddenInput)
    said = _area(_("In their words"), 2)
    workaround = _choice(_("Their way around it"), _workarounds)
    weight = _choice(_("Weight"), [("", BY_WORKAROUND), *Weight.choices])
    tell_by = _choice(_("Tell them"), Way.choices, Way.MAIL)

    @property
    def voice(self) -> dict[str, str]:
        """Return what a voice says besides its story."""
        kept: Mapping[str, Any] = self.cleaned_data
        known = {name: kept.get(name) or "" for name in ("said", "workaround", "weight")}
        return {**known, "tell_by": kept.get("tell_by") or Way.MAIL}


class VoiceForm(Plain):
    """What is true of a customer who wants something, put right."""

    workaround = _choice(_("Their way around it"), lambda: [*Workaround.choices, ("", NOT_SAID)])
    weight = _choice(_("Weight"), Weight.choices)
    tell_by = _choice(_("Tell them"), Way.choices)

    @classmethod
    def of(cls, voice: Voice) -> "VoiceForm":
        return cls(initial={name: getattr(voice, name) for name in cls.base_fields})

    @property
    def voice(self) -> dict[str, str]:
        """Return what was chosen; whether it is one of the choices is for the verb to say."""
        return {name: self.data.get(name, "") for name in self.fields}


class NotesForm(Plain):
    """What product notes on a wish."""

    effort = forms.ChoiceField(
        label=_("Effort"), required=False, choices=[("", _("Not known")), *Effort.choices]
    )
    fit = forms.ChoiceField(
        label=_("Fit"), required=False, choices=[("", _("Not known")), *Fit.choices]
    )
    tracker_url = forms.CharField(
        label=_("In the dev tracker"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )


class ArticleForm(Plain):
    """What the product can do, told in one language."""

    language = language_field()
    slug = forms.SlugField(
        label=_("Address"),
        max_length=100,
        help_text=_("A few words with hyphens; it stands in the address of the help page."),
    )
    tags = forms.CharField(
        label=_("Tags, with commas between them"), required=False, max_length=1000
    )
    title = forms.CharField(label=_("What it is called"), max_length=200)
    purpose = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    how = forms.CharField(
        label=_("How it is done"),
        required=False,
        max_length=200_000,
        help_text=_("Markdown: lists, links, bold words."),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    @classmethod
    def of(
        cls,
        capability: Capability,
        article: Article | None,
        language: str,
        said: QueryDict | None,
    ) -> "ArticleForm":
        """Show what is written; the address of what there is stays, whatever is said."""
        known: dict[str, Any] = {
            "language": language,
            "slug": capability.slug,
            "tags": ", ".join(capability.tags),
        }
        if article:
            known |= {name: getattr(article, name) for name in ("title", "purpose", "how")}
        form = cls(said, initial=known)
        for name in ("language", "slug"):
            form.fields[name].disabled = True
        return form

    @property
    def article(self) -> dict[str, Any]:
        """Return what was written, ready to be kept."""
        tags = [" ".join(tag.split()) for tag in self.cleaned_data["tags"].split(",")]
        return {**self.cleaned_data, "tags": [tag for tag in tags if tag]}
