"""Telling the next person where nobody has said that they take care."""

from datetime import datetime

from django.db import transaction

from whydesk.history.recording import record
from whydesk.notices.events import NoticePassedOn
from whydesk.notices.models import Notice
from whydesk.notices.telling import tell_next
from whydesk.people.actors import DESK

TOGETHER = 100


@transaction.atomic
def pass_on_unanswered(now: datetime) -> int:
    """Tell the next of each chain whose time is up; return for how many.

    A notice is passed on in the transaction that says so, and once: whoever
    comes meanwhile finds it locked and lets it be.
    """
    waiting = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        passes_on_at__lte=now
    )
    notices = list(waiting.select_related("agent").order_by("passes_on_at")[:TOGETHER])
    for notice in notices:
        notice.passes_on_at = None
        notice.save(update_fields=["passes_on_at"])
        for told in tell_next(notice):
            ticket_id = notice.noun_id if notice.noun == "ticket" else None
            event = NoticePassedOn(notice.pk, ticket_id, notice.agent.name, told.agent.name)
            record(event, by=DESK)
    return len(notices)
