"""Making the rules for promises. What is due is reckoned anew each time."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company
from whydesk.desk.choices import Measure, Pausing, Promise, Warned
from whydesk.desk.events import (
    PromiseRuleAdded,
    PromiseRuleChanged,
    PromiseRuleRemoved,
    PromiseRulesOrdered,
)
from whydesk.desk.models import PromiseRule
from whydesk.desk.recounting import begin_recount
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.tickets.choices import Channel, Kind

_LISTS: dict[str, Sequence[str]] = {
    "promises": Promise.values,
    "account_kinds": Company.Kind.values,
    "message_kinds": Kind.values,
    "channels": Channel.values,
    "pauses": Pausing.values,
    "warns": Warned.values,
}
_FIELDS = {*_LISTS, "urgency_from", "minutes", "measure", "warn_minutes"}
# What nobody reckons in minutes nobody promises.
MOST_MINUTES = 60 * 24 * 60


class WrongRule(ValueError):
    """A rule that could not be kept, or means nothing."""


@transaction.atomic
def add_rule(*, by: Actor, **fields: Any) -> PromiseRule:
    """Make a rule, before all others: what is said last is meant for now.

    It promises nothing to those who waited already when it was made. The fields
    are those of PromiseRule.
    """
    by.must(Can.SET_UP)
    known = _known({"pauses": [Pausing.WAITING], **fields})
    rule = PromiseRule(position=0, made_at=timezone.now(), **known)
    _check(rule)
    PromiseRule.objects.update(position=F("position") + 1)
    rule.save()
    record(PromiseRuleAdded(rule.pk), by=by)
    begin_recount(by=by)
    return rule


@transaction.atomic
def change_rule(rule: PromiseRule, *, by: Actor, **fields: Any) -> PromiseRule:
    """Change what the rule promises, or to whom; running promises follow."""
    by.must(Can.SET_UP)
    rule = PromiseRule.objects.select_for_update().get(pk=rule.pk)
    changes = {}
    for name, value in _known(fields).items():
        was = getattr(rule, name)
        if was != value:
            changes[name] = [str(was), str(value)]
            setattr(rule, name, value)
    if changes:
        _check(rule)
        rule.save()
        record(PromiseRuleChanged(rule.pk, changes), by=by)
        begin_recount(by=by)
    return rule


@transaction.atomic
def remove_rule(rule: PromiseRule, *, by: Actor) -> None:
    """Take the rule away; what it promised and nobody has given yet is promised by the next."""
    by.must(Can.SET_UP)
    event = PromiseRuleRemoved(rule.pk)
    rule.delete()
    record(event, by=by)
    begin_recount(by=by)


@transaction.atomic
def order_rules(rules: Sequence[PromiseRule], *, by: Actor) -> None:
    """Put the rules into this order; the first that fits counts."""
    by.must(Can.SET_UP)
    known = {rule.pk: rule for rule in PromiseRule.objects.select_for_update()}
    wanted = [rule.pk for rule in rules]
    if sorted(wanted) != sorted(known):
        raise WrongRule(_("Somebody else has changed the rules meanwhile. Look again."))
    for position, pk in enumerate(wanted):
        known[pk].position = position
    PromiseRule.objects.bulk_update(known.values(), ["position"])
    record(PromiseRulesOrdered(wanted), by=by)
    begin_recount(by=by)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with lists in the order of their choices."""
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise TypeError(f"A rule has no {', '.join(sorted(unknown))}.")
    return {
        name: [one for one in _LISTS[name] if one in value] if name in _LISTS else value
        for name, value in fields.items()
    }


def _check(rule: PromiseRule) -> None:
    if not rule.promises:
        raise WrongRule(_("Say what is promised."))
    if rule.measure not in Measure.values:
        raise WrongRule(_("Promise working time or plain time."))
    if rule.minutes is not None and not 0 < rule.minutes <= MOST_MINUTES:
        raise WrongRule(_("Promise something between a minute and sixty days."))
    if rule.warn_minutes and (rule.minutes is None or rule.warn_minutes >= rule.minutes):
        raise WrongRule(_("A warning comes after the time has begun to run."))
