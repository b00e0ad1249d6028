"""Care follows companies when two of them turn out to be one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care.events import AftercareEnded
from whydesk.care.models import Aftercare, Care, Check
from whydesk.customers.models import Company
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can


@transaction.atomic
def follow_company(company: Company, *, by: Actor = DESK) -> None:
    """Let what is owed to a merged company be owed to the one that it is part of.

    Where both are watched over, the longer of the two goes on, with both stories.
    """
    by.must(Can.KEEP_CUSTOMERS)
    into = company.merged_into
    if into is None:
        return
    into = Company.objects.select_for_update().get(pk=into.pk)
    Care.objects.filter(company=company).update(company=into)
    running = Aftercare.objects.select_for_update().filter(ended_at=None)
    both = list(running.filter(company__in=[company, into]).order_by("-until", "pk"))
    if len(both) == 2:
        _fold(*both, by=by)
    Aftercare.objects.filter(company=company).update(company=into)
    if both:
        into.care_until = both[0].until
        into.save(update_fields=["care_until"])


def _fold(kept: Aftercare, other: Aftercare, *, by: Actor) -> None:
    """End the shorter of two, and keep its story and its faults with the longer."""
    stories = [kept.story, *([other.story] if other.story not in kept.story else [])]
    kept.story = "\n\n".join(stories)
    kept.save(update_fields=["story"])
    known = kept.faults.values("ticket")
    other.faults.exclude(ticket__in=known).update(aftercare=kept)
    open_checks = Check.objects.filter(done_at=None)
    if open_checks.filter(aftercare=kept).exists():
        open_checks.filter(aftercare=other).delete()
    open_checks.filter(aftercare=other).update(aftercare=kept)
    other.ended_at, other.ended_because = timezone.now(), _("Two companies turned out to be one.")
    other.save(update_fields=["ended_at", "ended_because"])
    into, because = other.company.merged_into_id or other.company_id, other.ended_because
    record(AftercareEnded(into, other.ticket_id, other.pk, because), by=by)
