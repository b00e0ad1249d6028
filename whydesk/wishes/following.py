"""Voices follow their customers: companies become one, people join one or are erased."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from whydesk.customers.models import Company, Contact
from whydesk.people.actors import DESK, Actor, Can
from whydesk.wishes.choices import heavier
from whydesk.wishes.counting import count_voices
from whydesk.wishes.locks import lock_wishes
from whydesk.wishes.models import (
    Asking,
    Callback,
    Decision,
    Face,
    Inquiry,
    Misfit,
    Retelling,
    Voice,
)
from whydesk.wishes.overtaking import recount

# What stands where a name stood.
_NOBODY = "…"


@transaction.atomic
def follow_company(company: Company, *, into: Company, by: Actor = DESK) -> None:
    """Let the voices of a company be those of the company that it was merged into.

    Where both wanted the same, two voices become one, with the heavier weight
    and everything that either said.
    """
    by.must(Can.KEEP_CUSTOMERS)
    _move(Voice.objects.filter(company=company), into, by=by)
    Misfit.objects.filter(company=company).update(company=into)


@transaction.atomic
def follow_contact(contact: Contact, *, by: Actor = DESK) -> None:
    """Let what a person of no company wanted be wanted by the company they now belong to."""
    by.must(Can.KEEP_CUSTOMERS)
    if contact.company is not None:
        _move(Voice.objects.filter(company=None, contact=contact), contact.company, by=by)


@transaction.atomic
def forget_contact(contact: Contact, *, by: Actor = DESK) -> None:
    """Erase what a person said and what was written about them; their voice goes on counting.

    To be called while their name is still known, since it is taken out of decisions.
    """
    by.must(Can.KEEP_CUSTOMERS)
    voices = Voice.objects.filter(contact=contact)
    own = Q(voice__in=voices)
    told = set(Retelling.objects.filter(contact=contact).values_list("said", flat=True))
    said = told | set(voices.values_list("said", flat=True))
    Face.objects.filter(text__in=said - {""}, is_own=False).delete()
    voices.update(said="", when="", want="", so_that="")
    Retelling.objects.filter(contact=contact).update(said="")
    Callback.objects.filter(own).update(draft="", note="")
    Inquiry.objects.filter(ticket__contact=contact).update(
        when="", want="", so_that="", question="", learnt=""
    )
    _take_out_of_decisions(contact, voices)


def _move(voices: Iterable[Voice], into: Company, *, by: Actor) -> None:
    moved = list(voices)
    roots = {voice.root_id for voice in moved}
    lock_wishes(*roots, *(voice.wish_id for voice in moved))
    for voice in moved:
        kept = Voice.objects.filter(wish=voice.wish_id, company=into).first()
        if kept is None:
            voice.company = into
            voice.save(update_fields=["company"])
        else:
            _fold(voice, kept, by=by)
    count_voices(roots)


def _fold(voice: Voice, kept: Voice, *, by: Actor) -> None:
    """Make one voice of two for the same wish."""
    Retelling.objects.filter(voice=voice).update(voice=kept)
    Retelling.objects.get_or_create(
        voice=kept,
        message=voice.message,
        ticket_id=voice.ticket_id,
        defaults={
            "contact_id": voice.contact_id,
            "agent_id": voice.agent_id,
            "said": voice.said,
            "weight": voice.weight,
            "workaround": voice.workaround,
            "at": voice.at,
        },
    )
    kept.weight = heavier(kept.weight, voice.weight)
    kept.heard_at = max(kept.heard_at, voice.heard_at)
    kept.save(update_fields=["weight", "heard_at"])
    decisions = _fold_callbacks(voice, kept)
    _fold_others(voice, kept)
    voice.delete()
    recount(decisions, by=by)


def _fold_callbacks(voice: Voice, kept: Voice) -> set[int]:
    """Keep one callback of each decision: a company of which somebody was told, was told."""
    known = {one.decision_id: one for one in Callback.objects.filter(voice=kept)}
    decisions = set()
    for callback in Callback.objects.select_for_update().filter(voice=voice):
        decisions.add(callback.decision_id)
        other = known.get(callback.decision_id)
        if other is not None and callback.state in Callback.HEARD and other.is_untold:
            other.delete()
            other = None
        if other is None:
            callback.voice = kept
            callback.save(update_fields=["voice"])
        else:
            callback.delete()
    return decisions


def _fold_others(voice: Voice, kept: Voice) -> None:
    asked = set(Asking.objects.filter(voice=kept).values_list("decision", "kind"))
    for asking in Asking.objects.filter(voice=voice):
        if (asking.decision_id, asking.kind) in asked:
            asking.delete()
        else:
            asking.voice = kept
            asking.save(update_fields=["voice"])
    known = Misfit.objects.filter(voice=kept).values("decision")
    Misfit.objects.filter(voice=voice, decision__in=known).delete()
    Misfit.objects.filter(voice=voice).update(voice=kept)


def _take_out_of_decisions(contact: Contact, voices: Iterable[Voice]) -> None:
    """Take the person's name and addresses out of the words of decisions that concern them."""
    words = [contact.name, *contact.addresses.values_list("email", flat=True)]
    wishes = {voice.root_id for voice in voices} | {voice.wish_id for voice in voices}
    decisions = Decision.objects.filter(wish__in=wishes)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL whydesk.erasing = 'on'")
        for word in filter(None, words):
            decisions.filter(Q(reason__contains=word) | Q(would_change__contains=word)).update(
                reason=Replace(F("reason"), Value(word), Value(_NOBODY)),
                would_change=Replace(F("would_change"), Value(word), Value(_NOBODY)),
            )
        cursor.execute("SET LOCAL whydesk.erasing = 'off'")
