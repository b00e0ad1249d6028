"""What doctor sees without a database: folder, disk, ports, the server's remains."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whydesk.config.attachments import examine_attachments
from whydesk.config.database import MEGABYTE, embedded_folder, refuse_other_version
from whydesk.config.doctor import Finding
from whydesk.config.postgres import Postgres
from whydesk.config.programs import arguments_of
from whydesk.config.starting import is_held, why_not_listen
from whydesk.config.trouble import DatabaseTrouble


def examine_machine(environment: Mapping[str, Any]) -> Iterator[Finding]:
    data = environment["WHYDESK_DATA"]
    yield Finding("The settings can be used.")
    yield _examine_folder(data)
    yield _examine_disk(data)
    if found := examine_attachments(environment["WHYDESK_ATTACHMENTS"]):
        yield found
    yield from _examine_ports(environment)
    if not environment["DATABASE_URL"]:
        yield _examine_server(Postgres(embedded_folder(data)))


def _examine_folder(data: Path) -> Finding:
    place = data
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK | os.X_OK):
        return Finding(
            f"{place} cannot be written.",
            "Run Whydesk as its owner, or set WHYDESK_DATA to another folder.",
        )
    return Finding(f"The data folder {data} can be written.")


def _examine_disk(data: Path) -> Finding:
    place = data
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // MEGABYTE
    if free < 1024:
        return Finding(
            f"Only {free} MB are free on the disk of {data}.", "Make room: 1 GB or more."
        )
    return Finding(f"{free // 1024} GB are free on the disk of {data}.")


def _examine_ports(environment: Mapping[str, Any]) -> Iterator[Finding]:
    if is_held(environment["WHYDESK_DATA"]):
        yield Finding("Whydesk runs on this data folder.")
        return
    for name in ("WHYDESK_HTTP", "WHYDESK_SMTP", "WHYDESK_LMTP"):
        place = environment[name]
        if place is None:
            continue
        if problem := why_not_listen(place):
            yield Finding(f"{name} is {place}, and {problem}.", f"Set {name} to another address.")
        else:
            yield Finding(f"{name}: {place} is free.")


def _examine_server(server: Postgres) -> Finding:
    try:
        refuse_other_version(server.folder)
    except DatabaseTrouble as trouble:
        return Finding("The data is of another PostgreSQL.", str(trouble))
    if not server.folder.exists():
        return Finding("There is no database yet; whydesk start makes it.")
    if server.is_running:
        return Finding(f"The embedded PostgreSQL runs (process {server.pid}).")
    pid = server.noted_pid
    if pid is None:
        return Finding("The embedded PostgreSQL is stopped, and was stopped well.")
    other = arguments_of(pid)
    return Finding(
        f"The embedded PostgreSQL was killed; its number {pid} is now {other[0]}'s."
        if other
        else f"The embedded PostgreSQL was killed (it was process {pid}).",
        "Nothing is lost: whydesk start recovers it. If it is killed often, give the machine "
        "more memory.",
    )
