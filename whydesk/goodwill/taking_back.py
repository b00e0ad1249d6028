"""Taking back what was given by mistake, or no longer asked for."""

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.goodwill.events import GestureReversed
from whydesk.goodwill.ledger import named, refusing, tidy
from whydesk.goodwill.models import Gesture, Reversal
from whydesk.goodwill.refusals import CannotTakeBack
from whydesk.history.recording import record
from whydesk.people.actors import Can, NotAllowed
from whydesk.people.models import Agent


def may_take_back(gesture: Gesture, agent: Agent) -> bool:
    """Say whether somebody may: whoever gave it, or who says yes to gestures."""
    is_own = gesture.by_id == agent.pk and agent.may(Can.GIVE_GOODWILL)
    return is_own or agent.may(Can.APPROVE_GOODWILL)


@transaction.atomic
def reverse_gesture(gesture: Gesture, *, reason: str, by: Agent) -> Reversal:
    """Take the gesture back; the ledger keeps both, the ticket and the month have room again.

    :raises CannotTakeBack: it was taken back already, or declined.
    """
    by.must(Can.GIVE_GOODWILL)
    if not may_take_back(gesture, by):
        raise NotAllowed(_("Only who gave it, or a lead, takes it back."))
    reason = tidy(reason, _("Say why it is taken back."))
    with refusing({"reversal_of_what_stands": _too_late}):
        reversal = Reversal.objects.create(gesture=gesture, reason=reason, by=by)
    record(GestureReversed(*named(gesture), reversal.reason), by=by)
    return reversal


def _too_late() -> CannotTakeBack:
    return CannotTakeBack(_("This gesture was declined or taken back already."))
