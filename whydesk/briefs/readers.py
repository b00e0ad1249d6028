"""The process that reads for this desk."""

from functools import cache

from django.conf import settings

from whydesk.understanding.apart import Reader, socket_for


@cache
def reader() -> Reader:
    """Return this process's connection to it; all processes of a machine share one reader."""
    return Reader(socket_for(str(settings.ENVIRONMENT["WHYDESK_DATA"])))
