"""Each decision makes one callback for every voice."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from whydesk.history.recording import record, record_all
from whydesk.people.actors import DESK, Can
from whydesk.people.models import Agent
from whydesk.wishes.calendar import callback_due
from whydesk.wishes.choices import Outcome, Weight
from whydesk.wishes.erasing import give_up
from whydesk.wishes.events import CallbacksMade, CustomerRefused
from whydesk.wishes.families import family_of
from whydesk.wishes.joining import subjects_of
from whydesk.wishes.locks import lock_root
from whydesk.wishes.models import Callback, Decision, DecisionProgress, Misfit, Voice
from whydesk.wishes.overtaking import overtake, recount
from whydesk.wishes.wording import draft_decision

_MANY = 500


@transaction.atomic
def make_callbacks(decision_id: int) -> int:
    """Put everyone who waits for the decision on the list of those to be told.

    What is there already stays, so it may run again: for a voice that came
    later, or after a crash. A decision that does not count any more makes none.
    """
    decision = whole_decision(decision_id)
    _wish, root = lock_root(decision.wish)
    voices = _not_yet_told(decision) if counts(decision, root.pk) else []
    made = _add(decision, voices, due_at=callback_due(timezone.now()))
    give_up(Callback.objects.filter(decision=decision))
    if voices:
        overtake({voice.wish_id for voice in voices}, but=decision.pk, by=DESK)
    _say_what_does_not_fit(decision, voices)
    DecisionProgress.objects.filter(decision=decision, made_at=None).update(made_at=timezone.now())
    recount([decision.pk], by=DESK)
    if made:
        wish = decision.wish
        record(CallbacksMade(wish.pk, wish.title, decision.pk, made), by=DESK)
    return made


def counts(decision: Decision, root_id: int) -> bool:
    """Tell whether the decision is the last word, now that its wish may be part of another."""
    if Decision.objects.filter(follows=decision).exists():
        return False
    is_part = decision.wish_id != root_id
    return not (is_part and Decision.objects.filter(wish=root_id).exists())


def whole_decision(decision_id: int) -> Decision:
    """Return the decision with all that its letters are written from."""
    found = Decision.objects.select_related("wish", "capability")
    return found.prefetch_related("capability__articles", "wordings").get(pk=decision_id)


def _not_yet_told(decision: Decision) -> list[Voice]:
    """Return the voices without a callback of this decision, or an overtaken one, as they came."""
    known = Callback.objects.filter(decision=decision, voice=OuterRef("pk"))
    found = Voice.objects.filter(wish__in=family_of(decision.wish_id))
    waiting = found.exclude(Exists(known.exclude(state=Callback.State.OVERTAKEN)))
    shown = waiting.select_related("contact", "root", "agent", "ticket__assignee")
    return list(shown.order_by("pk"))


def _add(decision: Decision, voices: Sequence[Voice], *, due_at: datetime) -> int:
    told = told_before(decision, voices)
    callbacks = [
        Callback(
            decision=decision,
            voice=voice,
            ticket_id=voice.ticket_id,
            assignee=who_tells(voice),
            way=voice.tell_by,
            due_at=due_at,
            state=Callback.State.DUE,
            draft=draft_decision(decision, voice, told.get(voice.pk)),
        )
        for voice in voices
    ]
    Callback.objects.bulk_create(
        callbacks,
        batch_size=_MANY,
        update_conflicts=True,
        unique_fields=["decision", "voice"],
        update_fields=["state", "draft", "due_at", "assignee", "way"],
    )
    return len(callbacks)


def who_tells(voice: Voice) -> Agent:
    """Return who took the wish, or whoever has the ticket where that one cannot tell.

    Somebody on leave is better than somebody who answers nobody.
    """
    asked = (voice.agent, voice.ticket.assignee)
    known = [one for one in asked if one and one.may(Can.ANSWER)]
    here = (one for one in known if not one.is_away)
    return next(here, known[0] if known else voice.agent)


def told_before(decision: Decision, voices: Iterable[Voice]) -> dict[int, datetime]:
    """Return when each of them was last told of another decision."""
    told = Callback.objects.filter(voice__in=[voice.pk for voice in voices], told_at__isnull=False)
    others = told.exclude(decision=decision).values_list("voice")
    return dict(others.annotate(at=Max("told_at")))


def _say_what_does_not_fit(decision: Decision, voices: Sequence[Voice]) -> None:
    """Write down those for whom the refusal is a reason to leave."""
    if decision.outcome != Outcome.NEVER:
        return
    leaving = [voice for voice in voices if voice.weight == Weight.DEAL_BREAKER]
    Misfit.objects.bulk_create(
        (
            Misfit(
                decision=decision,
                wish=decision.wish,
                voice=voice,
                company_id=voice.company_id,
                contact_id=voice.contact_id,
                text=decision.reason,
                elsewhere=decision.elsewhere,
            )
            for voice in leaving
        ),
        update_conflicts=True,
        unique_fields=["decision", "voice"],
        update_fields=["ended_at"],
    )
    refused = [CustomerRefused(*subjects_of(voice), decision.pk) for voice in leaving]
    record_all([(event, DESK) for event in refused])
