"""Queries that are laid out once and asked often.

Django writes the SQL of a queryset anew each time, and PostgreSQL plans it
anew: together far more than the answer costs. Here both happen once, for the
queries that every page asks.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Expression, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
from psycopg import Cursor, sql
from psycopg.types.numeric import Int8

P = ParamSpec("P")
Row = TypeVar("Row")


class Prepared(Generic[P, Row]):
    """A queryset as a function of the values in it.

    Arguments given by position are values, which may stand wherever a value
    may. Those given by name shape the query: there is one for each combination.
    The language and the zone of whoever asks first must not matter to it.
    """

    def __init__(self, lay_out: Callable[P, QuerySet[Any, Row]]) -> None:
        update_wrapper(self, lay_out)
        self._written = lru_cache(maxsize=64)(lambda count, shape: _Written(lay_out, count, shape))

    def __call__(self, *values: P.args, **shape: P.kwargs) -> list[Row]:
        written = self._written(len(values), tuple(sorted(shape.items())))
        return cast(list[Row], written.rows(values))

    def first(self, *values: P.args, **shape: P.kwargs) -> Row | None:
        """Return the one row that there is, if there is one."""
        return next(iter(self(*values, **shape)), None)


def prepared(lay_out: Callable[P, QuerySet[Any, Row]]) -> Prepared[P, Row]:
    """Turn a function that lays out a queryset into one that returns its rows."""
    return Prepared(lay_out)


class _Slot(Expression):
    """Where a value will stand."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class _Statement(ServerBindingCursor, Cursor[Any]):
    """A cursor whose statements PostgreSQL keeps with their plans."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True, **options)


class _Written:
    """The SQL of a queryset, and how its rows become objects."""

    def __init__(
        self, lay_out: Callable[..., QuerySet[Any]], count: int, shape: Sequence[tuple[str, Any]]
    ) -> None:
        queryset = lay_out(*map(_Slot, range(count)), **dict(shape))
        self.compiler = queryset.query.get_compiler(queryset.db)
        text, parameters = self.compiler.as_sql()
        self.places = [one.place for one in parameters if isinstance(one, _Slot)]
        self.sql = _with_constants(text, parameters)
        chosen = [column[0] for column in self.compiler.select]
        self.converters = self.compiler.get_converters(chosen)
        is_of_objects = issubclass(queryset._iterable_class, ModelIterable)
        self.objects = self._objects(queryset.db) if is_of_objects else None
        self.annotations = (self.compiler.annotation_col_map or {}).items()
        self.is_flat = not is_of_objects and len(chosen) == 1

    def rows(self, values: Sequence[Any]) -> list[Any]:
        given = [_adapted(values[place]) for place in self.places]
        with _cursor() as cursor:
            cursor.execute(self.sql, given)
            found: Iterable[Sequence[Any]] = cursor.fetchall()
        if self.converters:
            found = map(tuple, self.compiler.apply_converters(found, self.converters))
        if self.objects:
            return list(map(self._object, found))
        return [row[0] for row in found] if self.is_flat else list(found)

    def _objects(self, alias: str) -> "_Objects":
        return _Objects(self.compiler.klass_info, self.compiler.select, alias)

    def _object(self, row: Sequence[Any]) -> Any:
        """Return the object of a row with what was computed along."""
        made = self.objects.made_of(row) if self.objects else None
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


class _Objects:
    """How rows become objects of a model with those that were asked for along with them.

    Django calls the model for each, which looks at every field that was not
    asked for as well; half of what a list costs was that.
    """

    def __init__(self, asked: Any, select: Sequence[Any], alias: str) -> None:
        columns = asked["select_fields"]
        self.alias = alias
        self.model = asked["model"]
        self.columns = slice(columns[0], columns[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.columns]]
        self.key = self.names.index(self.model._meta.pk.attname)
        self.related = [
            (_Objects(other, select, alias), other["local_setter"], other["remote_setter"])
            for other in asked.get("related_klass_infos", ())
        ]

    def made_of(self, row: Sequence[Any]) -> Any:
        """Make the object, or nothing where the row has none."""
        values = row[self.columns]
        if values[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        made.__dict__.update(zip(self.names, values, strict=True))
        made._state = state = ModelState()
        state.adding, state.db = False, self.alias
        for others, set_here, set_there in self.related:
            other = others.made_of(row)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made


def _cursor() -> Any:
    """Open a cursor that Django counts and whose errors it translates."""
    connection.ensure_connection()
    django: Any = connection
    return django._prepare_cursor(_Statement(django.connection))


def _with_constants(text: str, parameters: Iterable[Any]) -> str:
    """Write what never changes into the SQL, where the planner sees it."""
    connection.ensure_connection()
    written = (
        "%s" if isinstance(one, _Slot) else _literal(one).replace("%", "%%") for one in parameters
    )
    return text.replace("%%", "%%%%") % tuple(written)


def _literal(constant: Any) -> str:
    return sql.Literal(constant).as_string(connection.connection)


def _adapted(value: Any) -> Any:
    """Keep a number's type the same however small it is, so that there is one plan for all."""
    return Int8(value) if type(value) is int else value
