"""Wishes of somebody who is to be forgotten: they count on, and nobody is told any more."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from whydesk.customers.blotting import NOBODY, Words
from whydesk.customers.models import Erasure
from whydesk.history.blotting import blot_entries
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor
from whydesk.tickets.erasing import tickets_of
from whydesk.wishes.events import (
    CallbackDropped,
    HandedToSuccess,
    InquiryBroughtBack,
    InquiryLeft,
    InquiryTaken,
)
from whydesk.wishes.following import forget_contact
from whydesk.wishes.joining import subjects_of
from whydesk.wishes.models import Asking, Callback
from whydesk.wishes.overtaking import recount


def forget_wishes(erasure: Erasure) -> None:
    """Take a person out of wishes; what they were to be told or asked is given up."""
    theirs = Callback.objects.filter(voice__contact__in=erasure.contact_ids)
    notes = dict(theirs.filter(state=Callback.State.DROPPED).values_list("pk", "note"))
    words = Words(tuple(erasure.words))
    forget_contact(erasure.contact, words=words)
    for merged in erasure.contact.merged.all():
        forget_contact(merged, words=words)
    for pk, note in notes.items():
        Callback.objects.filter(pk=pk).update(note=words.blot(note))
    give_up(theirs)
    Asking.objects.filter(voice__contact__in=erasure.contact_ids, answer="").delete()
    own = tickets_of(erasure)
    for event in (HandedToSuccess, InquiryTaken, InquiryLeft):
        blot_entries("ticket", own, _without("question"), event=event.name)
    blot_entries("ticket", own, _without("learnt"), event=InquiryBroughtBack.name)


def give_up(callbacks: QuerySet[Callback], *, by: Actor = DESK) -> None:
    """Drop the callbacks to those who were forgotten, with the reason."""
    waiting = callbacks.filter(state__in=Callback.UNTOLD, voice__contact__erased_at__isnull=False)
    related = waiting.select_for_update(of=("self",)).select_related("voice__root", "assignee")
    dropped = list(related.order_by("pk"))
    for callback in dropped:
        with translation.override(callback.assignee.language):
            callback.note = _("They asked to be forgotten, so nobody can tell them.")
        callback.state, callback.draft = Callback.State.DROPPED, ""
        callback.save(update_fields=["state", "draft", "note"])
        subjects, note = subjects_of(callback.voice), callback.note
        record(CallbackDropped(*subjects, callback.pk, callback.decision_id, note), by=by)
    recount({callback.decision_id for callback in dropped}, by=by)


def _without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda data: data | {name: NOBODY}
