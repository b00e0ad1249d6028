"""Voices follow their customers: companies become one, people join one or are erased."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from whydesk.customers.blotting import Words, erasing
from whydesk.customers.models import Company, Contact
from whydesk.history.blotting import blot_entries
from whydesk.people.actors import DESK, Actor, Can
from whydesk.wishes.choices import heavier
from whydesk.wishes.counting import count_voices
from whydesk.wishes.locks import lock_wishes
from whydesk.wishes.models import (
    AgendaItem,
    Asking,
    Callback,
    Comment,
    Decision,
    Face,
    Inquiry,
    Misfit,
    Retelling,
    Review,
    Voice,
    Wish,
    Wording,
)
from whydesk.wishes.overtaking import recount


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
def follow_person(contact: Contact, *, by: Actor = DESK) -> None:
    """Let what a merged contact wanted be what the other wants."""
    by.must(Can.KEEP_CUSTOMERS)
    into = contact.merged_into
    if into is None:
        return
    alone = Voice.objects.filter(company=None, contact=contact)
    if into.company is not None:
        _move(alone, into.company, by=by)
        follow_contact(into, by=by)
    else:
        _move_alone(alone, into, by=by)
    for rows in (Voice.objects, Retelling.objects, Misfit.objects):
        rows.filter(contact=contact).update(contact=into)


@transaction.atomic
def forget_contact(contact: Contact, *, words: Words, by: Actor = DESK) -> None:
    """Erase what a person said and what was written about them; their voice goes on counting.

    The words are taken out of what was decided and noted on the wishes that they have.
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
    _take_out_of_wishes(words, voices)


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
    if roots:
        count_voices(roots)


def _move_alone(voices: Iterable[Voice], into: Contact, *, by: Actor) -> None:
    moved = list(voices)
    lock_wishes(*{voice.root_id for voice in moved}, *(voice.wish_id for voice in moved))
    for voice in moved:
        kept = Voice.objects.filter(wish=voice.wish_id, company=None, contact=into).first()
        if kept is None:
            voice.contact = into
            voice.save(update_fields=["contact"])
        else:
            _fold(voice, kept, by=by)
    if moved:
        count_voices({voice.root_id for voice in moved})


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


def _take_out_of_wishes(words: Words, voices: Iterable[Voice]) -> None:
    """Take the person out of the wishes that they have, and what was said of those."""
    keys = {voice.root_id for voice in voices} | {voice.wish_id for voice in voices}
    decisions = Decision.objects.filter(wish__in=keys)
    with erasing():
        words.blot_rows(decisions, "reason", "would_change")
    words.blot_rows(Wording.objects.filter(decision__in=decisions), "reason", "would_change")
    words.blot_rows(Misfit.objects.filter(wish__in=keys), "text")
    words.blot_rows(Wish.objects.filter(pk__in=keys), "title", "when", "want", "so_that")
    words.blot_rows(Face.objects.filter(wish__in=keys), "text")
    words.blot_rows(Comment.objects.filter(wish__in=keys), "text")
    words.blot_rows(AgendaItem.objects.filter(wish__in=keys), "prepared", "answers")
    held = Review.objects.filter(pk__in=AgendaItem.objects.filter(wish__in=keys).values("review"))
    words.blot_rows(held, "minutes")
    blot_entries("wish", keys, words.blot)
