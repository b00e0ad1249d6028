"""What becomes of what we told a customer: it bounced, they answered, a batch goes out."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from whydesk.people.actors import DESK
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.tickets.recipients import ReplyRefused
from whydesk.tickets.sorting import reopen_ticket
from whydesk.wishes.calling_back import mark_not_reached, tell
from whydesk.wishes.models import Callback
from whydesk.wishes.overtaking import recount
from whydesk.wishes.refusals import AlreadyTold

_State = Callback.State


def tell_batch(callback_ids: Sequence[int], *, by: Agent) -> int:
    """Send the drafts that somebody has looked at; return how many customers were told.

    Each is a matter of its own: whoever cannot be written to stays on the list
    with the reason, and what was told before a crash is not told again.
    """
    told = 0
    for callback_id in callback_ids:
        callback = Callback.objects.select_related("ticket").get(pk=callback_id)
        try:
            _tell_beside(callback, by=by)
            told += 1
        except AlreadyTold:
            continue
        except ReplyRefused as error:
            mark_not_reached(callback, note=str(error), by=by)
    return told


@transaction.atomic
def _tell_beside(callback: Callback, *, by: Agent) -> None:
    """Tell the customer; who waits for another answer on the ticket goes on waiting."""
    waits = callback.ticket.waits_for_us
    tell(callback, text=callback.draft, by=by)
    if waits:
        reopen_ticket(callback.ticket, by=DESK)


@transaction.atomic
def note_undelivered(message_id: int, reason: str) -> None:
    """Put the customer back on the list: what did not arrive was not told."""
    found = Callback.objects.select_for_update().filter(message=message_id)
    for callback in found.filter(state__in=Callback.HEARD):
        callback.state, callback.note = _State.BOUNCED, reason[:2000]
        callback.save(update_fields=["state", "note"])
        recount([callback.decision_id], by=DESK)


@transaction.atomic
def note_arrived(delivery_id: int) -> None:
    """Take the customer off the list again where a reply went through after all."""
    found = Callback.objects.select_for_update(of=("self",)).filter(
        message__delivery=delivery_id, state=_State.BOUNCED
    )
    for callback in found:
        callback.state, callback.note = _State.TOLD, ""
        callback.save(update_fields=["state", "note"])
        recount([callback.decision_id], by=DESK)


@transaction.atomic
def note_replies(message_ids: Sequence[int]) -> None:
    """Note which of those who were told have written back."""
    waiting = Callback.objects.filter(ticket=OuterRef("ticket"), state=_State.TOLD)
    said = Message.objects.filter(
        Exists(waiting), pk__in=message_ids, automatic="", kind=Message.Kind.INCOMING
    )
    for ticket_id, at in said.values_list("ticket", "at"):
        told = Callback.objects.select_for_update().filter(ticket=ticket_id, state=_State.TOLD)
        told.filter(told_at__lte=at).update(state=_State.ANSWERED)
