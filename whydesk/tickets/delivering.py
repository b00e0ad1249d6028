"""What became of our replies on their way, as the ticket shows it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from whydesk.history.models import Entry
from whydesk.history.recording import record
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import DESK
from whydesk.tickets.answers import last_words_of_customer
from whydesk.tickets.events import ReplyUndelivered
from whydesk.tickets.models import Message, Ticket

TROUBLED = frozenset({Delivery.State.BOUNCED, Delivery.State.FAILED, Delivery.State.UNCLEAR})
# Where the customer has no answer though we thought they had.
_ANSWERED = frozenset({Ticket.Status.WAITING, Ticket.Status.CLOSED})


@transaction.atomic
def note_bounce(delivery: Delivery, *, reason: str, permanent: bool) -> None:
    """Bring the ticket back to us when its reply did not arrive.

    A report that a server still tries changes nothing.
    """
    if not permanent:
        return
    delivery = Delivery.objects.select_for_update().defer("raw").get(pk=delivery.pk)
    delivery.state = Delivery.State.BOUNCED
    delivery.error = reason
    delivery.next_try_at = None
    delivery.save(update_fields=["state", "error", "next_try_at"])
    _bring_back(delivery, reason)


@transaction.atomic
def note_stopped(delivery_id: int, reason: str) -> None:
    """Bring the ticket back to us when its reply could not be sent, or perhaps was not."""
    _bring_back(Delivery.objects.defer("raw").get(pk=delivery_id), reason)


@transaction.atomic
def note_on_its_way(delivery_id: int) -> None:
    """Take the mark off a ticket whose newest reply is on its way again, or arrived after all."""
    message = Message.objects.filter(delivery=delivery_id).first()
    if message is None:
        return
    ticket = Ticket.objects.select_for_update().get(pk=message.ticket_id)
    newest = ticket.messages.filter(kind=Message.Kind.REPLY).order_by("-at", "-pk")
    state = newest.values_list("delivery__state", flat=True).first()
    if ticket.undelivered and state not in TROUBLED:
        ticket.undelivered = False
        ticket.save(update_fields=["undelivered"])


def _bring_back(delivery: Delivery, reason: str) -> None:
    """Mark the ticket and let it wait for us, once for each reason."""
    message = Message.objects.filter(delivery=delivery).first()
    if message is None or _is_known(message, reason):
        return
    ticket = Ticket.objects.select_for_update().get(pk=message.ticket_id)
    ticket.undelivered = True
    ticket.updated_at = timezone.now()
    if ticket.status in _ANSWERED:
        ticket.status = Ticket.Status.OPEN
        ticket.waits_since = _waits_since(ticket)
    ticket.save(update_fields=["undelivered", "updated_at", "status", "waits_since"])
    record(ReplyUndelivered(ticket.pk, message.pk, reason), by=DESK)


def _waits_since(ticket: Ticket) -> datetime:
    """Return when the customer last wrote: an answer that did not arrive was none."""
    words = last_words_of_customer(ticket)
    return words.at if words else timezone.now()


def _is_known(message: Message, reason: str) -> bool:
    """Tell whether this is written down already: a job may run again after a crash."""
    known = Entry.objects.filter(subjects__noun="ticket", subjects__noun_id=message.ticket_id)
    return known.filter(
        event=ReplyUndelivered.name, data__message_id=message.pk, data__reason=reason
    ).exists()
