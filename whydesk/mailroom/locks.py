"""Being the only one at a thing, over all workers of a desk."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError, connection


@contextmanager
def alone_with(key: int) -> Iterator[bool]:
    """Hold the lock of this key meanwhile, and say whether it was free.

    The lock belongs to the connection: it is gone the moment its worker is,
    so that whoever does not get it knows that somebody alive has it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_alone = cursor.fetchone() == (True,)
    try:
        yield is_alone
    finally:
        # A connection that broke has taken its lock with it.
        with suppress(OperationalError, InterfaceError):
            if is_alone:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
