"""What became of our replies on their way, as the ticket shows it."""

from django.db import transaction
from django.utils import timezone

from whydesk.history.recording import record
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import DESK
from whydesk.tickets.events import ReplyUndelivered
from whydesk.tickets.models import Ticket


@transaction.atomic
def note_bounce(delivery: Delivery, *, reason: str, permanent: bool) -> None:
    """Bring the ticket back to us when its reply did not arrive."""
    if not permanent:
        return
    delivery.state = Delivery.State.BOUNCED
    delivery.error = reason
    delivery.save(update_fields=["state", "error"])
    message = delivery.message
    ticket = Ticket.objects.select_for_update().get(pk=message.ticket_id)
    ticket.undelivered = True
    ticket.updated_at = timezone.now()
    if ticket.status == Ticket.Status.WAITING:
        ticket.status = Ticket.Status.OPEN
        ticket.waits_since = timezone.now()
    ticket.save(update_fields=["undelivered", "updated_at", "status", "waits_since"])
    record(ReplyUndelivered(ticket.pk, message.pk, reason), by=DESK)
