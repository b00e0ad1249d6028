"""Say who was told what was decided in the demo company, and who waits to be told."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from whydesk.demo.chronicle import Happening
from whydesk.demo.wishing import Hearing, Wanting
from whydesk.people.actors import DESK
from whydesk.tickets.models import Message
from whydesk.wishes.calendar import callback_due
from whydesk.wishes.choices import Outcome, Way, Weight
from whydesk.wishes.events import (
    CallbacksMade,
    CallNotReached,
    CustomerRefused,
    CustomerTold,
    DecisionClosed,
)
from whydesk.wishes.joining import subjects_of
from whydesk.wishes.making_callbacks import who_tells
from whydesk.wishes.models import Callback, Decision, DecisionProgress, Misfit
from whydesk.wishes.wording import draft_decision

MOMENT = timedelta(minutes=1)
_State = Callback.State


def inform(wantings: Sequence[Wanting], now: datetime) -> Iterator[Happening]:
    """Save a callback for every voice of every decision: told where the ticket tells of it."""
    for wanting in wantings:
        told_at: dict[int, datetime] = {}
        for decision in wanting.decisions:
            until = _until(decision, wanting, now)
            waiting = [one for one in wanting.family if one.voice.at < until]
            callbacks = [_callback(one, decision, until, told_at) for one in waiting]
            Callback.objects.bulk_create(callbacks)
            told_at |= {one.voice.pk: one.told_at for one in callbacks if one.told_at}
            yield from _made(decision, callbacks)
            yield from _refused(decision, callbacks)
            yield from _reached(callbacks)
            yield from _closed(decision, callbacks)


def _until(decision: Decision, wanting: Wanting, now: datetime) -> datetime:
    """Return until when the decision was the last word."""
    later = (one.at for one in wanting.decisions if one.at > decision.at)
    return next(later, now + MOMENT)


def _callback(
    hearing: Hearing, decision: Decision, until: datetime, told_at: dict[int, datetime]
) -> Callback:
    voice = hearing.voice
    callback = Callback(
        decision=decision,
        voice=voice,
        ticket=voice.ticket,
        assignee=who_tells(voice),
        way=voice.tell_by,
        due_at=callback_due(max(decision.at, voice.at)),
        note=hearing.told["not reached"] or hearing.told["note"],
    )
    message = _telling(hearing, decision, until)
    if message is None or message.kind == Message.Kind.CALL:
        said = hearing.told["draft"]
        callback.draft = said or draft_decision(decision, voice, told_at.get(voice.pk))
    if message is None:
        callback.state = _State.NOT_REACHED if hearing.told["not reached"] else _State.DUE
    else:
        _tell(callback, message, hearing)
    return callback


def _telling(hearing: Hearing, decision: Decision, until: datetime) -> Message | None:
    """Return the answer or the call by which the customer learnt of the decision."""
    told = hearing.told
    if told["untold"] or told["not reached"]:
        return None
    heard = hearing.voice.message
    since = max(decision.at, heard.at) if heard else decision.at
    for message in hearing.scene.messages:
        is_ours = message.kind in (Message.Kind.REPLY, Message.Kind.CALL)
        if is_ours and since < message.at < until and told["told"] in message.text:
            return message
    return None


def _tell(callback: Callback, message: Message, hearing: Hearing) -> None:
    callback.told_at, callback.went = message.at, hearing.told["went"]
    callback.assignee = message.agent or callback.assignee
    if message.kind == Message.Kind.CALL:
        callback.way = Way.CALL
    else:
        callback.way, callback.message, callback.draft = Way.MAIL, message, message.text
    answers = (one.at for one in hearing.scene.messages if one.is_from_customer)
    is_answered = any(at > message.at for at in answers)
    callback.state = _State.ANSWERED if is_answered else _State.TOLD


def _made(decision: Decision, callbacks: Sequence[Callback]) -> Iterator[Happening]:
    wish = decision.wish
    late = [one for one in callbacks if one.voice.at > decision.at]
    first = CallbacksMade(wish.pk, wish.title, decision.pk, len(callbacks) - len(late))
    yield Happening(decision.at + MOMENT, first, DESK)
    for callback in late:
        one = CallbacksMade(wish.pk, wish.title, decision.pk, 1)
        yield Happening(callback.voice.at, one, DESK)


def _refused(decision: Decision, callbacks: Sequence[Callback]) -> Iterator[Happening]:
    """Write down those whom the product does not fit."""
    if decision.outcome != Outcome.NEVER:
        return
    for voice in (one.voice for one in callbacks):
        if voice.weight == Weight.DEAL_BREAKER:
            Misfit.objects.create(
                decision=decision,
                wish=decision.wish,
                voice=voice,
                company=voice.company,
                contact=voice.contact,
                text=decision.reason,
                elsewhere=decision.elsewhere,
                at=decision.at + MOMENT,
            )
            refused = CustomerRefused(*subjects_of(voice), decision.pk)
            yield Happening(decision.at + MOMENT, refused, DESK)


def _reached(callbacks: Sequence[Callback]) -> Iterator[Happening]:
    for one in callbacks:
        facts = (*subjects_of(one.voice), one.pk, one.decision.pk)
        if one.told_at:
            yield Happening(one.told_at, CustomerTold(*facts), one.assignee)
        elif one.state == _State.NOT_REACHED:
            at = one.decision.at + timedelta(days=1)
            yield Happening(at, CallNotReached(*facts, one.note), one.assignee)


def _closed(decision: Decision, callbacks: Sequence[Callback]) -> Iterator[Happening]:
    """Keep how far the decision has come; it is closed when nobody is left untold."""
    told = sorted(one.told_at for one in callbacks if one.told_at)
    untold = len(callbacks) - len(told)
    progress = DecisionProgress(
        decision=decision, untold=untold, told=len(told), made_at=decision.at + MOMENT
    )
    if not untold:
        last = max(callbacks, key=lambda one: one.told_at or decision.at)
        progress.closed_at = told[-1]
        wish = decision.wish
        closed = DecisionClosed(wish.pk, wish.title, decision.pk, len(told))
        yield Happening(told[-1], closed, last.assignee)
    progress.save()
