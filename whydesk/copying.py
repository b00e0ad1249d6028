"""Many rows at once: put in by COPY, which is quicker than INSERT, and found by a list of keys."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    BinaryField,
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    ForeignKey,
    Func,
    IntegerField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
    Value,
)
from django.db.models.expressions import DatabaseDefault
from psycopg import Copy, sql

# Fields whose values the database takes as they are; a field made of one may do more.
_AS_THEY_ARE = {
    *(BigAutoField, BigIntegerField, BinaryField, BooleanField, CharField, ForeignKey),
    *(IntegerField, PositiveIntegerField, PositiveSmallIntegerField, TextField),
}


class Keys(Func):
    """Many keys as one parameter: `filter(ticket__in=Keys(keys))`.

    A plain list is a parameter for each key, and a thousand of them take longer
    to write down than to look up.
    """

    template = "SELECT unnest((%(expressions)s)::bigint[])"

    def __init__(self, keys: Sequence[int] | Expression) -> None:
        given = keys if isinstance(keys, Expression) else Value(list(keys))
        super().__init__(given, output_field=BigIntegerField())


def copy_in(rows: Sequence[Model]) -> None:
    """Insert rows of one model, in the caller's transaction; each has its key afterwards.

    As with bulk_create, nothing that a model's save does runs; triggers of the
    database do. A column that the database fills is left to it.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [
        field
        for field in cast(Any, model)._meta.concrete_fields
        if not field.generated and not isinstance(getattr(rows[0], field.attname), DatabaseDefault)
    ]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    # Asked for each value, the proxy of the connection costs as much as the value.
    database = connections[DEFAULT_DB_ALIAS]
    values = [_getter(field, database) for field in fields]
    with database.cursor() as cursor:
        for row, key in zip(rows, _next_keys(cursor, model, len(rows)), strict=True):
            row.pk = key
        copy: Copy
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([value(row) for value in values])
    for row in rows:
        row._state.adding = False
        row._state.db = database.alias


def _getter(field: Any, database: BaseDatabaseWrapper) -> Callable[[Model], object]:
    """Return what reads a field of a row as the database takes it."""
    if _is_plain(field):
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection=database)


def _is_plain(field: Any) -> bool:
    if isinstance(field, ArrayField):
        return _is_plain(field.base_field)
    if type(field) is DateTimeField:
        return not (field.auto_now or field.auto_now_add)
    return type(field) in _AS_THEY_ARE


def _next_keys(cursor: Any, model: type[Model], number: int) -> list[int]:
    """Take so many numbers from the sequence of the model's keys."""
    table, column = model._meta.db_table, cast(Any, model)._meta.pk.column
    cursor.execute(
        "SELECT nextval((SELECT pg_get_serial_sequence(%s, %s))) FROM generate_series(1, %s)",
        [table, column, number],
    )
    return [key for (key,) in cursor.fetchall()]
