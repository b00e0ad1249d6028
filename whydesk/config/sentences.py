"""Errors as sentences for whoever runs a command.

Nothing is imported to recognise an error: a class that nobody loaded was not
raised.
"""

import errno
import sys

from whydesk.config.trouble import Trouble


def sentence_for(error: BaseException) -> str:
    """Say what happened and what to do.

    >>> sentence_for(PermissionError(13, "Permission denied", "/srv/desk"))
    'No permission for /srv/desk. Run Whydesk as the owner of its data folder.'
    """
    if isinstance(error, Trouble) or _is(error, "whydesk.gate.smtp", "CannotListen"):
        return str(error)
    if isinstance(error, OSError):
        return _about_the_system(error)
    if _is(error, "psycopg", "OperationalError") or _is(error, "django.db", "OperationalError"):
        return f"The database does not answer: {_first_line(error)}. Try: whydesk doctor"
    return f"Something unexpected: {type(error).__name__}: {error}. Add --debug to see where."


def _about_the_system(error: OSError) -> str:
    what = error.filename or "this"
    if isinstance(error, PermissionError):
        return f"No permission for {what}. Run Whydesk as the owner of its data folder."
    if isinstance(error, FileNotFoundError):
        return f"There is no {what}."
    if error.errno == errno.EADDRINUSE:
        return "Another program listens at this address. Choose another port."
    if error.errno == errno.ENOSPC:
        return "The disk is full. Make room, then try again."
    if error.errno == errno.EROFS:
        return f"{what} cannot be written. Set WHYDESK_DATA to a folder that can."
    return f"{error.strerror or error}: {what}."


def _is(error: BaseException, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(error, kind)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
