"""What happens to tickets by itself."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.history.reactions import reacts
from whydesk.mail.reader import UnreadableMail
from whydesk.mailroom.events import (
    DeliveryConfirmed,
    DeliveryStopped,
    DeliveryTriedAgain,
    LettersAccepted,
    LetterTriedAgain,
)
from whydesk.mailroom.models import Letter
from whydesk.mailroom.reading import rest_readers
from whydesk.tickets.counting import fold_counts
from whydesk.tickets.delivering import note_on_its_way, note_stopped
from whydesk.tickets.opening import count_first_tries, give_up_on, open_letter
from whydesk.tickets.sorting import wake_tickets

logger = logging.getLogger(__name__)


@reacts(to=LettersAccepted, queue="mail")
def read_letters(letter_ids: list[int]) -> None:
    counted = count_first_tries(letter_ids)
    again = [one for one in letter_ids if not _read(one, is_counted=one in counted)]
    if again:
        read_letters.configure(schedule_in={"seconds": 15}).defer(letter_ids=again)


@reacts(to=LetterTriedAgain, queue="mail")
def read_letter_again(letter_id: int) -> None:
    read_letters(letter_ids=[letter_id])


def _read(letter_id: int, *, is_counted: bool) -> bool:
    """Read one letter whatever happens to it; return whether it is done with.

    Without a database nothing can be noted; the whole job is tried again then.
    """
    try:
        open_letter(letter_id, is_counted=is_counted)
    except (OperationalError, InterfaceError):
        raise
    except UnreadableMail as error:
        return not give_up_on(letter_id, str(error))
    except (DatabaseError, OSError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        logger.exception("Letter %s could not be filed.", letter_id)
        return not give_up_on(letter_id, f"{type(error).__name__}: {error}")
    return True


@reacts(to=DeliveryStopped)
def show_stopped_reply(delivery_id: int, reason: str) -> None:
    note_stopped(delivery_id, reason)


@reacts(to=DeliveryTriedAgain)
def show_reply_tried_again(delivery_id: int) -> None:
    note_on_its_way(delivery_id)


@reacts(to=DeliveryConfirmed)
def show_confirmed_reply(delivery_id: int) -> None:
    note_on_its_way(delivery_id)


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
