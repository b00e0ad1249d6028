"""Which rule counts for whom."""

from collections.abc import Iterable

from whydesk.desk.matters import Matter
from whydesk.desk.models import PromiseRule
from whydesk.desk.owed import Owed


def rule_for(rules: Iterable[PromiseRule], matter: Matter, owed: Owed) -> PromiseRule | None:
    """Return the first rule that fits, if it promises anything.

    Nobody is promised anything for the time before a rule was made.
    """
    found = next((rule for rule in rules if _fits(rule, matter, owed)), None)
    return found if found and found.minutes else None


def _fits(rule: PromiseRule, matter: Matter, owed: Owed) -> bool:
    ticket = matter.ticket
    account = ticket.company.kind if ticket.company else ""
    return (
        owed.promise in rule.promises
        and (not rule.account_kinds or account in rule.account_kinds)
        and (not rule.message_kinds or ticket.kind in rule.message_kinds)
        and (not rule.channels or ticket.channel in rule.channels)
        and (not rule.urgency_from or matter.urgency >= rule.urgency_from)
        and (rule.made_at is None or rule.made_at <= owed.since)
    )
