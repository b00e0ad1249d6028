"""Keeping the promises on tickets in line with what happens to them."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from whydesk.desk.bookkeeping import drop_dues, keep_dues
from whydesk.desk.events import PromiseBroken, PromiseMended
from whydesk.desk.hours import hours_by_team
from whydesk.desk.matters import matters_of
from whydesk.desk.models import BrokenPromise, PromiseRule
from whydesk.desk.settlement import Settlement, settle
from whydesk.history.recording import record_all
from whydesk.people.actors import DESK
from whydesk.tickets.dating import note_due
from whydesk.tickets.models import Ticket


@transaction.atomic
def keep_promises(ticket_ids: Collection[int]) -> None:
    """Reckon what we owe on these tickets from what they are and were.

    It does not matter what happened to them, how often this is called, or in
    which order: the same tickets give the same promises.
    """
    now = timezone.now()
    tickets = _locked(ticket_ids)
    rules = list(PromiseRule.objects.all())
    matters = matters_of(tickets, hours_by_team(now.date()), rules)
    settled = [settle(matter, rules, now) for matter in matters]
    _write(settled)
    note_due({one.ticket_id: one.due_at for one in settled})


def _locked(ticket_ids: Collection[int]) -> list[Ticket]:
    """Read the tickets and keep others from changing them meanwhile."""
    found = Ticket.objects.select_for_update(of=("self",), no_key=True)
    shown = found.select_related("company").only(
        "status", "team", "channel", "kind", "company__kind"
    )
    return list(shown.filter(pk__in=ticket_ids).order_by("pk"))


def _write(settled: Sequence[Settlement]) -> None:
    drop_dues([due for one in settled for due in one.dropped])
    keep_dues([due for one in settled for due in one.kept])
    _break(settled)
    _mend(settled)


def _break(settled: Sequence[Settlement]) -> None:
    broken = [(one, due, due.due_at) for one in settled for due in one.broken if due.due_at]
    BrokenPromise.objects.bulk_create(BrokenPromise(due=due, at=at) for _one, due, at in broken)
    record_all(
        [
            (
                PromiseBroken(due.ticket_id, one.company_id, due.pk, due.promise, at.isoformat()),
                DESK,
            )
            for one, due, at in broken
        ]
    )


def _mend(settled: Sequence[Settlement]) -> None:
    mended = [(one, due) for one in settled for due in one.mended]
    BrokenPromise.objects.filter(due__in=[due.pk for _one, due in mended]).delete()
    record_all(
        [
            (PromiseMended(due.ticket_id, one.company_id, due.pk, due.promise), DESK)
            for one, due in mended
        ]
    )
