"""What a backup is: one tar with a note, the database, the attachments and the key."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from whydesk.config.programs import programs
from whydesk.config.trouble import Trouble

NOTE = "whydesk-backup.json"
DUMP = "database.dump"
KEY = "secret-key"
FILES = "files/"
FORMAT = 1


def way_to(url: str) -> dict[str, str]:
    """Return the environment in which PostgreSQL's programs find the database.

    Not their arguments: those are shown to everybody on the machine.
    """
    from psycopg import pq

    ways = dict(os.environ)
    for option in pq.Conninfo.parse(url.encode()):
        if option.val is not None and option.envvar is not None:
            ways[option.envvar.decode()] = option.val.decode()
    return ways


def run(program: str, arguments: Sequence[str | Path], ways: dict[str, str]) -> str:
    """Run one of PostgreSQL's programs, or stop with what it complained about."""
    result = subprocess.run(
        [programs() / program, *arguments], env=ways, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise Trouble(complaint(program, result.stderr))
    return result.stdout


def complaint(program: str, words: str) -> str:
    """Say what went wrong; a server newer than our programs is the usual case."""
    if "server version mismatch" in words:
        return (
            "Your PostgreSQL is newer than the programs in this Whydesk. Make the copy of the "
            "database with the pg_dump of that server, and keep the attachments and the secret "
            "key with it."
        )
    lines = [line for line in words.strip().splitlines() if line.strip()]
    return f"{program} failed: {lines[0] if lines else 'it gave no reason'}"


def attachments_folder() -> Path | None:
    """Return where attachments lie, or nothing when they are in a bucket."""
    from django.core.files.storage import FileSystemStorage, storages

    storage = storages["default"]
    return Path(storage.location) if isinstance(storage, FileSystemStorage) else None
