"""Those whom an incident affects follow when two customers turn out to be one."""

from django.db import transaction

from whydesk.customers.models import Company, Contact
from whydesk.incidents.counting import count_affected, count_told
from whydesk.incidents.locks import lock_incidents
from whydesk.incidents.models import Affected, Attached, Telling
from whydesk.people.actors import DESK, Actor, Can


@transaction.atomic
def follow_company(company: Company, *, by: Actor = DESK) -> None:
    """Let a merged company be affected as the one that it is part of: once by each incident."""
    by.must(Can.KEEP_CUSTOMERS)
    if company.merged_into is not None:
        _follow("company", company.pk, company.merged_into.pk)


@transaction.atomic
def follow_contact(contact: Contact, *, by: Actor = DESK) -> None:
    """The same for a person of no company."""
    by.must(Can.KEEP_CUSTOMERS)
    if contact.merged_into is not None:
        _follow("contact", contact.pk, contact.merged_into.pk)


def _follow(noun: str, key: int, into: int) -> None:
    theirs = list(Affected.objects.filter(**{noun: key}).order_by("pk"))
    lock_incidents(*(one.incident_id for one in theirs))
    known = {one.incident_id: one for one in Affected.objects.filter(**{noun: into})}
    for one in theirs:
        kept = known.get(one.incident_id)
        if kept is None:
            Affected.objects.filter(pk=one.pk).update(**{f"{noun}_id": into})
        else:
            _fold(one, kept)
            count_affected(one.incident_id)


def _fold(one: Affected, kept: Affected) -> None:
    """Make one affected customer of two; what was told to either was told."""
    if one.removed_at is None and kept.removed_at is not None:
        Affected.objects.filter(pk=kept.pk).update(removed_at=None)
    Attached.objects.filter(affected=one).update(affected=kept)
    told = Telling.objects.filter(affected=one)
    updates = set(told.values_list("update", flat=True))
    known = Telling.objects.filter(affected=kept).values("update")
    told.filter(ticket=None, update__in=known).delete()
    told.update(affected=kept)
    one.delete()
    for update_id in sorted(updates):
        count_told(update_id)
