"""Keeping count of who is still to be told, and dropping what a later decision overtakes.

Locks are taken in one order everywhere: wish, callbacks, progress.
"""

from collections.abc import Collection

from django.db.models import Count, Q
from django.utils import timezone

from whydesk.history.recording import record
from whydesk.people.actors import Actor
from whydesk.wishes.events import DecisionClosed
from whydesk.wishes.models import Callback, DecisionProgress, Misfit


def overtake(wish_ids: Collection[int], *, by: Actor, but: int | None = None) -> None:
    """Let nobody be told any more of what was decided earlier for voices of these wishes."""
    _overtake(Q(voice__wish__in=wish_ids) & ~Q(decision=but), by=by)


def overtake_from_outside(wish_ids: Collection[int], *, by: Actor) -> None:
    """Let voices of these wishes not be told what was decided on others: they were set apart."""
    _overtake(Q(voice__wish__in=wish_ids) & ~Q(decision__wish__in=wish_ids), by=by)


def overtake_voices(voice_ids: Collection[int], *, by: Actor) -> None:
    """Let these voices not be told what was decided on a wish that is theirs no more."""
    _overtake(Q(voice__in=voice_ids), by=by)


def _overtake(which: Q, *, by: Actor) -> None:
    late = Callback.objects.filter(which, state__in=Callback.UNTOLD)
    locked = late.select_for_update(of=("self",)).order_by("pk")
    found = dict(locked.values_list("pk", "decision"))
    Callback.objects.filter(pk__in=found).update(state=Callback.State.OVERTAKEN)
    Misfit.objects.filter(which, ended_at=None).update(ended_at=timezone.now())
    recount(set(found.values()), by=by)


def recount(decision_ids: Collection[int], *, by: Actor) -> None:
    """Count anew who is told; a decision of which nobody is left untold is closed."""
    # The lock comes first, so that the count sees what others have just told.
    locked = DecisionProgress.objects.select_for_update(of=("self",)).order_by("decision")
    found = list(locked.filter(decision__in=decision_ids).select_related("decision__wish"))
    counts = _counts(decision_ids)
    for progress in found:
        progress.untold, progress.told = counts.get(progress.decision_id, (0, 0))
        was_open = progress.closed_at is None
        is_closed = progress.made_at is not None and progress.untold == 0
        progress.closed_at = (progress.closed_at or timezone.now()) if is_closed else None
        progress.save()
        if is_closed and was_open:
            wish = progress.decision.wish
            closed = DecisionClosed(wish.pk, wish.title, progress.decision_id, progress.told)
            record(closed, by=by)


def _counts(decision_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    rows = (
        Callback.objects.filter(decision__in=decision_ids)
        .values_list("decision")
        .annotate(
            untold=Count("pk", filter=Q(state__in=Callback.UNTOLD)),
            told=Count("pk", filter=Q(state__in=Callback.HEARD)),
        )
    )
    return {decision: (untold, told) for decision, untold, told in rows}
