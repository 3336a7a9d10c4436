"""Many rows in few statements, with no object for each: a district's list has 100,000.

As with `bulk_create`, triggers and constraints hold and `save()` is passed by. Django's own way
spends most of the time on putting its statements together (tests/bench/bench_roster.py).
"""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from students.importing.job import BATCH, chunks

Row = tuple[Any, ...]
A_STATEMENT = 50  # rows; psycopg takes longer statements apart anew each time
PLAIN = frozenset({str, int, type(None)})


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> list[int]:
    """Insert rows that hold `columns`; others get their default. Returns the keys in order."""
    given: list[Any] = [model._meta.get_field(name) for name in columns]
    others = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field not in given
    ]
    fields: list[Any] = [*given, *others]
    rest = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    places = f"({', '.join(['%s'] * len(fields))})"
    start = f"INSERT INTO {_named(model._meta.db_table)} ({_listed(fields)}) VALUES "
    size = min(A_STATEMENT, connection.ops.bulk_batch_size(fields, [None] * A_STATEMENT))
    keys: list[int] = []
    with connection.cursor() as cursor:
        for some in chunks(rows, size):
            statement = f"{start}{', '.join([places] * len(some))} RETURNING id"
            cursor.execute(
                statement, [value for row in some for value in (*_kept(given, row), *rest)]
            )
            keys.extend(key for (key,) in cursor.fetchall())
    return keys


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write `columns` of the rows whose primary key stands at the end of each tuple."""
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    written = ", ".join(f"{_named(field.column)} = %s" for field in fields)
    statement = f"UPDATE {_named(model._meta.db_table)} SET {written} WHERE id = %s"
    fields.append(model._meta.pk)
    with connection.cursor() as cursor:
        for some in chunks(rows, BATCH):
            cursor.executemany(statement, [_kept(fields, row) for row in some])


def _kept(fields: Sequence[Any], row: Row) -> list[Any]:
    """The values as this database takes them; texts and numbers are taken as they are."""
    return [
        value if type(value) in PLAIN else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, row, strict=True)
    ]


def _listed(fields: Iterable[Any]) -> str:
    return ", ".join(_named(field.column) for field in fields)


def _named(name: str) -> str:
    return connection.ops.quote_name(name)
