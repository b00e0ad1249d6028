"""Saying that one has seen a notice, or takes care of what it says."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.notices.events import NoticeAcknowledged, NoticesSeen
from whydesk.notices.models import Notice
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Agent


@transaction.atomic
def acknowledge(notice: Notice, *, by: Agent) -> Notice:
    """Say that somebody takes care of it: nobody further is told."""
    if by.pk != notice.agent_id or not by.is_active:
        raise NotAllowed(_("Only the person who was told can say so."))
    of_all = Notice.objects.select_for_update().filter(key=notice.key).order_by("pk")
    notice = {one.pk: one for one in of_all}[notice.pk]
    if notice.acknowledged_at:
        return notice
    notice.acknowledged_at = timezone.now()
    notice.seen_at = notice.seen_at or notice.acknowledged_at
    notice.save(update_fields=["acknowledged_at", "seen_at"])
    of_all.update(passes_on_at=None)
    ticket_id = notice.noun_id if notice.noun == "ticket" else None
    record(NoticeAcknowledged(notice.pk, by.pk, ticket_id), by=by)
    return notice


@transaction.atomic
def see_notices(agent: Agent, *, keys: Collection[int] | None = None, ticket: int = 0) -> int:
    """Take the mark of the new off these notices, off those of a ticket, or off all."""
    unseen = Notice.objects.select_for_update().filter(agent=agent, is_on_screen=True, seen_at=None)
    if keys is not None:
        unseen = unseen.filter(pk__in=keys)
    if ticket:
        unseen = unseen.filter(noun="ticket", noun_id=ticket)
    seen = list(unseen.order_by("pk").values_list("pk", flat=True))
    if seen:
        Notice.objects.filter(pk__in=seen).update(seen_at=timezone.now())
        record(NoticesSeen(agent.pk, seen), by=agent)
    return len(seen)
