"""Reckoning all due times anew, in the background, after the hours or the rules have changed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from whydesk.desk.events import RecountBegun
from whydesk.desk.matters import ENDED
from whydesk.desk.models import BrokenPromise, Recount
from whydesk.desk.promising import keep_promises
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor
from whydesk.tickets.models import Ticket

TOGETHER = 200
# A holiday declared after the fact mends what broke on it; nobody looks back further.
_LOOKING_BACK = timedelta(days=92)


@transaction.atomic
def begin_recount(*, by: Actor = DESK) -> Recount:
    """Have all due times reckoned anew; one that is under way begins again."""
    Recount.objects.filter(finished_at=None).delete()
    recount = Recount.objects.create(total=_concerned().count(), begun_at=timezone.now())
    record(RecountBegun(recount.pk), by=by)
    return recount


@transaction.atomic
def recount_some(recount_id: int) -> bool:
    """Reckon the next tickets; say whether there are more.

    Whoever finds that somebody else is at it leaves it to them.
    """
    found = Recount.objects.select_for_update(skip_locked=True).filter(finished_at=None)
    recount = found.filter(pk=recount_id).first()
    if recount is None:
        return False
    concerned = _concerned().filter(pk__gt=recount.reached).order_by("pk")
    ticket_ids = list(concerned.values_list("pk", flat=True)[:TOGETHER])
    keep_promises(ticket_ids)
    recount.counted += len(ticket_ids)
    recount.reached = ticket_ids[-1] if ticket_ids else recount.reached
    recount.finished_at = None if ticket_ids else timezone.now()
    recount.save()
    return bool(ticket_ids)


def _concerned() -> QuerySet[Ticket]:
    """Return the tickets on which something is owed, or was broken of late."""
    lately = timezone.now() - _LOOKING_BACK
    broken = BrokenPromise.objects.filter(due__ticket=OuterRef("pk"), at__gt=lately)
    return Ticket.objects.filter(~Q(status__in=ENDED) | Exists(broken))
