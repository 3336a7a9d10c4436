"""Many rows in few statements, with no object for each: a district's list has 100,000.

As with `bulk_create`, triggers and constraints hold and `save()` is passed by. Django's own way
spends most of the time on putting its statements together (tests/bench/bench_roster.py).
"""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from students.importing.job import BATCH, chunks

Row = tuple[Any, ...]
A_STATEMENT = 50  # rows of one INSERT
PLAIN = frozenset({str, int, type(None)})


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> list[int]:
    """Insert rows that hold `columns`; others get their default. Returns the keys in order."""
    given: list[Any] = [model._meta.get_field(name) for name in columns]
    others = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field not in given
    ]
    rest = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    whole = ((*_kept(given, row), *rest) for row in rows)
    write = _copied if connection.vendor == "postgresql" else _inserted
    with connection.cursor() as cursor:
        return write(cursor, _named(model._meta.db_table), [*given, *others], whole)


def _inserted(
    cursor: CursorWrapper, table: str, fields: Sequence[Any], rows: Iterable[Row]
) -> list[int]:
    places = f"({', '.join(['%s'] * len(fields))})"
    start = f"INSERT INTO {table} ({_listed(fields)}) VALUES "
    size = min(A_STATEMENT, connection.ops.bulk_batch_size(fields, [None] * A_STATEMENT))
    keys: list[int] = []
    for some in chunks(rows, size):
        statement = f"{start}{', '.join([places] * len(some))} RETURNING id"
        cursor.execute(statement, [value for row in some for value in row])
        keys.extend(key for (key,) in cursor.fetchall())
    return keys


def _copied(
    cursor: CursorWrapper, table: str, fields: Sequence[Any], rows: Iterable[Row]
) -> list[int]:
    """COPY, which gives no keys back: they are taken from the table's sequence before.

    A statement's triggers then run once for a thousand rows instead of once for fifty.
    """
    take = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    keys: list[int] = []
    for some in chunks(rows, BATCH):
        cursor.execute(take, [table, len(some)])
        taken = [key for (key,) in cursor.fetchall()]
        statement = f"COPY {table} (id, {_listed(fields)}) FROM STDIN"
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for key, row in zip(taken, some, strict=True):
                copy.write_row((key, *row))
        keys += taken
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
