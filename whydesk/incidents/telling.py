"""An update becomes a mail on every ticket: many at once, each once, whatever crashes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from whydesk.copying import Keys, copy_in
from whydesk.history.recording import record, record_all
from whydesk.incidents.audience import still_to_tell
from whydesk.incidents.counting import count_told
from whydesk.incidents.events import CustomerInformed, CustomersTold
from whydesk.incidents.models import Telling, Update
from whydesk.incidents.opening import open_tickets
from whydesk.incidents.threads import threads_of
from whydesk.incidents.writing import Written, words_of, write
from whydesk.tickets.models import Ticket

TOGETHER = 1_000


def tell_everyone(update_id: int) -> None:
    """Tell the update to all who have not got it, some hundreds in each transaction."""
    while tell_some(update_id) == TOGETHER:
        pass


@transaction.atomic
def tell_some(update_id: int, *, size: int = TOGETHER) -> int:
    """Put the update into the post for some who have not got it; return for how many.

    The update is locked meanwhile: a job that runs twice waits, and finds them told.
    """
    found = Update.objects.select_for_update(of=("self",)).select_related("incident", "by")
    update = found.get(pk=update_id)
    attached, affected = still_to_tell(update)
    words = words_of(update)
    chosen = list(attached.order_by("pk")[:size])
    now = timezone.now()
    opened, looked_at = open_tickets(update, affected, words, most=size - len(chosen), at=now)
    threads = threads_of([*chosen, *opened])
    _keep(update, [write(update, thread, words, now) for thread in threads], now)
    if len(chosen) + looked_at < size:
        Update.objects.filter(pk=update.pk, queued_at=None).update(queued_at=now)
        count_told(update.pk)
    return len(chosen) + looked_at


def _keep(update: Update, written: Sequence[Written], at: datetime) -> None:
    """Save the mails, the messages and that they were told; say so in history."""
    sent = [one for one in written if one.message and one.delivery]
    copy_in([one.delivery for one in sent if one.delivery])
    for one in sent:
        one.keep_together()
    copy_in([one.message for one in sent if one.message])
    copy_in(
        [
            Telling(
                update=update,
                affected_id=one.thread.attached.affected_id,
                ticket=one.thread.ticket,
                message=one.message,
                why=one.why,
            )
            for one in written
        ]
    )
    if sent:
        _leave_to_customers(sent, at)
        _write_down(update, sent)


def _leave_to_customers(sent: Sequence[Written], at: datetime) -> None:
    """Let nobody wait for what they have been told; what was opened for it stands so already.

    Whoever wrote since their ticket was attached may have asked something
    else, which an update to everybody does not answer: they keep waiting.
    """
    answered = [one.thread.ticket.pk for one in sent if not one.thread.has_news]
    Ticket.objects.filter(pk__in=Keys(answered), status=Ticket.Status.OPEN).update(
        status=Ticket.Status.WAITING, waits_since=None, undelivered=False, updated_at=at
    )
    theirs = Ticket.objects.filter(pk__in=Keys([one.thread.ticket.pk for one in sent]))
    theirs.filter(updated_at__lt=at).update(updated_at=at)


def _write_down(update: Update, sent: Sequence[Written]) -> None:
    incident = update.incident
    record_all(
        [
            (
                CustomerInformed(
                    ticket.pk, ticket.company_id, one.message.pk, incident.title, incident.pk
                ),
                update.by,
            )
            for one in sent
            if one.message
            for ticket in [one.thread.ticket]
        ]
    )
    event = CustomersTold(
        incident.pk,
        update.pk,
        len(sent),
        [one.thread.ticket.pk for one in sent],
        [one.delivery.pk for one in sent if one.delivery],
    )
    record(event, by=update.by)
