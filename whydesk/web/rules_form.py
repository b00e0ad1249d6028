"""A rule as a form: when, if, then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from whydesk.automations.acts import Acts
from whydesk.automations.checking import SNOOZES
from whydesk.automations.clauses import FEELINGS, HOLDING, HOURS, hours_long
from whydesk.automations.conditions import Conditions
from whydesk.automations.models import Rule
from whydesk.automations.names import Names
from whydesk.automations.queries import replies_kept
from whydesk.automations.sentences import WHOM, act_phrase
from whydesk.automations.whens import WHENS
from whydesk.customers.models import Company
from whydesk.incidents.choices import Severity
from whydesk.people.models import Agent, Team
from whydesk.tickets.choices import Channel, Kind
from whydesk.tickets.models import Ticket
from whydesk.web.fields import Plain

Choices = list[tuple[Any, Any]]
MINUTES = (60, 120, 240, 480, 1440, 2880, 4320)
WEEKS = (1, 2, 4, 8, 12)


def _words(words: Any, nothing: Any) -> Choices:
    return [("", nothing), *((key, capfirst(str(word))) for key, word in words.items())]


def _several(label: Any, choices: Any, coerce: Any = str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _one(label: Any, choices: Any, coerce: Any = str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=coerce, required=False, empty_value=coerce()
    )


def _listed(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    return forms.CharField(
        label=label, required=False, max_length=2000, help_text=hint, widget=widget
    )


def _yes(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _times(nothing: Any) -> Any:
    return lambda: [("", nothing), *((one, hours_long(one)) for one in MINUTES)]


def _weeks() -> Choices:
    phrases = ((weeks, act_phrase("aftercare", Acts(aftercare=weeks), Names())) for weeks in WEEKS)
    return [("", _("No")), *((weeks, capfirst(phrase)) for weeks, phrase in phrases)]


def _snoozes() -> Choices:
    phrases = ((one, act_phrase("snooze", Acts(snooze=one), Names())) for one in SNOOZES)
    return [("", _("No")), *((one, capfirst(phrase)) for one, phrase in phrases)]


def _teams() -> Choices:
    return list(Team.objects.values_list("pk", "name"))


def _people() -> Choices:
    return list(Agent.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


def _replies() -> Choices:
    return list(replies_kept().values_list("pk", "name"))


@dataclass(frozen=True)
class Group:
    """Some fields under one title; open where any of them says something."""

    title: str | Promise
    fields: Sequence[forms.BoundField]
    is_open: bool


_COMMAS = {"plans", "words", "tags", "untagged"}
COMMAS = _("Several are parted by commas; one of them is enough.")
_GROUPS: Sequence[tuple[Any, Sequence[str]]] = (
    (_("Who it is"), ("account_kinds", "plans", "is_new", "in_care")),
    (_("At which time"), ("hours", "weekdays")),
    (_("What stands in it"), ("words", "languages", "channels")),
    (_("What was read in it"), ("kinds", "temperature", "blocking", "leaving")),
    (
        _("How the ticket stands"),
        ("statuses", "tags", "untagged", "teams", "assignee", "urgency"),
    ),
)
_ACTS: Sequence[tuple[Any, Sequence[str]]] = (
    (_("Tell somebody"), ("do_tell", "do_tell_people", "do_tell_minutes")),
    (_("Give it to somebody"), ("do_assign_to", "do_route_to")),
    (_("Mark it"), ("do_urgency", "do_tag", "do_incident", "do_aftercare")),
    (_("Answer, or put it aside"), ("do_answer", "do_snooze")),
)


class RuleForm(Plain):
    """Everything that a rule may say; what is empty it does not say."""

    when = forms.ChoiceField(
        label=_("What happens"),
        choices=lambda: [(name, one.label) for name, one in WHENS.items()],
    )
    account_kinds = _several(_("Kind of account"), Company.Kind.choices)
    plans = _listed(_("Plan"), COMMAS)
    is_new = _yes(_("Prospects, trials, and who came less than ninety days ago"))
    in_care = _yes(_("Companies in care"))
    hours = _one(_("Working hours of the team"), lambda: _words(HOURS, _("At any hour")))
    weekdays = _several(_("Day of the week"), list(WEEKDAYS.items()), int)
    words = _listed(_("Words in the subject or the text"), COMMAS)
    languages = _several(_("Language"), settings.LANGUAGES)
    channels = _several(_("How it came"), Channel.choices)
    kinds = _several(_("Kind"), Kind.choices)
    temperature = _one(_("Feeling"), lambda: _words(FEELINGS, _("Any")), int)
    blocking = _yes(_("The customer cannot work"))
    leaving = _yes(_("The customer speaks of leaving"))
    statuses = _several(_("Status"), Ticket.Status.choices)
    tags = _listed(_("Has the tag"), COMMAS)
    untagged = _listed(_("Does not have the tag"))
    teams = _several(_("Team"), _teams, int)
    assignee = _one(_("Who has it"), lambda: _words(HOLDING, _("Anybody or nobody")))
    urgency = _one(_("Urgency, at least"), _times(_("Any")), int)

    do_tell = _several(_("Whom"), lambda: _words(WHOM, "")[1:])
    do_tell_people = _several(_("People by name"), _people, int)
    do_tell_minutes = forms.IntegerField(
        label=_("Minutes that each of them has"),
        required=False,
        min_value=0,
        max_value=24 * 60,
        help_text=_(
            "Who does not say in that time that they have seen it is followed by the next."
            " Left empty, all are told at once."
        ),
    )
    do_assign_to = _one(_("Person"), lambda: [("", _("Nobody")), *_people()], int)
    do_route_to = _one(_("Team"), lambda: [("", _("No team")), *_teams()], int)
    do_urgency = _one(_("Up the queue by"), _times(_("Nothing")), int)
    do_tag = _listed(_("Tag"))
    do_incident = _one(_("Incident"), [("", _("None")), *Severity.choices])
    do_aftercare = _one(_("Aftercare"), _weeks, int)
    do_answer = _one(_("Saved reply"), lambda: [("", _("No answer")), *_replies()], int)
    do_snooze = _one(_("Put aside"), _snoozes)

    @classmethod
    def of(cls, rule: Rule) -> "RuleForm":
        """Show the rule as it is."""
        asks = {
            name: ", ".join(value) if name in _COMMAS else value
            for name, value in rule.asks.said().items()
        }
        does = {f"do_{name}": value for name, value in rule.does.said().items()}
        return cls(initial={"when": rule.when, **asks, **does})

    def clean(self) -> dict[str, Any]:
        """Part at commas what may be several."""
        cleaned = self.cleaned_data
        for name in _COMMAS & cleaned.keys():
            words = (" ".join(word.split()) for word in cleaned[name].split(","))
            cleaned[name] = [word.lower() if name != "plans" else word for word in words if word]
        return cleaned

    @property
    def rule(self) -> dict[str, Any]:
        """Return what the rule says, as the verbs take it."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        does = {name.removeprefix("do_"): said[name] for name in said if name.startswith("do_")}
        return {
            "when": said.pop("when", ""),
            "conditions": Conditions.from_json(said),
            "acts": Acts.from_json(does),
        }

    @property
    def groups(self) -> list[Group]:
        """Return the conditions, some under each title."""
        return [self._group(title, names) for title, names in _GROUPS]

    @property
    def act_groups(self) -> list[Group]:
        return [self._group(title, names) for title, names in _ACTS]

    def _group(self, title: Any, names: Sequence[str]) -> Group:
        fields = [self[name] for name in names]
        return Group(title, fields, any(field.value() or field.errors for field in fields))
