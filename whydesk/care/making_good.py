"""The third step: giving something to make good, once for each matter."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.care.choices import StepNumber
from whydesk.care.models import Care, Step, Telling
from whydesk.care.preparing import must_tell, owed, prepare
from whydesk.care.refusals import NothingSent, StepDone
from whydesk.care.stepping import open_care
from whydesk.care.wording import word_gesture
from whydesk.goodwill.choices import State
from whydesk.goodwill.giving import give_gesture
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.proposing import Proposal, propose_compensation
from whydesk.goodwill.refusals import AlreadyGiven
from whydesk.people.models import Agent

STANDING = (State.GIVEN, State.WAITING)


def hours_lost(care: Care, now: datetime) -> Decimal:
    """Return the hours from the failure to its end, or to now; never less than none."""
    seconds = max(((care.solved_at or now) - care.since).total_seconds(), 0)
    return (Decimal(seconds) / 3600).quantize(Decimal("0.1"))


def proposed_for(care: Care, now: datetime) -> Proposal | None:
    """Propose what fits the company; nothing where the customer belongs to none."""
    return propose_compensation(care.company, hours_lost(care, now)) if care.company else None


@transaction.atomic
def make_good(
    care: Care, *, kind: str, amount: Decimal, currency: str, reason: str, by: Agent
) -> Gesture:
    """Give the customer something for what they lost; what waits for a lead's yes is told later.

    One incident is made good once to a company, however many of it wrote.

    :raises GoodwillRefused: it cannot be given as it stands, or was given already.
    """
    must_tell(by)
    care = open_care(care)
    step = owed(care, StepNumber.COMPENSATION)
    if _stands(step):
        raise StepDone(_("They are given something already; take that back first."))
    if _given_to_others_of(care):
        raise AlreadyGiven(_("The company was given something for this incident already."))
    gesture = give_gesture(
        care.ticket,
        kind=kind,
        amount=amount,
        currency=currency,
        reason=reason,
        once_for=once_for(care),
        by=by,
    )
    step.gesture = gesture
    step.save(update_fields=["gesture"])
    if not gesture.waits_because:
        prepare(step, word_gesture(care.ticket, gesture), by=by)
    return gesture


@transaction.atomic
def prepare_gesture(care: Care, *, by: Agent) -> Telling:
    """Write to the customer what they are given, once that is certain.

    :raises NothingSent: it still waits for a yes, or stands no more.
    """
    must_tell(by)
    care = open_care(care)
    step = owed(care, StepNumber.COMPENSATION)
    gesture = step.gesture
    if gesture is None or gesture.state != State.GIVEN:
        raise NothingSent(_("Nothing is given yet that they could be told of."))
    return prepare(step, word_gesture(care.ticket, gesture), by=by)


def once_for(care: Care) -> str:
    """Name what is made good, so that the ledger takes it once."""
    if care.incident_id and care.company_id:
        return f"incident:{care.incident_id}:company:{care.company_id}"
    return f"care:{care.pk}"


def _stands(step: Step) -> bool:
    return step.gesture is not None and step.gesture.state in STANDING


def _given_to_others_of(care: Care) -> bool:
    """Tell whether it was given on another ticket, before two incidents became one."""
    if not (care.incident_id and care.company_id):
        return False
    others = Step.objects.filter(care__incident_id=care.incident_id, care__company=care.company_id)
    found = others.exclude(care=care).filter(gesture__isnull=False)
    return any(_stands(step) for step in found.select_related("gesture"))
