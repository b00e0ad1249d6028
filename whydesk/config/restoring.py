"""`whydesk restore`: a desk as it was when the backup was made."""

import json
import shutil
import subprocess
import tarfile
import zlib
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from whydesk.config.archives import (
    DUMP,
    FILES,
    FORMAT,
    KEY,
    NOTE,
    attachments_folder,
    complaint,
    run,
    way_to,
)
from whydesk.config.database import database_url
from whydesk.config.keys import key_file
from whydesk.config.programs import programs
from whydesk.config.trouble import Trouble

# The extension stays: on a server of somebody else's we may not make it anew.
# What is a part of something else (e, i) goes with it.
EMPTY = """
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN
        SELECT known.type, known.identity
        FROM pg_depend AS d, pg_identify_object(d.classid, d.objid, d.objsubid) AS known
        WHERE d.refclassid = 'pg_namespace'::regclass
            AND d.refobjid = 'public'::regnamespace
            AND d.deptype = 'n' AND d.classid <> 'pg_extension'::regclass
            AND NOT EXISTS (
                SELECT FROM pg_depend AS e
                WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype IN ('e', 'i')
            )
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', thing.type, thing.identity);
    END LOOP;
END $$;
"""

# What waited to leave may have left after the backup was made. As if a worker
# had died over it, the desk asks a person instead of sending it twice.
DOUBT = """
UPDATE public.mailroom_delivery SET state = 'handing_over' WHERE state IN ('queued', 'sending');
"""


def restore(source: Path, *, replace: bool) -> dict[str, Any]:
    """Make the desk what the backup holds, and return the backup's note.

    The database changes in one transaction: it is the old one or the new one.
    """
    refuse_running_desk()
    if not replace and not is_empty():
        raise Trouble(
            "This desk is not empty. Restore into another WHYDESK_DATA or DATABASE_URL, "
            "or add --replace to lose what is here."
        )
    with TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        note = _unpack(source, Path(folder))
        _bring_in_files(Path(folder) / FILES)
        _bring_in_database(Path(folder) / DUMP)
        _bring_in_key((Path(folder) / KEY).read_text())
    return note


def refuse_running_desk() -> None:
    """Stop while anybody else uses the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        if cursor.fetchone()[0]:
            raise Trouble("The database is in use. Stop Whydesk on every machine, then restore.")


def is_empty() -> bool:
    """Tell whether nobody works here and nobody has written."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in {"people_agent", "tickets_ticket", "mailroom_letter"} & present:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone()[0]:
                return False
    return True


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as tar:
            note = _read_note(tar)
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise Trouble(f"{source} is not a backup of Whydesk, or not whole.") from error
    for name in (DUMP, KEY):
        if not (folder / name).is_file():
            raise Trouble(f"{source} is not a whole backup: {name} is missing.")
    return note


def _read_note(tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == NOTE else None
    if file is None:
        raise Trouble(f"This is not a backup of Whydesk: it does not begin with {NOTE}.")
    note: dict[str, Any] = json.load(file)
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if note["format"] > FORMAT or set(note["migrations"]) - ours:
        raise Trouble(
            f"This backup was made by Whydesk {note['whydesk']}, which is newer. Upgrade first."
        )
    return note


def _bring_in_files(folder: Path) -> None:
    """Add the attachments; a name says its content, so what is there already is the same."""
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []
    target = attachments_folder()
    for file in files:
        name = file.relative_to(folder)
        if target is None:
            _put_in_bucket(file, name.as_posix())
        elif not (target / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target / name)


def _put_in_bucket(file: Path, name: str) -> None:
    from django.core.files.base import File
    from django.core.files.storage import default_storage

    if not default_storage.exists(name):
        with file.open("rb") as content:
            default_storage.save(name, File(content))


def _bring_in_database(dump: Path) -> None:
    ways = way_to(database_url(settings.ENVIRONMENT))
    ways["PGOPTIONS"] = "-c client_min_messages=warning"
    contents = dump.with_suffix(".list")
    listed = run("pg_restore", ["--list", dump], ways).splitlines(keepends=True)
    contents.write_text("".join(line for line in listed if " EXTENSION " not in line))
    connection.close()
    with _reading(dump, contents) as reader, _writing(ways) as writer:
        _pour(reader, writer)
        words = writer.stderr.read().decode() if writer.stderr else ""
    if reader.returncode or writer.returncode:
        raise Trouble(complaint("Restoring", words) + " Nothing was changed.")


def _reading(dump: Path, contents: Path) -> subprocess.Popen[bytes]:
    options = ["--no-owner", "--no-privileges", f"--use-list={contents}", "--file=-"]
    command = [str(programs() / "pg_restore"), *options, str(dump)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _writing(ways: dict[str, str]) -> subprocess.Popen[bytes]:
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    command = [str(programs() / "psql"), *options, "--output=/dev/null", "--file=-"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=ways)


def _pour(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """Send the script, but for one line of its head that PostgreSQL 16 does not know."""
    assert reader.stdout is not None
    assert writer.stdin is not None
    with suppress(BrokenPipeError), reader.stdout as script, writer.stdin as server:
        server.write(EMPTY.encode())
        for line in script:
            if line.startswith(b"SET transaction_timeout"):
                break
            server.write(line)
        shutil.copyfileobj(script, server, 1024 * 1024)
        # A dump that ends too early must not be committed.
        if reader.wait() == 0:
            server.write(DOUBT.encode())
        else:
            server.write(b"ABORT; SELECT 1 / 0;")


def _bring_in_key(key: str) -> None:
    """Keep the key that the backup's passwords and links are made with."""
    if settings.ENVIRONMENT["WHYDESK_SECRET_KEY"]:
        return
    place = key_file(settings.ENVIRONMENT)
    place.unlink(missing_ok=True)
    place.touch(mode=0o600)
    place.write_text(key)
