"""Which rule counts for whom."""

from collections.abc import Iterable

from whydesk.desk.models import PromiseRule
from whydesk.desk.owed import Owed
from whydesk.tickets.models import Ticket


def rule_for(rules: Iterable[PromiseRule], ticket: Ticket, owed: Owed) -> PromiseRule | None:
    """Return the first rule that fits, if it promises anything.

    Nobody is promised anything for the time before a rule was made.
    """
    found = next((rule for rule in rules if _fits(rule, ticket, owed)), None)
    return found if found and found.minutes else None


def _fits(rule: PromiseRule, ticket: Ticket, owed: Owed) -> bool:
    account = ticket.company.kind if ticket.company else ""
    return (
        owed.promise in rule.promises
        and (not rule.account_kinds or account in rule.account_kinds)
        and (not rule.message_kinds or ticket.kind in rule.message_kinds)
        and (not rule.channels or ticket.channel in rule.channels)
        and (rule.made_at is None or rule.made_at <= owed.since)
    )
