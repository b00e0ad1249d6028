"""Getting ready what a command needs: the database, Django, tables, static files."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from whydesk.config.database import database_url, make_data_folder, start_embedded
from whydesk.config.environment import read_settings
from whydesk.config.keys import keep_key
from whydesk.config.postgres import Postgres
from whydesk.config.trouble import DatabaseTrouble, Trouble

# Any number, the same in every Whydesk, so that one machine at a time migrates.
_MIGRATING = 7_450_318


def embedded_server(environment: Mapping[str, Any]) -> Postgres | None:
    """Start the embedded database, unless DATABASE_URL names another."""
    if environment["DATABASE_URL"]:
        return None
    return start_embedded(environment["WHYDESK_DATA"], say=say)


def say(text: str) -> None:
    """Tell whoever runs the command how it goes."""
    import click

    click.echo(text, err=True)


@contextmanager
def desk_opened() -> Iterator[None]:
    """Have the database up to date and running for one command."""
    server = embedded_server(read_settings())
    try:
        set_up_desk()
        bring_up_to_date()
        yield
    finally:
        if server:
            server.stop()


def set_up_desk() -> None:
    """Have Django know a desk that is there to stay, with a key of its own."""
    environment = read_settings()
    make_data_folder(environment["WHYDESK_DATA"])
    keep_key(environment)
    set_up_django()


def set_up_django() -> None:
    """Have Django know the desk, and write nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whydesk.config.settings")
    import django

    django.setup()


def bring_up_to_date() -> None:
    """Migrate the database where something is missing."""
    from django.core.management import call_command
    from django.db import connection

    refuse_unsuitable_server()
    if not missing_migrations():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def refuse_unsuitable_server() -> None:
    """Stop before a PostgreSQL that is away, too old or without pgvector.

    Asked without Django, whose pool tries for twenty seconds before it says why.
    """
    import psycopg
    from django.conf import settings

    with psycopg.connect(database_url(settings.ENVIRONMENT), connect_timeout=10) as connection:
        version, has_vector = connection.execute(
            "SELECT current_setting('server_version_num')::int / 10000,"
            " EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')"
        ).fetchall()[0]
    if version < 16:
        raise DatabaseTrouble(
            f"DATABASE_URL leads to PostgreSQL {version}; Whydesk needs 16 or newer."
        )
    if not has_vector:
        raise DatabaseTrouble(
            "The PostgreSQL of DATABASE_URL has no pgvector. Install it on that server "
            f"(on Debian: apt install postgresql-{version}-pgvector), then start again."
        )


def missing_migrations() -> list[str]:
    """List the migrations that the database has not had."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_unprepared() -> None:
    """Stop before a database that this version of Whydesk cannot work on."""
    refuse_unsuitable_server()
    if missing_migrations():
        raise Trouble("The database is not up to date. Run: whydesk migrate")
