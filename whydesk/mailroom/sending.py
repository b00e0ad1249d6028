"""Mail on its way out: queued, claimed, handed over, and never handed over twice.

A mail is claimed by one worker, which holds a lock of the database for as long
as it talks to the server. The lock goes with the worker, however it ends, and
so tells whoever comes next that nobody sends this mail any more. What they
find then says what may be done: `sending` has given the server nothing that it
could keep; `handing_over` may have been taken, and a person decides.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from whydesk.history.recording import record
from whydesk.mail.refusals import (
    LOST,
    NotHandedOver,
    Refused,
    TryLater,
    Unclear,
    gettext_noop,
)
from whydesk.mail.transport import send
from whydesk.mailroom.erasing import ERASED
from whydesk.mailroom.events import (
    DeliveryConfirmed,
    DeliveryQueued,
    DeliverySent,
    DeliveryStopped,
    DeliveryTriedAgain,
)
from whydesk.mailroom.locks import alone_with
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.mailroom.servers import server_for
from whydesk.people.actors import DESK, Actor, Can

State = Delivery.State

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
MAX_TRIES = len(WAITS) + 1
# So often everyone has to wait for a recipient whom the server does not take just now.
PATIENT_TRIES = 3
PARTLY = gettext_noop("Not everyone was reached.")
GAVE_UP = gettext_noop("Sending it was interrupted too often.")

# Any number of our own, so that no other lock of the database is taken for one of these.
_LOCKS = 0x5DE1 << 48
_PAUSES = (0.2, 1.0, 3.0, 10.0, 30.0)


class ClaimLost(Exception):
    """Somebody else has taken the mail over while we lost touch with the database."""


@transaction.atomic
def queue_mail(
    *,
    mailbox: Mailbox,
    message_id: str,
    recipients: Sequence[str],
    raw: bytes,
    is_automatic: bool = False,
    by: Actor,
) -> Delivery:
    """Put a mail into the post, in the transaction of the verb that wrote it."""
    delivery = Delivery.objects.create(
        mailbox=mailbox,
        message_id=message_id,
        envelope_from=mailbox.address,
        recipients=list(recipients),
        raw=raw,
        is_automatic=is_automatic,
    )
    record(DeliveryQueued(delivery.pk), by=by)
    return delivery


def send_delivery(delivery_id: int) -> None:
    """Send the mail if it is its turn and nobody else is at it; settle what a dead sender left."""
    with alone_with(_LOCKS | delivery_id) as is_alone:
        delivery = _claim(delivery_id) if is_alone else None
        if delivery:
            with suppress(ClaimLost):
                state, reason = _hand_over(delivery)
                _write_down(delivery, state, reason)


def due_deliveries() -> list[int]:
    """List what waits for its next try, and what somebody sends or left in the middle."""
    begun = Q(state__in=[State.SENDING, State.HANDING_OVER])
    is_due = Q(next_try_at=None) | Q(next_try_at__lte=timezone.now())
    due = Delivery.objects.filter(begun | Q(state=State.QUEUED) & is_due)
    return list(due.order_by("pk").values_list("pk", flat=True)[:1000])


@transaction.atomic
def send_again(delivery: Delivery, *, by: Actor) -> Delivery:
    """Put a mail that stopped into the post once more, or send at once one that waits."""
    by.must(Can.REREAD_MAIL)
    delivery = _locked(delivery.pk)
    is_waiting = delivery.state == State.QUEUED and delivery.next_try_at is not None
    if not is_waiting and delivery.state not in (State.FAILED, State.BOUNCED, State.UNCLEAR):
        return delivery
    if delivery.error == ERASED:
        return delivery
    delivery.state = State.QUEUED
    delivery.tries = 0
    delivery.next_try_at = None
    delivery.error = ""
    delivery.save(update_fields=["state", "tries", "next_try_at", "error"])
    record(DeliveryTriedAgain(delivery.pk), by=by)
    return delivery


@transaction.atomic
def confirm_arrived(delivery: Delivery, *, by: Actor) -> Delivery:
    """Say that a mail of which it was unclear was sent after all."""
    by.must(Can.REREAD_MAIL)
    delivery = _locked(delivery.pk)
    if delivery.state != State.UNCLEAR:
        return delivery
    delivery.state = State.SENT
    delivery.sent_at = timezone.now()
    delivery.error = ""
    delivery.save(update_fields=["state", "sent_at", "error"])
    record(DeliveryConfirmed(delivery.pk), by=by)
    return delivery


def _locked(delivery_id: int) -> Delivery:
    return Delivery.objects.select_for_update().defer("raw").get(pk=delivery_id)


@transaction.atomic(durable=True)
def _claim(delivery_id: int) -> Delivery | None:
    """Take the mail if it is to be sent now; the caller holds its lock."""
    found = Delivery.objects.select_for_update(of=("self",)).select_related("mailbox")
    delivery = found.filter(pk=delivery_id).first()
    if delivery is None or not _is_to_be_sent(delivery):
        return None
    delivery.state = State.SENDING
    delivery.tries += 1
    delivery.next_try_at = None
    delivery.save(update_fields=["state", "tries", "next_try_at"])
    return delivery


def _is_to_be_sent(delivery: Delivery) -> bool:
    """Tell whether the mail's turn has come; stop it where a person has to look first."""
    if delivery.state == State.HANDING_OVER:
        _settle(delivery, State.UNCLEAR, LOST)
        return False
    if delivery.state not in (State.QUEUED, State.SENDING):
        return False
    if delivery.next_try_at and delivery.next_try_at > timezone.now():
        return False
    if delivery.tries >= MAX_TRIES:
        _settle(delivery, State.FAILED, delivery.error or GAVE_UP)
        return False
    return True


