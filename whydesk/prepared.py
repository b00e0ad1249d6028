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
from django.db.models.query import ModelIterable, get_related_populators
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
        self.objects = _Objects(self.compiler, queryset.db) if is_of_objects else None
        self.is_flat = not is_of_objects and len(chosen) == 1

    def rows(self, values: Sequence[Any]) -> list[Any]:
        given = [_adapted(values[place]) for place in self.places]
        with _cursor() as cursor:
            cursor.execute(self.sql, given)
            found: Iterable[Sequence[Any]] = cursor.fetchall()
        if self.converters:
            found = map(tuple, self.compiler.apply_converters(found, self.converters))
        if self.objects:
            return list(map(self.objects.made_of, found))
        return [row[0] for row in found] if self.is_flat else list(found)


class _Objects:
    """How rows become objects of a model with those that were asked for along with them."""

    def __init__(self, compiler: Any, alias: str) -> None:
        columns = compiler.klass_info["select_fields"]
        self.alias = alias
        self.model = compiler.klass_info["model"]
        self.start, self.end = columns[0], columns[-1] + 1
        chosen = compiler.select[self.start : self.end]
        self.names = [column[0].target.attname for column in chosen]
        populators: Any = get_related_populators
        self.related = populators(compiler.klass_info, compiler.select, alias)
        self.annotations = (compiler.annotation_col_map or {}).items()

    def made_of(self, row: Sequence[Any]) -> Any:
        made = self.model.from_db(self.alias, self.names, row[self.start : self.end])
        for populator in self.related:
            populator.populate(row, made)
        for name, place in self.annotations:
            setattr(made, name, row[place])
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
