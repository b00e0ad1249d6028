"""Writing rules, switching them on and off, putting them in order, removing them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.automations import events
from whydesk.automations.acts import Acts
from whydesk.automations.checking import RuleRefused, check_complete, check_known
from whydesk.automations.conditions import OUTSIDE, Conditions
from whydesk.automations.models import Rule
from whydesk.automations.queries import VIP, household, rules_kept
from whydesk.automations.whens import CUSTOMER_WRITES
from whydesk.customers.models import Company
from whydesk.history.events import Event
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent


@transaction.atomic
def write_rule(
    *, when: str, conditions: Conditions, acts: Acts, preset: str = "", by: Actor
) -> Rule:
    """Write a rule, after all others. It is off until somebody has looked at what it does."""
    by.must(Can.WRITE_RULES)
    check_known(when, conditions, acts)
    last = rules_kept().aggregate(last=Max("position"))["last"]
    rule = Rule(position=0 if last is None else last + 1, preset=preset)
    rule.author = by if isinstance(by, Agent) else None
    _say(rule, when, conditions, acts)
    rule.save()
    record(events.RuleWritten(rule.pk), by=by)
    return rule


@transaction.atomic
def rewrite_rule(rule: Rule, *, when: str, conditions: Conditions, acts: Acts, by: Actor) -> Rule:
    """Change what the rule says; as it was it stays in history. One that is on stays on."""
    by.must(Can.WRITE_RULES)
    rule = _locked(rule)
    check_known(when, conditions, acts)
    if rule.is_on:
        check_complete(acts)
    was = _whole(rule)
    _say(rule, when, conditions, acts)
    if _whole(rule) != was:
        rule.save()
        record(events.RuleRewritten(rule.pk, was, _whole(rule)), by=by)
    return rule


@transaction.atomic
def switch_on(rule: Rule, *, by: Actor) -> Rule:
    """Let the rule act on what happens from now on."""
    by.must(Can.WRITE_RULES)
    rule = _locked(rule)
    if rule.is_on:
        return rule
    check_complete(rule.does)
    rule.is_on, rule.on_since, rule.stopped_at = True, timezone.now(), None
    return _kept(rule, events.RuleSwitchedOn(rule.pk), by)


@transaction.atomic
def switch_off(rule: Rule, *, by: Actor) -> Rule:
    """Let the rule do nothing until it is switched on again."""
    by.must(Can.WRITE_RULES)
    rule = _locked(rule)
    if not rule.is_on:
        return rule
    rule.is_on, rule.on_since = False, None
    return _kept(rule, events.RuleSwitchedOff(rule.pk), by)


@transaction.atomic
def remove_rule(rule: Rule, *, by: Actor) -> None:
    """Take the rule away; what it did stays in the log."""
    by.must(Can.WRITE_RULES)
    rule = _locked(rule)
    rule.is_on, rule.on_since, rule.removed_at = False, None, timezone.now()
    _kept(rule, events.RuleRemoved(rule.pk), by)


@transaction.atomic
def order_rules(rules: Sequence[Rule], *, by: Actor) -> None:
    """Put the rules into this order: each sees what those before it did."""
    by.must(Can.WRITE_RULES)
    known = {rule.pk: rule for rule in rules_kept().select_for_update()}
    wanted = [rule.pk for rule in rules]
    if sorted(wanted) != sorted(known):
        raise RuleRefused(_("Somebody else has changed the rules meanwhile. Look again."))
    for position, pk in enumerate(wanted):
        known[pk].position = position
    Rule.objects.bulk_update(known.values(), ["position"])
    record(events.RulesOrdered(wanted), by=by)


@transaction.atomic
def call_for_vips(acts: Acts, *, by: Actor) -> Rule:
    """Have somebody called when a VIP writes outside working hours; the rule is on at once."""
    by.must(Can.WRITE_RULES)
    asks = Conditions(account_kinds=(Company.Kind.VIP.value,), hours=OUTSIDE)
    said: dict[str, Any] = {"when": CUSTOMER_WRITES.name, "conditions": asks, "acts": acts}
    rule = rules_kept().filter(preset=VIP).first()
    rule = rewrite_rule(rule, **said, by=by) if rule else write_rule(**said, preset=VIP, by=by)
    return switch_on(rule, by=by)


def _locked(rule: Rule) -> Rule:
    found = rules_kept().select_for_update().filter(pk=rule.pk).first()
    if found is None:
        raise RuleRefused(_("This rule is removed."))
    return found


def _kept(rule: Rule, event: Event, by: Actor) -> Rule:
    rule.save()
    record(event, by=by)
    return rule


def _whole(rule: Rule) -> dict[str, Any]:
    return {"when": rule.when, "conditions": rule.conditions, "acts": rule.acts}


def _say(rule: Rule, when: str, conditions: Conditions, acts: Acts) -> None:
    rule.when, rule.conditions, rule.acts = when, conditions.to_json(), acts.to_json()
    names = household().names(rule)
    people = {*acts.tell_people, acts.assign_to} - {0}
    teams = {*conditions.teams, acts.route_to} - {0}
    replies = {acts.answer} - {0}
    rule.names = {
        **{f"person {key}": names.person(key) for key in sorted(people)},
        **{f"team {key}": names.team(key) for key in sorted(teams)},
        **{f"reply {key}": names.reply(key) for key in sorted(replies)},
    }
