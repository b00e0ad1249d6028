"""A language model reads a message after the desk has, where there is one."""

from django.db import transaction
from django.utils import timezone

from whydesk.briefs.events import MessageReadAgain
from whydesk.briefs.joining import note_on_tickets
from whydesk.briefs.model import ask_model, has_model
from whydesk.briefs.models import Reading
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor
from whydesk.understanding.brief import Brief
from whydesk.understanding.second_opinion import ask_for_opinion, with_opinion


def take_opinion(message_id: int, *, by: Actor = DESK) -> Reading | None:
    """Let the model improve what was read in the message, if it answers in time.

    It is asked outside of any transaction; what an agent corrected meanwhile stands.
    """
    if not has_model():
        return None
    known = Reading.objects.select_related("message__contact", "ticket__company")
    reading = known.get(message=message_id)
    if not reading.brief or reading.is_by_model:
        return None
    brief = Brief.from_dict(reading.message.text, reading.brief)
    contact, company = reading.message.contact, reading.ticket.company
    names = [one.name for one in (contact, company) if one]
    question, masked = ask_for_opinion(brief, subject=reading.ticket.subject, names=names)
    answer = ask_model(question)
    better = with_opinion(brief, masked, answer) if answer else None
    return _keep(reading, better, by=by) if better else None


@transaction.atomic
def _keep(reading: Reading, brief: Brief, *, by: Actor) -> Reading | None:
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    if reading.corrected:
        return None
    reading.brief = brief.to_dict()
    reading.reader = Reading.Reader.MODEL
    reading.read_at = timezone.now()
    reading.save(update_fields=["brief", "reader", "read_at"])
    note_on_tickets([reading.ticket_id])
    record(MessageReadAgain(reading.ticket_id, reading.message_id, brief.kind), by=by)
    return reading
