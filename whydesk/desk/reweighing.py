"""Setting what makes a ticket urgent, and weighing all tickets anew in the background."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.desk.choices import Reason
from whydesk.desk.events import ReweighingBegun, WeightsSet
from whydesk.desk.matters import ENDED
from whydesk.desk.models import Reweighing, UrgencyWeights
from whydesk.desk.urgency import DEFAULTS
from whydesk.desk.weighing import TOGETHER, weigh
from whydesk.desk.weights import Weights, the_weights
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.tickets.models import Ticket

MOST_MINUTES = 60 * 24 * 30
MOST_DAYS = 730


class WrongWeight(ValueError):
    """A weight that means nothing."""


@transaction.atomic
def set_weights(minutes: Mapping[Reason, int], *, new_days: int, by: Actor) -> Weights:
    """Say what each reason weighs, in minutes of waiting; what is not named is as at first.

    No reason weighs less than nothing: who is handed on or loses patience
    never stands lower for it.

    :raises WrongWeight: one is less than nothing, or more than thirty days.
    """
    by.must(Can.WRITE_RULES)
    if not all(0 <= one <= MOST_MINUTES for one in minutes.values()):
        raise WrongWeight(_("A reason weighs from nothing to thirty days."))
    if not 0 <= new_days <= MOST_DAYS:
        raise WrongWeight(_("A customer is new for at most two years."))
    before, after = the_weights(), Weights({**DEFAULTS, **minutes}, new_days)
    changes = _changes(before, after)
    if changes:
        UrgencyWeights.objects.update_or_create(
            pk=1,
            defaults={
                "minutes": {reason.value: one for reason, one in after.minutes.items()},
                "new_days": new_days,
            },
        )
        record(WeightsSet(changes), by=by)
        begin_reweighing(by=by)
    return after


@transaction.atomic
def begin_reweighing(*, by: Actor = DESK) -> Reweighing:
    """Have all tickets weighed anew; where that is under way, it begins again."""
    Reweighing.objects.filter(finished_at=None).delete()
    reweighing = Reweighing.objects.create(total=_concerned().count(), begun_at=timezone.now())
    record(ReweighingBegun(reweighing.pk), by=by)
    return reweighing


@transaction.atomic
def reweigh_some(reweighing_id: int) -> bool:
    """Weigh the next tickets; say whether there are more.

    Whoever finds that somebody else is at it leaves it to them.
    """
    found = Reweighing.objects.select_for_update(skip_locked=True).filter(finished_at=None)
    reweighing = found.filter(pk=reweighing_id).first()
    if reweighing is None:
        return False
    following = _concerned().filter(pk__gt=reweighing.reached).order_by("pk")
    ticket_ids = list(following.values_list("pk", flat=True)[:TOGETHER])
    weigh(ticket_ids)
    reweighing.weighed += len(ticket_ids)
    reweighing.reached = ticket_ids[-1] if ticket_ids else reweighing.reached
    reweighing.finished_at = None if ticket_ids else timezone.now()
    reweighing.save()
    return bool(ticket_ids)


def reweighing_underway() -> Reweighing | None:
    """Return how far the tickets are weighed anew, while they are."""
    return Reweighing.objects.filter(finished_at=None).first()


def _concerned() -> QuerySet[Ticket]:
    return Ticket.objects.exclude(status__in=ENDED)


def _changes(before: Weights, after: Weights) -> dict[str, list[str]]:
    changes = {
        reason.value: [str(before.minutes[reason]), str(after.minutes[reason])]
        for reason in Reason
        if before.minutes[reason] != after.minutes[reason]
    }
    if before.new_days != after.new_days:
        changes["new_days"] = [str(before.new_days), str(after.new_days)]
    return changes
