"""Keeping the urgency of tickets in line with what is known of them."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from whydesk.desk.choices import Reason
from whydesk.desk.circumstances import Circumstance, circumstances_of
from whydesk.desk.matters import ENDED
from whydesk.desk.models import Overruling, PromiseRule, Standing
from whydesk.desk.promising import keep_promises
from whydesk.desk.standings import PROMISED
from whydesk.desk.urgency import weigh_facts
from whydesk.desk.weights import Weights, the_weights
from whydesk.tickets.models import Ticket
from whydesk.tickets.standing import note_urgency

TOGETHER = 200
_RECKONED = ["minutes", "reasons", "until", "held", "held_for"]
_SHOWN = [
    *("status", "waits_since", "urgency", "kind", "temperature", "is_blocking"),
    *("company__kind", "company__since", "company__care_until"),
]


@transaction.atomic
def weigh(ticket_ids: Collection[int]) -> None:
    """Reckon how urgent these tickets are from what is known of them now.

    It does not matter what happened to them, how often this is called, or in
    which order. What has ended is left as it was until it is opened again.
    """
    tickets = _locked(ticket_ids)
    weights, now = the_weights(), timezone.now()
    standings = Standing.objects.in_bulk([ticket.pk for ticket in tickets])
    known = circumstances_of(tickets, standings, new_days=weights.new_days, now=now)
    weighed = [
        _weighed(ticket, standings.get(ticket.pk), known[ticket.pk], weights) for ticket in tickets
    ]
    _write(one for one in weighed if _state(one) != _state(standings.get(one.pk)))
    overruled = dict(
        Overruling.objects.filter(ticket__in=known, ended_at=None).values_list("ticket", "minutes")
    )
    changed = note_urgency({one.pk: overruled.get(one.pk, one.minutes) for one in weighed})
    if changed and PromiseRule.objects.filter(urgency_from__gt=0).exists():
        keep_promises(changed)


def weigh_company(company_id: int) -> None:
    """Weigh everything that is open with the company anew."""
    theirs = Ticket.objects.filter(company=company_id).exclude(status__in=ENDED)
    _weigh_all(theirs.order_by("pk").values_list("pk", flat=True))


def weigh_outlived() -> None:
    """Weigh those of which something has ended by itself, as the weeks of aftercare."""
    outlived = Standing.objects.filter(until__lte=timezone.now())
    outlived = outlived.exclude(ticket__status__in=ENDED)
    _weigh_all(outlived.order_by("pk").values_list("pk", flat=True))


def weigh_promised() -> None:
    """Weigh those with a promise near or broken, of which the time may have been moved."""
    promised = Standing.objects.filter(reasons__contains=[[Reason.NEAR.value]])
    promised = promised.exclude(ticket__status__in=ENDED)
    _weigh_all(promised.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def hold_promise(ticket_id: int) -> None:
    """Note, before a ticket is weighed in other hands, that a promise was near or broken."""
    standing = Standing.objects.select_for_update(of=("self",)).select_related("ticket")
    found = standing.filter(ticket=ticket_id).first()
    if found is None or found.ticket.waits_since is None:
        return
    held = next((one[0] for one in found.reasons if one[0] in PROMISED), "")
    if held:
        found.held, found.held_for = held, found.ticket.waits_since
        found.save(update_fields=["held", "held_for"])


def _weigh_all(ticket_ids: Iterable[int]) -> None:
    keys = list(ticket_ids)
    for start in range(0, len(keys), TOGETHER):
        weigh(keys[start : start + TOGETHER])


def _locked(ticket_ids: Collection[int]) -> list[Ticket]:
    """Read the tickets and keep others from changing them meanwhile."""
    found = Ticket.objects.select_for_update(of=("self",), no_key=True)
    shown = found.select_related("company").only(*_SHOWN)
    return list(shown.filter(pk__in=ticket_ids).exclude(status__in=ENDED).order_by("pk"))


def _weighed(
    ticket: Ticket, before: Standing | None, known: Circumstance, weights: Weights
) -> Standing:
    urgency = weigh_facts(known.facts, weights.minutes)
    is_same_waiting = before is not None and before.held_for == ticket.waits_since
    return Standing(
        ticket_id=ticket.pk,
        minutes=urgency.minutes,
        reasons=[[share.reason, share.minutes, share.times] for share in urgency.reasons],
        until=known.until,
        held=before.held if before and is_same_waiting else "",
        held_for=before.held_for if before and is_same_waiting else None,
    )


def _state(standing: Standing | None) -> object:
    return standing and [getattr(standing, name) for name in _RECKONED]


def _write(changed: Iterable[Standing]) -> None:
    Standing.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["ticket"], update_fields=_RECKONED
    )