def _hand_over(delivery: Delivery) -> tuple[State, str]:
    """Talk to the server; return what became of the mail, and why."""
    try:
        handed = send(
            bytes(delivery.raw),
            delivery.envelope_from,
            delivery.recipients,
            server_for(delivery.mailbox),
            before_handing_over=partial(_note_handing_over, delivery),
            needs_all=delivery.tries < PATIENT_TRIES,
        )
    except NotHandedOver as error:
        outcomes = {TryLater: State.QUEUED, Refused: State.FAILED, Unclear: State.UNCLEAR}
        return outcomes[type(error)], error.reason
    refused = [f"{address}: {words}" for address, words in handed.refused.items()]
    return State.SENT, "\n".join([PARTLY, *refused]) if refused else ""


def _note_handing_over(delivery: Delivery) -> None:
    """Commit, before the server can take the mail, that it may have."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, tries=delivery.tries)
    if not ours.update(state=State.HANDING_OVER):
        raise ClaimLost


def _write_down(delivery: Delivery, state: State, reason: str) -> None:
    """Keep what became of the mail, even if the database is away for a moment."""
    for pause in _PAUSES:
        try:
            return _keep(delivery, state, reason)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(pause)
    return _keep(delivery, state, reason)


@transaction.atomic(durable=True)
def _keep(delivery: Delivery, state: State, reason: str) -> None:
    kept = _locked(delivery.pk)
    if kept.tries == delivery.tries and kept.state in (State.SENDING, State.HANDING_OVER):
        _settle(kept, state, reason)
    elif state == State.SENT and kept.state in (State.UNCLEAR, State.QUEUED, State.SENDING):
        # Somebody took us for dead when our connection to the database broke.
        _settle(kept, state, reason)
        record(DeliveryConfirmed(kept.pk), by=DESK)


def _settle(delivery: Delivery, state: State, reason: str) -> None:
    """Set the state and say so in history; a mail that may go later waits for its next try."""
    if state == State.QUEUED and delivery.tries >= MAX_TRIES:
        state = State.FAILED
    now = timezone.now()
    delivery.state = state
    delivery.error = reason
    delivery.sent_at = now if state == State.SENT else None
    delivery.next_try_at = now + WAITS[delivery.tries - 1] if state == State.QUEUED else None
    delivery.save(update_fields=["state", "error", "sent_at", "next_try_at"])
    if state == State.SENT:
        record(DeliverySent(delivery.pk), by=DESK)
    if state != State.QUEUED and reason:
        record(DeliveryStopped(delivery.pk, reason), by=DESK)
