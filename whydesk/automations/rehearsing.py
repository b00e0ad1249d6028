"""Holding a rule against the last month: what it would have acted on. It changes nothing there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from whydesk.automations.conditions import judge
from whydesk.automations.events import RehearsalBegun
from whydesk.automations.facts import Matter, facts_then, matters_of
from whydesk.automations.models import Rehearsal, Rehearsed, Rule
from whydesk.automations.whens import WHENS
from whydesk.history.models import Entry
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can

MONTH = timedelta(days=30)
# So much of history is read at once; what a busy desk wrote in a month is read in minutes.
TOGETHER = 2000
MOST_EXAMINED = 20_000


@transaction.atomic
def begin_rehearsal(rule: Rule, *, by: Actor) -> Rehearsal:
    """Begin to hold the rule, as it stands, against the last month, in the background."""
    by.must(Can.WRITE_RULES)
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    Rehearsal.objects.filter(rule=rule).delete()
    now = timezone.now()
    newest = (Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1
    rehearsal = Rehearsal.objects.create(
        rule=rule, begun_at=now, newest=newest, reached=newest, reached_at=now
    )
    record(RehearsalBegun(rule.pk, rehearsal.pk), by=by)
    return rehearsal


@transaction.atomic
def rehearse_some(rehearsal_id: int) -> bool:
    """Read the next piece of history, back in time; say whether there is more."""
    found = Rehearsal.objects.select_for_update(of=("self",)).select_related("rule")
    rehearsal = found.filter(pk=rehearsal_id, finished_at=None).first()
    if rehearsal is None:
        return False
    lowest = rehearsal.reached - TOGETHER
    piece = Entry.objects.filter(pk__lt=rehearsal.reached, pk__gte=lowest)
    entries = piece.filter(event=_event(rehearsal.rule)).order_by("-pk")
    _note(rehearsal, _acted_on(rehearsal, list(entries)))
    oldest = piece.order_by("pk").values_list("at", flat=True).first()
    rehearsal.reached = max(lowest, 0)
    rehearsal.reached_at = min(oldest or rehearsal.reached_at, rehearsal.reached_at)
    rehearsal.is_cut_short = rehearsal.examined >= MOST_EXAMINED
    is_over = rehearsal.reached == 0 or rehearsal.reached_at < _since(rehearsal)
    if is_over or rehearsal.is_cut_short:
        rehearsal.finished_at = timezone.now()
    rehearsal.save()
    return rehearsal.finished_at is None


def _event(rule: Rule) -> str:
    return WHENS[rule.when].event.name


def _since(rehearsal: Rehearsal) -> datetime:
    return rehearsal.begun_at - MONTH


def _acted_on(rehearsal: Rehearsal, entries: Sequence[Entry]) -> list[Matter]:
    """Return what the rule would have acted on; a rule is not asked about its own doing."""
    rule, when = rehearsal.rule, WHENS[rehearsal.rule.when]
    since = _since(rehearsal)
    fitting = [
        entry
        for entry in entries
        if entry.at >= since and entry.actor_kind != "rule" and when.fits(entry.data)
    ]
    rehearsal.examined += len(fitting)
    acted_on = []
    for matter in matters_of(fitting, rule.asks):
        judgement = judge(rule.asks, facts_then(matter))
        if judgement.holds and not matter.is_old:
            acted_on.append(matter)
            rehearsal.unknown = list(judgement.unknown)
    return acted_on


def _note(rehearsal: Rehearsal, matters: Sequence[Matter]) -> None:
    """Count each ticket once, with how often and when last."""
    known = {
        one.ticket_id: one
        for one in rehearsal.tickets.filter(ticket__in=[each.ticket.pk for each in matters])
    }
    again = set(known)
    for matter in matters:
        if matter.ticket.pk in known:
            known[matter.ticket.pk].times += 1
        else:
            known[matter.ticket.pk] = Rehearsed(
                rehearsal=rehearsal, ticket=matter.ticket, at=matter.entry.at
            )
    Rehearsed.objects.bulk_create(one for key, one in known.items() if key not in again)
    Rehearsed.objects.bulk_update((known[key] for key in again), ["times"])
