"""Messages are read by themselves."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from whydesk.briefs.asking import note_questions
from whydesk.briefs.comparing import compare_with_nearest
from whydesk.briefs.erasing import forget_readings
from whydesk.briefs.events import MessageRead
from whydesk.briefs.learning import learn_from_corrections
from whydesk.briefs.likening import liken_forgotten, opened_by
from whydesk.briefs.model import has_model
from whydesk.briefs.reading import is_waiting, read_waiting
from whydesk.briefs.second_reading import take_opinion
from whydesk.customers.erasing import forgets
from whydesk.customers.models import Erasure
from whydesk.history.reactions import AGAIN_LATER, reacts
from whydesk.mailroom.locks import alone_with
from whydesk.tickets.events import CallNoted, MessageReceived, ReplyQueued
from whydesk.tickets.opening import are_many_waiting

# Any number, the same in every worker.
_READING = 7_450_321
_BATCHES = 5
# New mail comes before what is read in it.
_LATER = -10


@reacts(to=MessageReceived, queue="briefs", priority=_LATER, together=True)
def read_messages(message_ids: list[int]) -> None:
    """Read these messages, and with them all that wait.

    One job reads at a time; each looks again until its messages are read.
    """
    if not is_waiting(message_ids):
        return
    with alone_with(_READING) as is_alone:
        goes_on = is_alone and _read_some()
    if is_waiting(message_ids):
        pause = {"seconds": 0 if goes_on else 3}
        again = read_messages.configure(schedule_in=pause, priority=_LATER)
        again.defer(message_ids=message_ids)


def _read_some() -> bool:
    """Read for some seconds, not for as long as a flood lasts; return whether more waits.

    A worker that is told to stop waits for its jobs, and mail to be opened
    comes before mail to be understood.
    """
    read = 0
    while read < _BATCHES and not are_many_waiting() and read_waiting():
        read += 1
    return read == _BATCHES


@reacts(to=CallNoted, queue="briefs", priority=_LATER)
def read_call(message_id: int) -> None:
    read_messages(message_ids=[message_id])


@reacts(to=MessageRead, queue="briefs", priority=2 * _LATER, together=True)
def ask_the_model(message_ids: list[int]) -> None:
    """Have each message read by the language model, where there is one, in a job of its own."""
    for message_id in message_ids if has_model() else ():
        ask_about_one.defer(message_id=message_id)


@app.task(name="briefs.jobs.ask_about_one", queue="briefs", priority=2 * _LATER, retry=AGAIN_LATER)
def ask_about_one(message_id: int) -> None:
    take_opinion(message_id)
    if ticket := opened_by(message_id):
        compare_with_nearest(ticket)


@reacts(to=ReplyQueued, queue="briefs")
def note_what_was_asked(message_id: int) -> None:
    note_questions(message_id)


@forgets
def forget_what_was_read(erasure: Erasure) -> None:
    forget_readings(erasure)


@app.periodic(cron="* * * * *")
@app.task(
    name="briefs.jobs.read_forgotten_messages", queue="briefs", queueing_lock="read forgotten"
)
def read_forgotten_messages(timestamp: int) -> None:
    """Read what waits though no event told of it: imported mail, a message left by a crash."""
    with alone_with(_READING) as is_alone:
        if goes_on := is_alone and _read_some():
            with suppress(AlreadyEnqueued), transaction.atomic():
                read_forgotten_messages.configure().defer(timestamp=timestamp)
        if is_alone and not goes_on:
            liken_forgotten()


@app.periodic(cron="0 3 * * *")
@app.task(name="briefs.jobs.learn_at_night", queue="briefs", priority=_LATER, queueing_lock="learn")
def learn_at_night(timestamp: int) -> None:
    learn_from_corrections()
