"""Agents say where the desk read a message wrongly."""

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.briefs.corrected import correct_brief, value_in
from whydesk.briefs.events import ReadingCorrected
from whydesk.briefs.joining import note_on_tickets
from whydesk.briefs.models import Correction, Reading
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent


class NotReadYet(ValueError):
    """A message whose reading is still to come."""


@transaction.atomic
def correct_reading(
    reading: Reading, *, what: str, to: str, by: Agent, where: str = ""
) -> Correction | None:
    """Put one thing in the reading right; the customer's words stay as they are.

    What is said again is no second correction.
    """
    by.must(Can.CORRECT)
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    if reading.said is None:
        raise NotReadYet(_("The desk has not read this message yet. Try again in a moment."))
    corrected = correct_brief(reading.said, what, where, to)
    if corrected == reading.said:
        return None
    was = value_in(reading.said, what, where)
    correction = Correction.objects.create(
        reading=reading, what=what, where=where, was=was, to=to, agent=by
    )
    reading.corrected = corrected
    reading.save(update_fields=["corrected"])
    note_on_tickets([reading.ticket_id])
    record(ReadingCorrected(reading.ticket_id, reading.message_id, what, where), by=by)
    return correction
