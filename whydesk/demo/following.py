"""Ask again in the demo company: does it still matter, does it do the job, and why at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.wishing import Hearing, Wanting
from whydesk.people.actors import DESK
from whydesk.tickets.models import Message
from whydesk.wishes.asking_again import PATIENCE
from whydesk.wishes.calendar import callback_due
from whydesk.wishes.calling_back import TIME_TO_TRY
from whydesk.wishes.choices import Answer, Asked, Outcome, State, lighter
from whydesk.wishes.events import CustomerAnswered, CustomerAsked, HandedToSuccess, WishReopened
from whydesk.wishes.joining import renew, subjects_of
from whydesk.wishes.models import Asking, Callback, Decision, Inquiry, Voice
from whydesk.wishes.yes_or_no import read_answer

_AFTER = {Asked.STILL_MATTERS: Outcome.NOT_NOW, Asked.DOES_THE_JOB: Outcome.SHIPPED}


def follow_up(wantings: Sequence[Wanting], known: Known, now: datetime) -> Iterator[Happening]:
    """Save what was asked after decisions, what it did, and what success is to find out."""
    for wanting in wantings:
        for decision in wanting.decisions:
            for hearing in wanting.family:
                yield from _ask(hearing, decision, wanting, now)
        for hearing in wanting.hearings:
            yield from _inquire(hearing, wanting, known)
    voices = [one.voice for wanting in wantings for one in wanting.hearings]
    Voice.objects.bulk_update(voices, ["weight", "heard_at", "faded_at"])


def _ask(
    hearing: Hearing, decision: Decision, wanting: Wanting, now: datetime
) -> Iterator[Happening]:
    for kind, outcome in _AFTER.items():
        if decision.outcome != outcome:
            continue
        if kind in hearing.told.asked:
            yield from _asked(hearing, decision, kind, wanting)
        elif kind == Asked.DOES_THE_JOB:
            _list(hearing, decision, now)


def _list(hearing: Hearing, decision: Decision, now: datetime) -> None:
    """Let a customer who was told be asked when they have had time to try it."""
    told = Callback.objects.filter(decision=decision, voice=hearing.voice).first()
    if told and told.told_at:
        due = max((told.told_at + TIME_TO_TRY).date(), now.date() + timedelta(days=1))
        Asking.objects.create(
            decision=decision, voice=hearing.voice, kind=Asked.DOES_THE_JOB, due_on=due
        )


def _asked(
    hearing: Hearing, decision: Decision, kind: str, wanting: Wanting
) -> Iterator[Happening]:
    answer, words = hearing.told.asked[kind]
    question = next(one for one in hearing.scene.messages if words in one.text)
    asking = Asking(
        decision=decision,
        voice=hearing.voice,
        kind=kind,
        due_on=question.at.date(),
        asked_at=question.at,
        message=question,
        answer=answer,
    )
    if answer:
        _answer(asking, hearing, question)
    asking.save()
    facts = (*subjects_of(hearing.voice), asking.pk, kind)
    yield Happening(question.at, CustomerAsked(*facts), DESK)
    if asking.answered_at:
        yield Happening(asking.answered_at, CustomerAnswered(*facts, answer), DESK)
        yield from _reopen(asking, wanting)


def _answer(asking: Asking, hearing: Hearing, question: Message) -> None:
    """Take in what they said; yes makes a voice fresh, no and silence make it lighter."""
    said = [one for one in hearing.scene.messages if one.is_from_customer and one.at > question.at]
    if asking.answer == Answer.SILENCE:
        asking.answered_at = question.at + PATIENCE
    else:
        asking.answered_at = said[0].at
        asking.reply = said[0] if read_answer(said[0].text) is None else None
    if asking.kind != Asked.STILL_MATTERS:
        return
    voice = hearing.voice
    if asking.answer == Answer.YES:
        renew(voice, at=asking.answered_at)
    else:
        voice.weight, voice.faded_at = lighter(voice.weight), asking.answered_at


def _reopen(asking: Asking, wanting: Wanting) -> Iterator[Happening]:
    """Bring back a wish that does not do the job for somebody."""
    if (asking.kind, asking.answer) != (Asked.DOES_THE_JOB, Answer.NO) or not asking.answered_at:
        return
    wish = wanting.wish
    wish.state = State.OPEN
    wish.save(update_fields=["state"])
    yield Happening(asking.answered_at, WishReopened(wish.pk, wish.title, asking.kind), DESK)


def _inquire(hearing: Hearing, wanting: Wanting, known: Known) -> Iterator[Happening]:
    """Hand to customer success what the ticket does not tell: why."""
    voice, question = hearing.voice, hearing.told["question"]
    if not question:
        return
    inquiry = Inquiry.objects.create(
        ticket=voice.ticket,
        message=voice.message,
        wish=wanting.wish,
        when=wanting.wish.when,
        want=wanting.wish.want,
        so_that=wanting.wish.so_that,
        question=question,
        assignee=known.agents["galina"],
        due_at=callback_due(voice.at),
        by=voice.agent,
        at=voice.at,
    )
    ticket = voice.ticket
    subjects = (ticket.pk, ticket.contact_id, ticket.company_id)
    yield Happening(voice.at, HandedToSuccess(*subjects, inquiry.pk, question), voice.agent)
