"""Telling each customer what was decided on what they asked for."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.replying import send_reply, write_note
from whydesk.wishes.calendar import desk_day
from whydesk.wishes.choices import Asked, Outcome, Way, Went
from whydesk.wishes.events import (
    BatchApproved,
    CallbackDropped,
    CallNotReached,
    CustomerTold,
    MoodNoted,
)
from whydesk.wishes.joining import subjects_of
from whydesk.wishes.models import Asking, Callback, Voice
from whydesk.wishes.overtaking import recount
from whydesk.wishes.refusals import AlreadyTold, NobodyTold, NothingToTell
from whydesk.wishes.stories import choose, demand, tidy

LONGEST_DRAFT = 20_000
TIME_TO_TRY = timedelta(days=7)


@transaction.atomic
def tell(callback: Callback, *, text: str, by: Agent) -> Message:
    """Tell the customer in the ticket where they asked; a closed one stays closed.

    :raises AlreadyTold: somebody has told them, or a later decision came first.
    :raises ReplyRefused: the reply cannot be sent as it stands.
    """
    by.must(Can.ANSWER)
    callback = untold(callback)
    was_closed = callback.ticket.status == Ticket.Status.CLOSED
    message = send_reply(callback.ticket, text=text, close=was_closed, by=by)
    callback.draft, callback.message, callback.way = text, message, Way.MAIL
    return _told(callback, by=by).message or message


@transaction.atomic
def tell_many(callbacks: Sequence[Callback], *, by: Agent) -> int:
    """Send the drafts of these callbacks as they stand, after one look at them.

    They go out one by one in a job; return how many will.

    :raises NothingToTell: one of them has no draft, or is to be told by phone.
    """
    by.must(Can.ANSWER)
    due = Callback.objects.filter(pk__in=[one.pk for one in callbacks], state__in=Callback.UNTOLD)
    if due.filter(draft="").exists() or due.filter(way=Way.CALL).exists():
        raise NothingToTell(_("Some of these are to be called, or have no text yet."))
    ids = list(due.order_by("pk").values_list("pk", flat=True))
    if ids:
        record(BatchApproved(ids, by.pk, len(ids)), by=by)
    return len(ids)


@transaction.atomic
def note_call(callback: Callback, *, went: str = "", note: str = "", by: Agent) -> Callback:
    """Note that the customer was told on the phone, and how they took it."""
    by.must(Can.ANSWER)
    callback = untold(callback)
    callback.went = choose(went, Went.values, or_none=True)
    callback.note = tidy(note, 2000, _("The note"))
    callback.way = Way.CALL
    title = callback.voice.root.title
    told = _("Told on the phone what was decided on “%(wish)s”.") % {"wish": title}
    write_note(callback.ticket, text="\n\n".join(filter(None, [told, callback.note])), by=by)
    return _told(callback, by=by)


@transaction.atomic
def note_mood(callback: Callback, *, went: str, by: Agent) -> Callback:
    """Note how the customer took what they were told; nothing takes back what was noted.

    :raises NobodyTold: they have not heard of it yet.
    """
    by.must(Can.ANSWER)
    callback = _locked(callback)
    if callback.state not in Callback.HEARD:
        raise NobodyTold(_("They have not been told yet. Tell them first."))
    was, callback.went = callback.went, choose(went, Went.values, or_none=True)
    if callback.went != was:
        callback.save(update_fields=["went"])
        event = MoodNoted(
            *subjects_of(callback.voice), callback.pk, callback.decision_id, callback.went
        )
        record(event, by=by)
    return callback


@transaction.atomic
def mark_not_reached(callback: Callback, *, note: str = "", by: Actor) -> Callback:
    """Note that the customer could not be told yet; they stay on the list."""
    by.must(Can.ANSWER)
    callback = untold(callback)
    callback.note = tidy(note, 2000, _("The note"))
    callback.state = Callback.State.NOT_REACHED
    callback.save(update_fields=["note", "state"])
    event = CallNotReached(
        *subjects_of(callback.voice), callback.pk, callback.decision_id, callback.note
    )
    record(event, by=by)
    return callback


@transaction.atomic
def drop_callback(callback: Callback, *, note: str, by: Agent) -> Callback:
    """Give up telling a customer who cannot be reached, and say why."""
    by.must(Can.ANSWER)
    callback = untold(callback)
    callback.note = demand(tidy(note, 2000, _("The note")), _("Say why they are not told."))
    callback.state = Callback.State.DROPPED
    callback.save(update_fields=["note", "state"])
    event = CallbackDropped(
        *subjects_of(callback.voice), callback.pk, callback.decision_id, callback.note
    )
    record(event, by=by)
    recount([callback.decision_id], by=by)
    return callback


@transaction.atomic
def change_draft(callback: Callback, *, text: str, by: Agent) -> Callback:
    """Keep what is going to be told in other words."""
    by.must(Can.ANSWER)
    callback = untold(callback)
    callback.draft = tidy(text, LONGEST_DRAFT, _("The text"))
    callback.save(update_fields=["draft"])
    return callback


def _locked(callback: Callback) -> Callback:
    found = Callback.objects.select_for_update(of=("self",))
    related = ("decision", "ticket", "voice__root", "assignee")
    return found.select_related(*related).get(pk=callback.pk)


def untold(callback: Callback) -> Callback:
    """Return the callback locked, if the customer is still to be told of it."""
    callback = _locked(callback)
    if callback.state == Callback.State.OVERTAKEN:
        raise AlreadyTold(_("A later decision came first; tell them that one."))
    if not callback.is_untold:
        raise AlreadyTold(_("They have been told already."))
    return callback


def _told(callback: Callback, *, by: Actor) -> Callback:
    callback.state = Callback.State.TOLD
    callback.told_at = timezone.now()
    callback.save()
    if callback.decision.outcome == Outcome.SHIPPED:
        _ask_later(callback)
    event = CustomerTold(*subjects_of(callback.voice), callback.pk, callback.decision_id)
    record(event, by=by)
    recount([callback.decision_id], by=by)
    return callback


def _ask_later(callback: Callback) -> None:
    """Ask, when they have had time to try it, whether it does what they need it for."""
    voice: Voice = callback.voice
    Asking.objects.get_or_create(
        decision=callback.decision,
        voice=voice,
        kind=Asked.DOES_THE_JOB,
        defaults={"due_on": desk_day() + TIME_TO_TRY},
    )
