"""Asking those who wanted it: does it still matter, and does it do the job."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.recipients import ReplyRefused
from whydesk.tickets.replying import send_reply
from whydesk.tickets.sorting import reopen_ticket
from whydesk.wishes.calendar import desk_day
from whydesk.wishes.choices import Answer, Asked, Outcome, State, Way, lighter
from whydesk.wishes.counting import count_voices
from whydesk.wishes.deciding import reopen_wish
from whydesk.wishes.events import CustomerAnswered, CustomerAsked
from whydesk.wishes.families import family_of
from whydesk.wishes.joining import renew, subjects_of
from whydesk.wishes.locks import lock_root
from whydesk.wishes.making_callbacks import who_tells
from whydesk.wishes.models import Asking, Decision, Voice
from whydesk.wishes.stories import choose
from whydesk.wishes.wording import draft_question
from whydesk.wishes.yes_or_no import read_answer

# What is not answered by then is answered by silence.
PATIENCE = timedelta(days=14)
_BY_PHONE = "by phone"


@transaction.atomic
def list_who_is_asked(day: date) -> int:
    """Put on the list, once, everybody who was promised to be asked again by this day."""
    asked = Asking.objects.filter(decision=OuterRef("pk"), kind=Asked.STILL_MATTERS)
    due = Decision.objects.filter(
        outcome=Outcome.NOT_NOW,
        ask_again_on__lte=day,
        followed_by=None,
        wish__state=State.DEFERRED,
        wish__merged_into=None,
    ).exclude(Exists(asked))
    return sum(_list(decision, day) for decision in due.select_related("wish"))


def _list(decision: Decision, day: date) -> int:
    known = Voice.objects.filter(contact__erased_at=None)
    voices = known.filter(wish__in=family_of(decision.wish_id))
    made = Asking.objects.bulk_create(
        (
            Asking(decision=decision, voice=voice, kind=Asked.STILL_MATTERS, due_on=day)
            for voice in voices
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
    return len(made)


def ask_whoever_is_due(day: date) -> int:
    """Put the questions of this day, each in a transaction of its own; return how many were.

    A company in aftercare is asked when that is over: no robot writes to it meanwhile.
    """
    due = Asking.objects.filter(answer="", asked_at=None, trouble="", due_on__lte=day)
    due = due.exclude(voice__company__care_until__gt=timezone.now())
    due = due.filter(voice__contact__erased_at=None)
    return sum(_ask(key) for key in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _ask(asking_id: int) -> bool:
    """Ask one customer in their ticket; where no mail reaches them, somebody has to call."""
    asking = _locked(asking_id)
    if asking.asked_at or asking.answer or asking.trouble:
        return False
    voice = asking.voice
    agent = _who_asks(voice)
    if voice.tell_by == Way.CALL or agent is None:
        return _leave_to_people(asking, _BY_PHONE)
    try:
        with transaction.atomic():
            asking.message = _send(voice.ticket, draft_question(asking), by=agent)
    except ReplyRefused as error:
        return _leave_to_people(asking, str(error))
    asking.asked_at = timezone.now()
    asking.save(update_fields=["message", "asked_at"])
    record(CustomerAsked(*subjects_of(voice), asking.pk, asking.kind), by=DESK)
    return True


def _leave_to_people(asking: Asking, trouble: str) -> bool:
    asking.trouble = trouble[:300]
    asking.save(update_fields=["trouble"])
    return False


def _send(ticket: Ticket, text: str, *, by: Agent) -> Message:
    """Write in the ticket without taking it out of anybody's sight who waits for us."""
    waits, was_closed = ticket.waits_for_us, ticket.status == Ticket.Status.CLOSED
    message = send_reply(ticket, text=text, close=was_closed, by=by)
    if waits:
        reopen_ticket(ticket, by=DESK)
    return message


