"""What every row of the ledger has in common."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from whydesk.goodwill.models import Gesture
from whydesk.goodwill.money import plain
from whydesk.goodwill.refusals import GoodwillRefused, WrongGesture

LONGEST = 1000


def month_of(at: datetime) -> date:
    """Return the first day of the month in which it is given, by the desk's own clock."""
    return timezone.localdate(at, timezone.get_default_timezone()).replace(day=1)


def named(gesture: Gesture) -> tuple[int, int, int | None, str, str]:
    """Return what every event of a gesture says of it."""
    amount = plain(gesture.amount, gesture.currency)
    return gesture.pk, gesture.ticket_id, gesture.company_id, gesture.kind, amount


def tidy(text: str, demand: str = "") -> str:
    """Return the words as they are kept; `demand` asks for them where there are none.

    :raises WrongGesture: there are none, or too many.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if demand and not text:
        raise WrongGesture(demand)
    return text[:LONGEST]


@contextmanager
def refusing(refused: Mapping[str, Callable[[], GoodwillRefused]]) -> Iterator[None]:
    """Write a row, and turn the constraint that refuses it into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint in refused:
            raise refused[constraint]() from error
        raise
