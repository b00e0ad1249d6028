"""The figures of incidents and updates, kept so that no page has to count."""

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from whydesk.incidents.models import Affected, Attached, Incident, Telling, Update
from whydesk.mailroom.models import Delivery

_State = Delivery.State
ON_THE_WAY = (_State.QUEUED, _State.SENDING, _State.HANDING_OVER)
LOST = (_State.BOUNCED, _State.FAILED, _State.UNCLEAR)


def count_affected(incident_id: int) -> None:
    """Note how many customers an incident affects, and how many tickets tell of it."""
    Incident.objects.filter(pk=incident_id).update(
        affected=Affected.objects.filter(incident=incident_id, removed_at=None).count(),
        tickets=Attached.objects.filter(incident=incident_id, detached_at=None).count(),
    )


def figures(tellings: QuerySet[Telling]) -> dict[str, int]:
    """Count the customers who wait for their mail, are told, could not be, or whose came back."""
    state = "message__delivery__state"
    return tellings.aggregate(
        waiting=Count("pk", filter=Q(**{f"{state}__in": ON_THE_WAY})),
        told=Count("pk", filter=Q(**{state: _State.SENT})),
        bounced=Count("pk", filter=Q(**{f"{state}__in": LOST})),
        untold=Count("pk", filter=Q(message=None)),
    )


@transaction.atomic
def count_told(update_id: int) -> Update:
    """Bring the figures of an update up to date; with no mail on its way it is settled."""
    update = Update.objects.select_for_update(no_key=True).get(pk=update_id)
    for name, number in figures(Telling.objects.filter(update=update)).items():
        setattr(update, name, number)
    is_settled = update.queued_at is not None and not update.waiting
    update.settled_at = (update.settled_at or timezone.now()) if is_settled else None
    update.save(update_fields=["waiting", "told", "untold", "bounced", "settled_at"])
    return update


def count_unsettled() -> None:
    """Do so for every update of which mail is on its way."""
    for update_id in Update.objects.filter(settled_at=None).values_list("pk", flat=True):
        count_told(update_id)


def count_anew(message_id: int) -> None:
    """Do so for the update that a message of ours told, if it told one."""
    for update_id in Telling.objects.filter(message=message_id).values_list("update", flat=True):
        count_told(update_id)