def _who_asks(voice: Voice) -> Agent | None:
    """Return in whose name it is asked, or None where nobody at the desk may answer."""
    agent = who_tells(voice)
    if agent.may(Can.ANSWER):
        return agent
    others = Agent.objects.filter(is_active=True).order_by("pk")
    return next((one for one in others if one.may(Can.ANSWER)), None)


@transaction.atomic
def note_answer(asking: Asking, *, answer: str, by: Actor) -> Asking:
    """Note what the customer said: yes makes the voice fresh, no or silence lighter.

    A no to whether it does the job opens the wish again. What was answered
    once stays answered.
    """
    by.must(Can.SHAPE_WISHES)
    choose(answer, Answer.values)
    lock_root(asking.voice.wish)
    asking = _locked(asking.pk)
    if asking.answer:
        return asking
    asking.answer, asking.answered_at = answer, timezone.now()
    asking.save(update_fields=["answer", "answered_at"])
    if asking.kind == Asked.STILL_MATTERS:
        _weigh_anew(asking.voice, answer)
    elif answer == Answer.NO:
        reopen_wish(asking.voice.root, reason=asking.kind, by=by)
    event = CustomerAnswered(*subjects_of(asking.voice), asking.pk, asking.kind, answer)
    record(event, by=by)
    return asking


def _weigh_anew(voice: Voice, answer: str) -> None:
    if answer == Answer.YES:
        renew(voice, at=timezone.now())
    else:
        voice.weight, voice.faded_at = lighter(voice.weight), timezone.now()
    voice.save(update_fields=["weight", "heard_at", "faded_at"])
    count_voices([voice.root_id])


@transaction.atomic
def note_reply(message_id: int) -> None:
    """Read a customer's message as the answer to what we asked on its ticket, if we did.

    What is neither plain yes nor plain no waits for a person.
    """
    message = Message.objects.get(pk=message_id)
    if not message.is_from_customer:
        return
    waiting = Asking.objects.filter(
        answer="", voice__ticket=message.ticket_id, asked_at__lte=message.at
    )
    asking = waiting.order_by("-asked_at").first()
    if asking is None:
        return
    said = read_answer(message.text)
    if said is None:
        Asking.objects.filter(pk=asking.pk, reply=None).update(reply=message)
    else:
        note_answer(asking, answer=Answer.YES if said else Answer.NO, by=DESK)


@transaction.atomic
def note_not_asked(message_id: int, reason: str) -> None:
    """Let somebody call whom our question did not reach."""
    unasked = Asking.objects.filter(message=message_id, answer="", reply=None)
    unasked.update(trouble=reason[:300] or _BY_PHONE, asked_at=None)


def answers_among(message_ids: Sequence[int]) -> list[int]:
    """Return which of the messages came on tickets where a question of ours waits."""
    asked = Asking.objects.filter(
        answer="", asked_at__isnull=False, voice__ticket=OuterRef("ticket")
    )
    said = Message.objects.filter(Exists(asked), pk__in=message_ids)
    return list(said.order_by("pk").values_list("pk", flat=True))


def note_silence() -> int:
    """Take as answered by silence what has waited long enough; return how many."""
    found = Asking.objects.filter(answer="", reply=None, asked_at__lte=timezone.now() - PATIENCE)
    waiting = list(found.select_related("voice__wish").order_by("pk"))
    for asking in waiting:
        note_answer(asking, answer=Answer.SILENCE, by=DESK)
    return len(waiting)


def ask_today() -> None:
    """Do what a day brings: list, ask, and read the silence."""
    day = desk_day()
    list_who_is_asked(day)
    ask_whoever_is_due(day)
    note_silence()


def _locked(asking_id: int) -> Asking:
    found = Asking.objects.select_for_update(of=("self",))
    related = ("decision", "voice__root", "voice__wish", "voice__contact", "voice__agent")
    return found.select_related(*related, "voice__ticket__assignee").get(pk=asking_id)
