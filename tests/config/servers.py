"""A PostgreSQL of somebody else's, reached over TCP with a password."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.embedded import UNSAFE_BUT_QUICK
from whydesk.config.postgres import Postgres

NEW_OWNER = "CREATE ROLE desk LOGIN PASSWORD 'open sesame'"
NEW_DATABASE = "CREATE DATABASE desk OWNER desk TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"


@contextmanager
def other_server(folder: Path, *, version: int = 16, conf: str = "") -> Iterator[str]:
    """Run the oldest PostgreSQL that Whydesk takes; yield the address of an empty database.

    Its owner is an ordinary role, for whom somebody has made the extension.
    """
    # A loopback address of its own spares it a port of its own.
    address = f"127.{secrets.randbelow(200) + 20}.{secrets.randbelow(256)}.77"
    server = Postgres(folder, version)
    server.start(tuning=f"listen_addresses = '{address}'\n{conf}\n{UNSAFE_BUT_QUICK}")
    try:
        hba = folder / "pg_hba.conf"
        hba.write_text("local all postgres trust\nhost desk desk 127.0.0.0/8 scram-sha-256\n")
        for database, order in (
            ("postgres", NEW_OWNER),
            ("postgres", NEW_DATABASE),
            ("desk", "CREATE EXTENSION IF NOT EXISTS vector" if not conf else "SELECT 1"),
            ("postgres", "SELECT pg_reload_conf()"),
        ):
            at = (f"--host={server.sockets}", "--username=postgres", f"--dbname={database}")
            server.run("psql", *at, "--command", order)
        yield f"postgresql://desk:open%20sesame@{address}:5432/desk"
    finally:
        server.shut_down()
