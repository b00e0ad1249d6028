"""What came of a gesture: reckoned after a month and a quarter, or said by somebody."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from whydesk.briefs.models import Reading
from whydesk.customers.models import Company
from whydesk.goodwill.choices import Became
from whydesk.goodwill.events import GestureOutcomeNoted
from whydesk.goodwill.ledger import named, refusing, tidy
from whydesk.goodwill.models import Gesture, Outcome
from whydesk.goodwill.refusals import NoOutcome, WrongGesture
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Can
from whydesk.people.models import Agent
from whydesk.tickets.choices import Temperature
from whydesk.tickets.models import Message

AFTER_DAYS = (30, 90)
# What was not reckoned in this time is past: the desk was off, or new.
_DAYS_TO_CATCH_UP = 45
_TOGETHER = 200
_WHO_PAYS = frozenset({Company.Kind.CUSTOMER, Company.Kind.VIP})


@transaction.atomic
def note_outcome(gesture: Gesture, *, became: str, note: str = "", by: Agent) -> Outcome:
    """Say what came of it; the desk reckons no more after that.

    :raises NoOutcome: it was not given, or taken back.
    """
    by.must(Can.GIVE_GOODWILL)
    if became not in Became.values:
        raise WrongGesture(_("Choose what came of it."))
    with refusing({"outcome_of_what_was_given": _nothing_given}):
        outcome = Outcome.objects.create(gesture=gesture, became=became, note=tidy(note), by=by)
    record(GestureOutcomeNoted(*named(gesture), outcome.became, outcome.note), by=by)
    return outcome


def reckon_outcomes(now: datetime) -> int:
    """Reckon what came of gestures whose time has come; return of how many."""
    return sum(_reckon(days, now) for days in AFTER_DAYS)


def _reckon(days: int, now: datetime) -> int:
    count = 0
    while due := list(_due(days, now)[:_TOGETHER]):
        for gesture in due:
            _note_reckoned(gesture, days)
        count += len(due)
    return count


@transaction.atomic
def _note_reckoned(gesture: Gesture, days: int) -> None:
    """Keep it, unless it was kept or taken back meanwhile; what is not known is no news."""
    became = _became(gesture)
    Gesture.objects.select_for_update(no_key=True).get(pk=gesture.pk)
    is_settled = Q(after_days=days) | Q(after_days=None)
    if gesture.outcomes.filter(is_settled).exists() or hasattr(gesture, "reversal"):
        return
    Outcome.objects.create(gesture=gesture, became=became, after_days=days)
    if became != Became.UNKNOWN:
        record(GestureOutcomeNoted(*named(gesture), became, ""), by=DESK)


def _due(days: int, now: datetime) -> QuerySet[Gesture]:
    """Return what was given so long ago and is not reckoned, with what they wrote since."""
    until = now - timedelta(days=days)
    since = until - timedelta(days=_DAYS_TO_CATCH_UP)
    known = Outcome.objects.filter(gesture=OuterRef("pk"))
    return (
        Gesture.objects.filter(at__gt=since, at__lte=until, reversal=None)
        .filter(Q(waits_because="") | Q(verdict__is_yes=True))
        .exclude(Exists(known.filter(Q(after_days=days) | Q(after_days=None))))
        .annotate(wrote=Exists(_written(days)), angrily=Exists(_angry(_written(days))))
        .select_related("company__merged_into", "reversal")
        .order_by("pk")
    )


def _written(days: int) -> QuerySet[Reading]:
    """Return what the company wrote in the days after it; the person, where there is none."""
    now_theirs = Coalesce(OuterRef("company__merged_into"), OuterRef("company"))
    theirs = Q(ticket__company=now_theirs) | Q(
        ticket__company=None, ticket__contact=OuterRef("ticket__contact")
    )
    return Reading.objects.filter(
        theirs,
        message__kind=Message.Kind.INCOMING,
        message__automatic="",
        message__at__gt=OuterRef("at"),
        message__at__lte=OuterRef("at") + timedelta(days=days),
    )


def _angry(written: QuerySet[Reading]) -> QuerySet[Reading]:
    counted = written.alias(counts=Coalesce(F("corrected"), F("brief")))
    return counted.filter(counts__temperature__gte=int(Temperature.ANGRY))


def _became(gesture: Gesture) -> Became:
    """Weigh what is known: leaving says more than anger, and anger more than staying."""
    company = gesture.company and (gesture.company.merged_into or gesture.company)
    wrote, angrily = gesture.wrote, gesture.angrily  # type: ignore[attr-defined]
    if company and company.kind == Company.Kind.FORMER:
        return Became.LEFT
    if angrily:
        return Became.ANGRY
    if company.kind in _WHO_PAYS if company else wrote:
        return Became.STAYED
    return Became.UNKNOWN


def _nothing_given() -> NoOutcome:
    return NoOutcome(_("Nothing came of it: it was not given, or taken back."))
