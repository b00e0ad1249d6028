"""Where the database is: one given by DATABASE_URL, or the embedded one."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from whydesk.config.postgres import TUNING, Postgres, say_nothing, socket_folder, version_of
from whydesk.config.programs import VERSION
from whydesk.config.trouble import DatabaseTrouble

NAME = "whydesk"
MEGABYTE = 1024 * 1024


def embedded_folder(data: Path) -> Path:
    return data / "postgres"


def embedded_url(data: Path) -> str:
    """Return the address of the embedded database, whether or not it runs."""
    sockets = quote(str(socket_folder(embedded_folder(data))), safe="/")
    return f"postgresql://postgres@/{NAME}?host={sockets}"


def make_data_folder(data: Path) -> None:
    """Make the folder of the desk; what customers sent is nobody else's business."""
    data.parent.mkdir(parents=True, exist_ok=True)
    data.mkdir(mode=0o700, exist_ok=True)


def database_url(environment: Mapping[str, Any]) -> str:
    """Return the address of the database, whichever it is."""
    given: str = environment["DATABASE_URL"]
    return given or embedded_url(environment["WHYDESK_DATA"])


def start_embedded(
    data: Path, *, tuning: str = TUNING, say: Callable[[str], None] = say_nothing
) -> Postgres:
    """Start the embedded database, making it first where there is none."""
    make_data_folder(data)
    refuse_other_version(embedded_folder(data))
    refuse_full_disk(data)
    server = Postgres(embedded_folder(data))
    server.start(tuning=tuning, say=say)
    _create_database(server)
    return server


def refuse_other_version(folder: Path) -> None:
    """Stop before PostgreSQL of one version meets the data of another."""
    version = version_of(folder)
    if version is not None and version != VERSION:
        raise DatabaseTrouble(
            f"The data in {folder} was written by PostgreSQL {version}, and this Whydesk carries "
            f"{VERSION}. Make a backup with the Whydesk that wrote it (whydesk backup), "
            "then restore it into an empty data folder (whydesk restore)."
        )


def refuse_full_disk(data: Path) -> None:
    """Stop before the disk is so full that a start could not be recorded."""
    free = shutil.disk_usage(data).free
    if free < 200 * MEGABYTE:
        raise DatabaseTrouble(
            f"Only {free // MEGABYTE} MB are free on the disk of {data}. "
            "Make room (at least 200 MB), then start again."
        )


def _create_database(server: Postgres) -> None:
    at = (f"--host={server.sockets}", "--username=postgres")
    ask = f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'"
    if not server.run("psql", *at, "--no-psqlrc", "--tuples-only", "--command", ask, "postgres"):
        server.run("createdb", *at, "--template=template0", "--locale=C.UTF-8", NAME)


# How far the index of vectors is walked: with its own 40, four of five of the nearest are found
# among 100,000 tickets, so 99 of 100 (`python -m bench understanding`). And it is walked on
# while what it names is not for the one who asks.
_CLOSE_SEARCH = ("-c hnsw.ef_search=400", "-c hnsw.iterative_scan=strict_order")


def connection_settings(url: str, *, most: int) -> dict[str, Any]:
    """Turn a database address into Django's settings, with so many connections at most."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    options = {
        key: value
        for key, value in parts.items()
        if key not in ("dbname", "user", "password", "host", "port")
    }
    options["options"] = " ".join([str(options.get("options", "")), *_CLOSE_SEARCH]).strip()
    # Whoever waits for a database that is away asks it anew every few seconds.
    pool = {
        "min_size": 0,
        "max_size": most,
        "timeout": 20,
        "max_idle": 60,
        "reconnect_timeout": 5,
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", NAME),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        # What every page asks is planned once for each connection (see whydesk/prepared.py).
        "OPTIONS": {"prepare_threshold": 5, **options, "pool": pool},
        # After the database was restarted the pool holds dead connections.
        "CONN_HEALTH_CHECKS": True,
    }
