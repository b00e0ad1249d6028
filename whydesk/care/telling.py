"""Noting what customers were told in which step, and what did not reach them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care import events
from whydesk.care.choices import How, StepNumber
from whydesk.care.models import Care, News, Step, Telling
from whydesk.care.promising import keep_news, promise_on
from whydesk.care.refusals import NothingSent, StepIncomplete
from whydesk.care.stepping import end_if_done, open_care
from whydesk.care.wording import carries
from whydesk.history.recording import record, record_all
from whydesk.people.actors import DESK, Actor, Can
from whydesk.tickets.delivering import TROUBLED
from whydesk.tickets.models import Message

_FROM_US = (Message.Kind.REPLY, Message.Kind.CALL)


@transaction.atomic
def note_sent(message_id: int) -> None:
    """See which steps a reply tells, and whether it is the news that were promised.

    A step is told only where the reply still says what was prepared for it. A
    reply that tells of an alternative or of a gesture is no news.
    """
    message = Message.objects.select_related("ticket", "agent").get(pk=message_id)
    care = Care.objects.select_for_update().filter(ticket=message.ticket, closed_at=None).first()
    if care is None or message.at < care.opened_at or message.tellings.exists():
        return
    waiting = Telling.objects.filter(step__care=care, sent_at=None).select_related("step")
    told = [one for one in waiting if carries(message.text, one.text)]
    if all(one.step.number == StepNumber.OUTLOOK for one in told):
        keep_news([care], [message])
    for telling in told:
        _tell(care, telling, message)
    end_if_done(care, by=message.agent or DESK)


@transaction.atomic
def mark_told(step: Step, *, by: Actor) -> Step:
    """Say that the newest answer or call told the customer what the step owes them.

    :raises NothingSent: there is none since the words were prepared, or it did not arrive.
    :raises StepIncomplete: nobody has written down which deadline they were told.
    """
    by.must(Can.RUN_INCIDENTS)
    care = open_care(step.care)
    step = care.steps.get(pk=step.pk)
    telling = step.tellings.filter(sent_at=None).first()
    message = _newest_said(care, telling.prepared_at if telling else care.opened_at)
    if telling is None and step.number == StepNumber.OUTLOOK:
        raise StepIncomplete(_("Write down the deadline and the next news that they were told."))
    if telling is None:
        telling = Telling(step=step, text=message.text, prepared_at=message.at)
    if step.number == StepNumber.OUTLOOK:
        keep_news([care], [message])
    telling.step.care = care
    _tell(care, telling, message)
    end_if_done(care, by=by)
    return step


def _newest_said(care: Care, since: datetime) -> Message:
    said = Message.objects.filter(ticket=care.ticket_id, kind__in=_FROM_US, at__gte=since)
    message = said.select_related("delivery", "agent").order_by("-at", "-pk").first()
    if message is None or (message.delivery and message.delivery.state in TROUBLED):
        raise NothingSent(_("No answer has reached them since. Send it first, or note the call."))
    return message


def _tell(care: Care, telling: Telling, message: Message) -> None:
    by: Actor = message.agent or DESK
    telling.message, telling.sent_at = message, max(message.at, telling.prepared_at)
    telling.save()
    step = telling.step
    if not step.done_at:
        step.done_at, step.how, step.message = telling.sent_at, How.TOLD, message
        step.save(update_fields=["done_at", "how", "message"])
    record(_told(care, step.number, message), by=by)
    if telling.next_news_at:
        promise_on([care], {care.ticket_id: message}, telling.next_news_at, by)


def _told(care: Care, number: int, message: Message) -> events.StepTold:
    return events.StepTold(care.ticket_id, care.company_id, care.pk, number, message.pk)


@transaction.atomic
def tell_outlook(
    messages: Sequence[Message],
    *,
    cause: str = "",
    beyond: str = "",
    estimate_at: datetime | None = None,
    next_news_at: datetime | None = None,
    by: Actor,
) -> list[Care]:
    """Note that these replies told many customers the deadline, the cause, and the next news.

    For whoever writes one update to all: call it with the replies in the
    transaction that made them. Tickets on which nothing is owed are left out.
    """
    by.must(Can.RUN_INCIDENTS)
    message_of = {message.ticket_id: message for message in messages}
    found = Care.objects.select_for_update().filter(ticket__in=message_of, closed_at=None)
    cares = list(found.order_by("pk"))
    steps = list(Step.objects.filter(care__in=cares, number=StepNumber.OUTLOOK))
    _mark_all(cares, steps, message_of, cause, beyond, estimate_at, next_news_at)
    replies = [message_of[care.ticket_id] for care in cares]
    keep_news(cares, replies)
    record_all(
        [
            (_told(care, StepNumber.OUTLOOK, message), by)
            for care, message in zip(cares, replies, strict=True)
        ]
    )
    if next_news_at:
        promise_on(cares, message_of, next_news_at, by)
    return cares


def _mark_all(
    cares: Sequence[Care],
    steps: Sequence[Step],
    message_of: dict[int, Message],
    cause: str,
    beyond: str,
    estimate_at: datetime | None,
    next_news_at: datetime | None,
) -> None:
    now = timezone.now()
    ticket_of = {care.pk: care.ticket_id for care in cares}
    # What somebody had prepared for one of them is said by this.
    Telling.objects.filter(step__in=steps, sent_at=None).delete()
    Telling.objects.bulk_create(
        Telling(
            step=step,
            text=message_of[ticket_of[step.care_id]].text,
            cause=cause,
            beyond=beyond,
            estimate_at=estimate_at,
            next_news_at=next_news_at,
            agent=message_of[ticket_of[step.care_id]].agent,
            prepared_at=now,
            message=message_of[ticket_of[step.care_id]],
            sent_at=now,
        )
        for step in steps
    )
    first = [step for step in steps if not step.done_at]
    for step in first:
        step.done_at, step.how = now, How.TOLD
        step.message = message_of[ticket_of[step.care_id]]
    Step.objects.bulk_update(first, ["done_at", "how", "message"], batch_size=500)


@transaction.atomic
def note_undelivered(message_id: int) -> None:
    """Owe again what a reply told that did not arrive: nothing counts as told that was not."""
    News.objects.filter(promised_in=message_id, kept_at=None).delete()
    for news in News.objects.filter(kept_in=message_id):
        if not News.objects.filter(care=news.care_id, kept_at=None).exists():
            News.objects.filter(pk=news.pk).update(kept_at=None, kept_in=None)
    tellings = Telling.objects.filter(message=message_id).select_related("step__care")
    for telling in tellings.order_by("pk"):
        _owe_again(telling, message_id)


def _owe_again(telling: Telling, message_id: int) -> None:
    step, care = telling.step, telling.step.care
    if not step.tellings.filter(sent_at=None).exists():
        telling.message, telling.sent_at = None, None
        telling.save(update_fields=["message", "sent_at"])
    if step.message_id == message_id:
        step.done_at, step.how, step.message = None, "", None
        step.save(update_fields=["done_at", "how", "message"])
        _reopen(care)
        event = events.StepNotArrived(
            care.ticket_id, care.company_id, care.pk, step.number, message_id
        )
        record(event, by=DESK)


def _reopen(care: Care) -> None:
    """Take up again what closed by itself, unless something newer is owed on the ticket."""
    newer = Care.objects.filter(ticket=care.ticket_id, closed_at=None)
    if care.closed_at and not care.closed_because and not newer.exists():
        Care.objects.filter(pk=care.pk).update(closed_at=None)
