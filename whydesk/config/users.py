"""Which processes want the embedded database to run; a killed one wants it no more."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Users:
    """The processes that use one folder's server, told by locks that die with them."""

    def __init__(self, folder: Path) -> None:
        self._turn = folder.with_name(f"{folder.name}.lock")
        self._place = folder.with_name(f"{folder.name}.users")
        self._ours: int | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with self._turn.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def join(self) -> None:
        """Want the server to run from now on."""
        if self._ours is None:
            self._ours = os.open(self._place, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._ours, fcntl.LOCK_SH)

    def leave(self) -> None:
        if self._ours is not None:
            os.close(self._ours)
            self._ours = None

    @property
    def are_there(self) -> bool:
        """Tell whether anybody wants the server."""
        probe = os.open(self._place, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(probe)
        return False
