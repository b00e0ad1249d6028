"""Slowing down whoever tries too often.

Kept in the database, so that it holds for every process and after a restart.
"""

from datetime import timedelta

from django.utils import timezone

from whydesk.people.models import Attempt

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


class TooOften(Exception):
    """Somebody has to wait before the next try."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"Wait {wait.total_seconds():.0f} seconds.")
        self.wait = wait


def refuse_haste(act: str, *keys: str, free: int = 5) -> None:
    """Stop whoever has used up the free tries of a quarter of an hour and has not waited since.

    Each further try doubles the wait.
    """
    wait = max(_wait(act, key, free) for key in keys)
    if wait > timedelta(0):
        raise TooOften(wait)


def note_attempt(act: str, *keys: str) -> list[Attempt]:
    """Write the try down, and let go of those that count no more."""
    Attempt.objects.filter(act=act, at__lt=timezone.now() - WINDOW).delete()
    return Attempt.objects.bulk_create(Attempt(act=act, key=key) for key in keys)


def forget_attempts(attempts: list[Attempt], *, act: str, key: str) -> None:
    """Forgive these tries and all others of the key."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).delete()
    Attempt.objects.filter(act=act, key=key).delete()


def _wait(act: str, key: str, free: int) -> timedelta:
    now = timezone.now()
    tries = list(
        Attempt.objects.filter(act=act, key=key, at__gte=now - WINDOW)
        .order_by("-at")
        .values_list("at", flat=True)[: free + 10]
    )
    if len(tries) < free:
        return timedelta(0)
    doubled: int = 2 ** (len(tries) - free)
    return tries[0] + min(FIRST_WAIT * doubled, LONGEST_WAIT) - now
