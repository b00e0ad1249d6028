"""`whydesk backup`: everything the desk is, in one file, while it runs."""

import io
import json
import os
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from whydesk import __version__
from whydesk.config.archives import DUMP, FILES, FORMAT, KEY, NOTE, attachments_folder, run, way_to
from whydesk.config.database import database_url
from whydesk.config.trouble import Trouble


def back_up(target: Path) -> int:
    """Write the backup and return its size in bytes.

    The database is copied as it was at one moment. Attachments come after it:
    they are added and never changed, so all that the copy speaks of are there.
    """
    if not target.parent.is_dir():
        raise Trouble(f"There is no folder {target.parent}.")
    if target.exists():
        raise Trouble(f"{target} exists. Choose another name; a backup is never written over.")
    with TemporaryDirectory(dir=target.parent, prefix=".whydesk-backup-") as folder:
        dump = Path(folder) / DUMP
        where = ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"]
        run("pg_dump", where, way_to(database_url(settings.ENVIRONMENT)))
        whole = Path(folder) / "whole"
        _write(whole, dump, compress=target.suffix == ".gz")
        os.replace(whole, target)
    return target.stat().st_size


def _write(place: Path, dump: Path, *, compress: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    # The key and every customer's words are in it.
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz" if compress else "w:") as tar:
            _add_text(tar, NOTE, json.dumps(_note(), indent=2))
            _add_text(tar, KEY, settings.SECRET_KEY)
            tar.add(dump, DUMP)
            _add_files(tar)
        file.flush()
        os.fsync(file.fileno())


def _note() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "whydesk": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "attachments": attachments_folder() is not None,
        "migrations": sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
    }


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(content))


def _add_files(tar: tarfile.TarFile) -> None:
    folder = attachments_folder()
    if folder is None or not folder.exists():
        return
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            tar.add(file, FILES + file.relative_to(folder).as_posix())
