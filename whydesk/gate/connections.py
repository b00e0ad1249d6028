"""Using the database from the gate's threads, through servers that come and go."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

import psycopg
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

P = ParamSpec("P")
R = TypeVar("R")

_renewing = Lock()


def giving_back(work: Callable[P, R]) -> Callable[P, R]:
    """Return this thread's connection to the pool after the work, whatever happened."""

    @wraps(work)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        finally:
            connections.close_all()

    return wrapped


def database_answers() -> bool:
    """After a failure, throw all connections away and tell whether new ones can be made.

    The pool may hold connections to a server that has been restarted since, or
    wait longer and longer before it asks again.
    """
    database = connections["default"]
    assert isinstance(database, DatabaseWrapper)
    with _renewing:
        connections.close_all()
        database.close_pool()
    try:
        psycopg.connect(**database.get_connection_params(), connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True
