"""Whether a rule means something."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from whydesk.automations.acts import OPENING, Acts
from whydesk.automations.clauses import FEELINGS, HOLDING, HOURS
from whydesk.automations.conditions import Conditions
from whydesk.automations.sentences import WHOM
from whydesk.automations.whens import WHENS
from whydesk.customers.models import Company
from whydesk.incidents.choices import Severity
from whydesk.tickets.choices import Channel, Kind
from whydesk.tickets.models import Ticket

MOST_MINUTES = 24 * 60
MOST_URGENCY = 60 * 24 * 30
MOST_WEEKS = 52
MOST_WORDS = 20
SNOOZES = (OPENING, "1", "4", "24", "72", "168")
# A message is read some seconds after it came.
READ_IN_IT = frozenset({"kinds", "temperature", "blocking", "leaving"})
BEFORE_READING = frozenset({"customer_writes", "ticket_opens", "call_noted"})


class RuleRefused(ValueError):
    """A rule that cannot be kept, or switched on, as it stands; the text says what to do."""


def check_known(when: str, conditions: Conditions, acts: Acts) -> None:
    """Refuse what no screen offers.

    :raises RuleRefused: something in it means nothing.
    """
    said = {"when": when, **conditions.said(), **acts.said()}
    for name, allowed in _choices().items():
        _check(name, said.get(name), allowed)
    if when in BEFORE_READING and READ_IN_IT.intersection(conditions.said()):
        sentence = _("What a message says is known once it is read. Choose “%(when)s”.")
        raise RuleRefused(sentence % {"when": WHENS["message_read"].label})
    words = (*conditions.words, *conditions.tags, *conditions.untagged, *conditions.plans)
    if len(words) > 4 * MOST_WORDS or any(not 0 < len(word) <= 100 for word in words):
        raise RuleRefused(_("Keep it to a few words of at most a hundred characters."))
    if len(acts.tag) > 50:
        raise RuleRefused(_("A tag is one to fifty characters long."))
    if not 0 <= acts.tell_minutes <= MOST_MINUTES:
        raise RuleRefused(_("Give each person between a minute and a day."))
    if not 0 <= acts.urgency <= MOST_URGENCY or not 0 <= acts.aftercare <= MOST_WEEKS:
        raise RuleRefused(_("Move a ticket up by thirty days at most, and care for a year."))


def check_complete(acts: Acts) -> None:
    """Refuse to switch on what does nothing."""
    if not acts.names:
        raise RuleRefused(_("Say what the rule does."))


def _choices() -> dict[str, Collection[Any]]:
    return {
        "when": WHENS,
        "account_kinds": Company.Kind.values,
        "hours": HOURS,
        "weekdays": range(7),
        "channels": Channel.values,
        "kinds": Kind.values,
        "temperature": FEELINGS,
        "languages": dict(settings.LANGUAGES),
        "statuses": Ticket.Status.values,
        "assignee": HOLDING,
        "tell": WHOM,
        "incident": Severity.values,
        "snooze": SNOOZES,
    }


def _check(name: str, value: Any, allowed: Collection[Any]) -> None:
    values = value if isinstance(value, tuple) else (value,)
    if any(one and one not in allowed for one in values):
        raise RuleRefused(_("Choose from the list: %(name)s.") % {"name": name})
