"""What happens to tickets by itself."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.customers.erasing import forgets
from whydesk.customers.events import (
    CompaniesMerged,
    CompanyLeftBehind,
    ContactLeftBehind,
    ContactsMerged,
)
from whydesk.customers.models import Company, Contact, Erasure
from whydesk.history.reactions import reacts
from whydesk.mailroom.events import (
    DeliveryConfirmed,
    DeliveryStopped,
    DeliveryTriedAgain,
    LettersAccepted,
    LetterTriedAgain,
)
from whydesk.mailroom.locks import alone_with
from whydesk.mailroom.models import Letter
from whydesk.mailroom.reading import rest_readers
from whydesk.people.events import AgentAway, AgentDeactivated
from whydesk.people.models import Agent
from whydesk.tickets.counting import fold_counts
from whydesk.tickets.delivering import note_on_its_way, note_stopped
from whydesk.tickets.erasing import forget_in_tickets
from whydesk.tickets.following import follow_company, follow_contact
from whydesk.tickets.opening import (
    are_waiting,
    give_up_on,
    open_letters,
    unread_letters,
    waiting_batches,
)
from whydesk.tickets.sorting import put_back_all_of, wake_tickets

logger = logging.getLogger(__name__)

# Any number, the same in every worker.
_READING = 7_450_320
_A_WHILE = {"seconds": 15}

# What filing a mail may stumble over. Without a database nothing can be noted:
# that is not among them, and the whole job is tried again.
_STUMBLES = (DatabaseError, OSError, ValueError, TypeError, LookupError, ArithmeticError)


@reacts(to=LettersAccepted, queue="mail")
def read_letters(letter_ids: list[int]) -> None:
    """Read these letters, and with them all that came meanwhile.

    One job reads at a time, many letters together. The others look again later,
    so that each letter has a job until it is read; whoever reads looks once more
    after letting go, for what came in the last moment.
    """
    if not are_waiting(letter_ids):
        return
    failed: dict[int, str] = {}
    with alone_with(_READING) as is_alone:
        if not is_alone:
            read_letters.configure(schedule_in=_A_WHILE).defer(letter_ids=letter_ids)
            return
        for batch in waiting_batches(letter_ids):
            failed |= _open(batch)
        again = [key for key, reason in failed.items() if give_up_on(key, reason)]
    if again:
        read_letters.configure(schedule_in=_A_WHILE).defer(letter_ids=again)
    read_what_waits()


def read_what_waits() -> None:
    """Have letters read that came meanwhile, or that a worker had in hand when it died."""
    if unread := unread_letters():
        read_letters.defer(letter_ids=unread)


@reacts(to=LetterTriedAgain, queue="mail")
def read_letter_again(letter_id: int) -> None:
    read_letters(letter_ids=[letter_id])


def _open(letter_ids: Sequence[int]) -> dict[int, str]:
    """Open the letters together, or one by one where that fails; return what failed and why."""
    try:
        return open_letters(letter_ids)
    except (OperationalError, InterfaceError):
        raise
    except _STUMBLES as error:
        if len(letter_ids) == 1:
            logger.exception("Letter %s could not be filed.", letter_ids[0])
            return {letter_ids[0]: f"{type(error).__name__}: {error}"}
    failed: dict[int, str] = {}
    for letter_id in letter_ids:
        failed |= _open([letter_id])
    return failed


@reacts(to=DeliveryStopped)
def show_stopped_reply(delivery_id: int, reason: str) -> None:
    note_stopped(delivery_id, reason)


@reacts(to=DeliveryTriedAgain)
def show_reply_tried_again(delivery_id: int) -> None:
    note_on_its_way(delivery_id)


@reacts(to=DeliveryConfirmed)
def show_confirmed_reply(delivery_id: int) -> None:
    note_on_its_way(delivery_id)


@reacts(to=AgentDeactivated)
def put_back_tickets(agent_id: int) -> None:
    put_back_all_of(agent_id)


@reacts(to=AgentAway)
def put_back_while_away(agent_id: int, puts_back: bool) -> None:
    if puts_back and Agent.objects.get(pk=agent_id).is_away:
        put_back_all_of(agent_id)


@reacts(to=(CompaniesMerged, CompanyLeftBehind))
def move_tickets_of_company(company_id: int) -> None:
    follow_company(Company.objects.get(pk=company_id))


@reacts(to=(ContactsMerged, ContactLeftBehind))
def move_tickets_of_contact(contact_id: int) -> None:
    follow_contact(Contact.objects.get(pk=contact_id))


@forgets
def forget_what_they_said(erasure: Erasure) -> None:
    forget_in_tickets(erasure)


@app.periodic(cron="*/5 * * * *")
@app.task(name="tickets.jobs.read_forgotten_letters", queue="mail", queueing_lock="forgotten")
def read_forgotten_letters(timestamp: int) -> None:
    """Read what waits though its job is gone, as after a restored backup."""
    before = datetime.fromtimestamp(timestamp, UTC) - timedelta(minutes=10)
    waiting = Letter.objects.filter(state=Letter.State.WAITING, accepted_at__lt=before)
    read_letters(letter_ids=list(waiting.order_by("pk").values_list("pk", flat=True)[:1000]))


@app.periodic(cron="* * * * *")
@app.task(name="tickets.jobs.wake_snoozed_tickets", queueing_lock="wake")
def wake_snoozed_tickets(timestamp: int) -> None:
    while wake_tickets(timezone.now()):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="tickets.jobs.keep_tidy", queueing_lock="tidy")
def keep_tidy(timestamp: int) -> None:
    """Fold the queue counters and let idle readers go."""
    fold_counts()
    rest_readers()
