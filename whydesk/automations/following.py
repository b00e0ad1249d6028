"""Following the rules: what happened, whose conditions hold, what is done, and when to stop."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from whydesk.automations.conditions import judge
from whydesk.automations.doing import do_acts
from whydesk.automations.events import RuleFollowed
from whydesk.automations.facts import facts_of, matters_of
from whydesk.automations.models import Firing, Rule
from whydesk.automations.queries import Household, gaps_of, household, rests
from whydesk.automations.stopping import stop_rule
from whydesk.automations.whens import whens_of
from whydesk.history.models import Entry
from whydesk.history.recording import record
from whydesk.people.actors import DESK
from whydesk.tickets.models import Ticket

# Whatever follows from one thing that a person did comes to an end.
MOST_DEEP = 3
MOST_AN_HOUR = 10

Outcome = Firing.Outcome


def follow_rules(entry_ids: Sequence[int]) -> None:
    """Let every rule act that waits for one of these events, each once for each event."""
    entries = list(Entry.objects.filter(pk__in=entry_ids).order_by("pk"))
    whens = {name for entry in entries for name in whens_of(entry.event, entry.data)}
    if not Rule.objects.filter(is_on=True, when__in=whens).exists():
        return
    for entry in entries:
        waiting = Rule.objects.filter(
            is_on=True, when__in=whens_of(entry.event, entry.data), on_since__lte=entry.at
        )
        rules = list(waiting)
        if rules:
            known, chain = household(), chain_of(entry)
            for rule in rules:
                _follow(rule, entry, chain, known)


def chain_of(entry: Entry) -> list[Firing]:
    """Return the firings that led to the event, the nearest first; none if a person did it."""
    firing = None
    if entry.actor_kind == "rule":
        firing = Firing.objects.filter(pk=entry.actor_id or 0).first()
    chain: list[Firing] = []
    while firing is not None and len(chain) < MOST_DEEP:
        chain.append(firing)
        firing = firing.came_of
    return chain


@transaction.atomic
def _follow(rule: Rule, entry: Entry, chain: Sequence[Firing], known: Household) -> None:
    """Act, if the conditions hold and nobody has acted on this event for the rule."""
    matter = next(iter(matters_of([entry], rule.asks)), None)
    if matter is None or matter.is_old or not judge(rule.asks, facts_of(matter)).holds:
        return
    firing, is_new = Firing.objects.get_or_create(
        rule=rule,
        entry=entry,
        defaults={
            "ticket": matter.ticket,
            "came_of": chain[0] if chain else None,
            "outcome": _outcome(rule, matter.ticket, chain, known),
            "at": timezone.now(),
        },
    )
    if not is_new:
        return
    if firing.outcome == Outcome.FOLLOWED:
        firing.done = do_acts(firing, matter.ticket, known.names(rule))
        firing.save(update_fields=["done"])
        record(RuleFollowed(matter.ticket.pk, rule.pk), by=DESK)
    elif firing.outcome == Outcome.TOO_OFTEN:
        stop_rule(rule, ticket_id=matter.ticket.pk, times=MOST_AN_HOUR)


def _outcome(
    rule: Rule, ticket: Ticket, chain: Sequence[Firing], known: Household
) -> Firing.Outcome:
    """Say whether the rule acts, or why it does not."""
    if any(firing.rule_id == rule.pk for firing in chain):
        return Outcome.OWN_DOING
    if len(chain) >= MOST_DEEP:
        return Outcome.TOO_DEEP
    if rests(gaps_of(rule, known)):
        return Outcome.RESTED
    lately = Firing.objects.filter(
        rule=rule,
        ticket=ticket,
        outcome=Outcome.FOLLOWED,
        at__gt=timezone.now() - timedelta(hours=1),
    )
    return Outcome.TOO_OFTEN if lately.count() >= MOST_AN_HOUR else Outcome.FOLLOWED
