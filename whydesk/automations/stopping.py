"""Stopping a rule that acts again and again."""

from django.utils import timezone

from whydesk.automations.events import RuleStopped
from whydesk.automations.models import Rule
from whydesk.automations.topics import RULE_STOPPED
from whydesk.history.recording import record
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK
from whydesk.people.queries import in_charge


def stop_rule(rule: Rule, *, ticket_id: int, times: int) -> None:
    """Switch the rule off and tell who wrote it; where they have left, the leads."""
    stopped = Rule.objects.filter(pk=rule.pk, is_on=True).update(
        is_on=False, on_since=None, stopped_at=timezone.now()
    )
    if not stopped:
        return
    event = RuleStopped(ticket_id, rule.pk, times)
    record(event, by=DESK)
    author = rule.author if rule.author and rule.author.is_active else None
    told = [author] if author else in_charge()
    tell([agent.pk for agent in told], topic=RULE_STOPPED, event=event)
