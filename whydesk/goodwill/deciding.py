"""The yes or no of a lead to a gesture that waits for one."""

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.goodwill.events import GestureApproved, GestureDeclined
from whydesk.goodwill.ledger import named, refusing, tidy
from whydesk.goodwill.models import Gesture, Verdict
from whydesk.goodwill.refusals import NotWaiting
from whydesk.goodwill.telling import tell_giver
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent


@transaction.atomic
def approve_gesture(gesture: Gesture, *, word: str = "", by: Agent) -> Verdict:
    """Let it be given.

    :raises NotWaiting: somebody was quicker, or it was taken back.
    """
    by.must(Can.APPROVE_GOODWILL)
    verdict = _say(gesture, is_yes=True, word=tidy(word), by=by)
    approved = GestureApproved(*named(gesture), verdict.word, gesture.by_id)
    record(approved, by=by)
    tell_giver(verdict, approved)
    return verdict


@transaction.atomic
def decline_gesture(gesture: Gesture, *, word: str, by: Agent) -> Verdict:
    """Keep it from being given, and say why.

    :raises NotWaiting: somebody was quicker, or it was taken back.
    """
    by.must(Can.APPROVE_GOODWILL)
    word = tidy(word, _("Say in a word why not."))
    verdict = _say(gesture, is_yes=False, word=word, by=by)
    declined = GestureDeclined(*named(gesture), verdict.word, gesture.by_id)
    record(declined, by=by)
    tell_giver(verdict, declined)
    return verdict


def _say(gesture: Gesture, *, is_yes: bool, word: str, by: Agent) -> Verdict:
    with refusing({"verdict_on_what_waits": _late}):
        return Verdict.objects.create(gesture=gesture, is_yes=is_yes, word=word, by=by)


def _late() -> NotWaiting:
    return NotWaiting(_("This gesture waits no more. Look at what became of it."))
