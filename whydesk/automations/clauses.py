"""The conditions of a rule as clauses of its sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from whydesk.automations.conditions import INSIDE, NOBODY, OUTSIDE, SOMEBODY, Conditions
from whydesk.automations.names import Names
from whydesk.automations.whens import Words
from whydesk.tickets.choices import Channel, Kind, Temperature
from whydesk.tickets.models import Ticket

HOURS: Mapping[str, Words] = {
    INSIDE: pgettext_lazy("rule: hours", "during working hours"),
    OUTSIDE: pgettext_lazy("rule: hours", "outside working hours"),
}
WEEKDAYS: Sequence[Words] = (
    pgettext_lazy("rule: day", "on Monday"),
    pgettext_lazy("rule: day", "on Tuesday"),
    pgettext_lazy("rule: day", "on Wednesday"),
    pgettext_lazy("rule: day", "on Thursday"),
    pgettext_lazy("rule: day", "on Friday"),
    pgettext_lazy("rule: day", "on Saturday"),
    pgettext_lazy("rule: day", "on Sunday"),
)
CHANNELS: Mapping[str, Words] = {
    Channel.MAIL: pgettext_lazy("rule: it came", "by mail"),
    Channel.FORM: pgettext_lazy("rule: it came", "by the form"),
    Channel.PHONE: pgettext_lazy("rule: it came", "by phone"),
    Channel.API: pgettext_lazy("rule: it came", "by the API"),
}
KINDS: Mapping[str, Words] = {
    Kind.QUESTION: pgettext_lazy("rule: it is", "a question"),
    Kind.WISH: pgettext_lazy("rule: it is", "a wish"),
    Kind.BUG: pgettext_lazy("rule: it is", "a bug"),
    Kind.OUTAGE: pgettext_lazy("rule: it is", "an outage"),
    Kind.COMPLAINT: pgettext_lazy("rule: it is", "a complaint"),
    Kind.BILLING: pgettext_lazy("rule: it is", "a matter of billing"),
    Kind.PRAISE: pgettext_lazy("rule: it is", "praise"),
    Kind.SPAM: pgettext_lazy("rule: it is", "advertising"),
}
FEELINGS: Mapping[int, Words] = {
    Temperature.IRRITATED: pgettext_lazy("rule", "the customer is irritated or worse"),
    Temperature.ANGRY: pgettext_lazy("rule", "the customer is angry or worse"),
    Temperature.FURIOUS: pgettext_lazy("rule", "the customer is furious"),
}
STATUSES: Mapping[str, Words] = {
    Ticket.Status.OPEN: pgettext_lazy("rule: the ticket is", "open"),
    Ticket.Status.WAITING: pgettext_lazy("rule: the ticket is", "waiting for the customer"),
    Ticket.Status.SNOOZED: pgettext_lazy("rule: the ticket is", "put aside"),
    Ticket.Status.CLOSED: pgettext_lazy("rule: the ticket is", "closed"),
    Ticket.Status.SPAM: pgettext_lazy("rule: the ticket is", "spam"),
}
HOLDING: Mapping[str, Words] = {
    NOBODY: pgettext_lazy("rule", "nobody has the ticket"),
    SOMEBODY: pgettext_lazy("rule", "somebody has the ticket"),
}


def circumstances(conditions: Conditions) -> list[str]:
    """Return what stands beside the verb: the hours and the days."""
    days = [str(WEEKDAYS[day]) for day in conditions.weekdays]
    hours = [str(HOURS[conditions.hours])] if conditions.hours else []
    return [*hours, one_of(days)] if days else hours


def clauses(conditions: Conditions, names: Names) -> list[str]:
    """Return a clause for each of the other conditions."""
    said = conditions.said()
    return [write(said[name], names) for name, write in _CLAUSES.items() if name in said]


def one_of(words: Sequence[str]) -> str:
    """Join by commas and an "or"."""
    if len(words) < 2:
        return "".join(words)
    joined = pgettext("rule: list", "%(most)s or %(last)s")
    return joined % {"most": ", ".join(words[:-1]), "last": words[-1]}


def all_of(words: Sequence[str]) -> str:
    """Join by commas and an "and"."""
    if len(words) < 2:
        return "".join(words)
    joined = pgettext("rule: list", "%(most)s and %(last)s")
    return joined % {"most": ", ".join(words[:-1]), "last": words[-1]}


def quoted(words: Iterable[str]) -> list[str]:
    return [pgettext("rule: in quotes", "“%(word)s”") % {"word": word} for word in words]


def hours_long(minutes: int) -> str:
    """Say so many minutes in whole hours, or in minutes where they are none."""
    if minutes % 60:
        many = npgettext("rule: time", "%(count)s minute", "%(count)s minutes", minutes)
        return many % {"count": minutes}
    hours = minutes // 60
    return npgettext("rule: time", "%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def _of_words(text: Words, words: Mapping[str, Words], values: Any, names: Names) -> str:
    return str(text) % {"any": one_of([str(words[value]) for value in values])}


def _of_quotes(text: Words, values: Any, names: Names) -> str:
    return str(text) % {"any": one_of(quoted(values))}


def _plain(text: Words, value: Any, names: Names) -> str:
    return str(text)


def _chosen(words: Mapping[Any, Words], value: Any, names: Names) -> str:
    return str(words[value])


def _of_teams(values: Any, names: Names) -> str:
    teams = one_of(quoted(names.team(key) for key in values))
    return pgettext("rule", "the ticket is with the team %(any)s") % {"any": teams}


def _of_urgency(minutes: Any, names: Names) -> str:
    text = pgettext("rule", "its urgency is worth %(time)s of waiting or more")
    return text % {"time": hours_long(minutes)}


_CLAUSES: Mapping[str, Callable[[Any, Names], str]] = {
    "channels": partial(_of_words, pgettext_lazy("rule", "the ticket came %(any)s"), CHANNELS),
    "kinds": partial(_of_words, pgettext_lazy("rule", "it is %(any)s"), KINDS),
    "temperature": partial(_chosen, FEELINGS),
    "blocking": partial(_plain, pgettext_lazy("rule", "the customer cannot work")),
    "leaving": partial(_plain, pgettext_lazy("rule", "the customer speaks of leaving")),
    "words": partial(_of_quotes, pgettext_lazy("rule", "the words %(any)s stand in it")),
    "languages": partial(
        _of_words,
        pgettext_lazy("rule", "it is written in: %(any)s"),
        dict(settings.LANGUAGES),
    ),
    "statuses": partial(_of_words, pgettext_lazy("rule", "the ticket is %(any)s"), STATUSES),
    "tags": partial(_of_quotes, pgettext_lazy("rule", "the ticket has the tag %(any)s")),
    "untagged": partial(
        _of_quotes, pgettext_lazy("rule", "the ticket does not have the tag %(any)s")
    ),
    "teams": _of_teams,
    "assignee": partial(_chosen, HOLDING),
    "urgency": _of_urgency,
    "plans": partial(_of_quotes, pgettext_lazy("rule", "the plan is %(any)s")),
    "in_care": partial(_plain, pgettext_lazy("rule", "the company is in care")),
    "is_new": partial(_plain, pgettext_lazy("rule", "the company is new")),
}
