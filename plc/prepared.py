"""A query whose SQL is made once a process instead of once a request.

Making the SQL of a query with subqueries costs Django 1 to 3 ms, several times what running it
costs; on the pages that are held to a CPU limit it was half of all (docs/benchmarks.md). The SQL is
the same each time and only its values differ:

    @prepared
    def _met(section_id: int, today: date) -> QuerySet:
        return CheckIn.objects.filter(section=section_id, held_on__lte=today).values_list("on")

    rows = _met(section.pk, today)  # a list

The function is called twice, with stand-ins for the values, to learn where each value goes. So it
builds the same query whatever they are (no `if` on them), passes each to a lookup as it is (no
`today - 14 days`: make that a value of its own), and asks no clock. All three are checked.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec

from django.db import connection, models
from django.db.models.query import FlatValuesListIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

from plc.frozen import frozen

P = ParamSpec("P")
is_preparing: ContextVar[bool] = ContextVar("is_preparing", default=False)

_PLAIN: frozenset[Any] = frozenset((ValuesListIterable, FlatValuesListIterable))
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2_147_480_000 + place,  # fits every column that a key stands in
    str: lambda place: f"\ue000{place}",
    date: lambda place: date(9990, 1 + place // 20, 1 + place % 20),
    time: lambda place: time(23, 59, 59, 990_000 + place),
    datetime: lambda place: datetime(9990, 1, 1, 1, place, 59, 999, tzinfo=UTC),
}


@frozen
class _Statement:
    """What Django made of the query, and which of its parameters are which of our values."""

    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, int]
    compiler: SQLCompiler
    converters: Any
    rows: Callable[[Any], Any]  # how the QuerySet makes instances or tuples of rows

    def run(self, values: tuple[Any, ...]) -> list[Any]:
        parameters = list(self.parameters)
        for place, number in self.places.items():
            sent = _as_sent(values[number])
            # psycopg is told the width of a number by its type
            parameters[place] = type(parameters[place])(sent) if type(sent) is int else sent
        if self.rows in _PLAIN:
            return self._plain(parameters)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_a, **_k: (self.sql, tuple(parameters))  # type: ignore[method-assign]
        compiler.get_converters = lambda _columns: self.converters  # type: ignore[assignment, method-assign]
        query = SimpleNamespace(get_compiler=lambda *_a, **_k: compiler)
        return list(
            self.rows(SimpleNamespace(db="default", query=query, _known_related_objects={}))
        )

    def _plain(self, parameters: list[Any]) -> list[Any]:
        """Tuples, or the one value of each, without the layers that make instances."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found: Iterable[Any] = cursor.fetchall()
        if self.converters:
            compiler = copy.copy(self.compiler)
            compiler.connection = connection
            found = map(tuple, compiler.apply_converters(found, self.converters))
        if self.rows is FlatValuesListIterable:
            return [value for (value,) in found]
        return list(found)


class prepared(Generic[P]):  # noqa: N801 - a decorator
    """Calls like the function it decorates, and answers with the rows as a list."""

    def __init__(self, build: Callable[P, models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._statement: _Statement | None = None
        update_wrapper(self, build)

    def __call__(self, *values: P.args, **_no_names: P.kwargs) -> list[Any]:
        if self._statement is None:
            self._statement = self._prepare(values)
        return self._statement.run(values)

    def _prepare(self, values: tuple[Any, ...]) -> _Statement:
        first, second = (self._built(values, shift) for shift in (0, 30))
        if first.sql != second.sql or _unfilled(first) != _unfilled(second):
            raise TypeError(f"{self._build.__qualname__} changes its values or its query by them")
        if set(first.places.values()) != set(range(len(values))):
            raise TypeError(f"{self._build.__qualname__} leaves a value out of its query")
        return first

    def _built(self, values: tuple[Any, ...], shift: int) -> _Statement:
        stand_ins = [_STAND_INS[type(value)](shift + n) for n, value in enumerate(values)]
        asked = is_preparing.set(True)
        try:
            rows = self._build(*stand_ins)  # type: ignore[call-arg]
        finally:
            is_preparing.reset(asked)
        compiler = rows.query.get_compiler("default")
        sql, parameters = compiler.as_sql()
        numbers = {_as_sent(stand_in): number for number, stand_in in enumerate(stand_ins)}
        places = {
            place: numbers[value] for place, value in enumerate(parameters) if value in numbers
        }
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        return _Statement(
            sql, tuple(parameters), places, compiler, converters, rows._iterable_class
        )


def _unfilled(statement: _Statement) -> list[Any]:
    """The parameters that are not ours."""
    return [
        value for place, value in enumerate(statement.parameters) if place not in statement.places
    ]


def _as_sent(value: Any) -> Any:
    """The value as the database driver gets it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, time):
        return connection.ops.adapt_timefield_value(value)
    return value
