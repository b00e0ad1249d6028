"""Having mail read, apart from this process, by readers that are kept for the next one."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue

from django.conf import settings

from whydesk.mail.incoming import IncomingMail
from whydesk.mail.reader import Reader

_idle: LifoQueue[Reader] = LifoQueue()


def read_apart(raw: bytes) -> IncomingMail:
    """Read the mail in a child process with limits of time and memory.

    :raises whydesk.mail.reader.UnreadableMail: it could not be read within them.
    """
    with _borrowed() as reader:
        return reader.read(raw)


@contextmanager
def _borrowed() -> Iterator[Reader]:
    """Give a reader to this thread alone; threads that read at once have one each."""
    try:
        reader = _idle.get_nowait()
    except Empty:
        reader = Reader(
            cpu_seconds=settings.ENVIRONMENT["WHYDESK_READ_SECONDS"],
            memory=settings.ENVIRONMENT["WHYDESK_READ_MEMORY_MB"] * 1024 * 1024,
        )
    try:
        yield reader
    finally:
        _idle.put(reader)


def rest_readers() -> None:
    """End the child processes that have nothing to read; the next mail starts one."""
    while True:
        try:
            _idle.get_nowait().close()
        except Empty:
            return
