"""The school is the tenant: on every row scoped by it, and the database keeps it consistent.

A model that belongs to a school inherits `SchoolOwned` and names, in `same_school`, the foreign
keys whose rows must be of the same school. After each migrate, triggers that check exactly this
are made anew on SQLite and Postgres alike (docs/adr/0002-same-school-triggers.md).
"""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps import apps
from django.db import connections, models


class SchoolOwned(models.Model):
    """A row of one school; `school` is taken from the first of `same_school` when not given."""

    school = models.ForeignKey("students.School", on_delete=models.PROTECT, related_name="+")

    same_school: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.school_id and self.same_school:
            self.school_id = getattr(self, self.same_school[0]).school_id
        super().save(*args, **kwargs)


def owned_models() -> list[type[models.Model]]:
    """Every model whose rows are kept in one school."""
    return [model for model in apps.get_models() if hasattr(model, "same_school")]


def drop_triggers(using: str = "default") -> None:
    """Drop every trigger of a SQLite database; what made it makes it anew after the migrations."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def install_triggers(using: str = "default") -> None:
    """Drop and make the same-school triggers of every owned model whose table exists."""
    connection = connections[using]
    write = {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in owned_models():
            table = model._meta.db_table
            if table in tables:
                cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
                for statement in write(model, {column[0] for column in cursor.description}):
                    cursor.execute(statement)


def _parents(model: type[models.Model], columns: set[str]) -> Iterator[tuple[str, str]]:
    """The (column, parent table) pairs to check, of the columns that are there.

    After a migrate to an older state a table may lack some that the model of today names.
    """
    for name in model.same_school:  # type: ignore[attr-defined]
        field: Any = model._meta.get_field(name)
        if field.column in columns:
            yield field.column, field.related_model._meta.db_table


def _sqlite(model: type[models.Model], columns: set[str]) -> Iterator[str]:
    table = model._meta.db_table
    for column, parent in _parents(model, columns):
        strays = (
            f'NEW."{column}" IS NOT NULL AND NEW.school_id IS NOT '
            f'(SELECT school_id FROM "{parent}" WHERE id = NEW."{column}")'
        )
        for event in ("INSERT", f'UPDATE OF "{column}"'):
            name = f"{table}_{column}_{event[:6].lower()}_same_school"
            yield f'DROP TRIGGER IF EXISTS "{name}"'
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {strays} '
                f"BEGIN SELECT RAISE(ABORT, '{table}.{column} is of another school'); END"
            )
    name = f"{table}_keeps_school"
    yield f'DROP TRIGGER IF EXISTS "{name}"'
    yield (
        f'CREATE TRIGGER "{name}" BEFORE UPDATE OF school_id ON "{table}" '
        f"WHEN NEW.school_id <> OLD.school_id "
        f"BEGIN SELECT RAISE(ABORT, '{table} cannot move to another school'); END"
    )


def _postgres(model: type[models.Model], columns: set[str]) -> Iterator[str]:
    table = model._meta.db_table
    name = f"{table}_same_school"
    checks = "".join(
        f'IF NEW."{column}" IS NOT NULL AND NEW.school_id IS DISTINCT FROM '
        f'(SELECT school_id FROM "{parent}" WHERE id = NEW."{column}") THEN '
        f"RAISE EXCEPTION '{table}.{column} is of another school' USING ERRCODE = '23514'; "
        "END IF; "
        for column, parent in _parents(model, columns)
    )
    watched = ", ".join(f'"{column}"' for column in ["school_id", *dict(_parents(model, columns))])
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        "IF TG_OP = 'UPDATE' AND NEW.school_id <> OLD.school_id THEN "
        f"RAISE EXCEPTION '{table} cannot move to another school' USING ERRCODE = '23514'; "
        f"END IF; {checks}RETURN NEW; END $$"
    )
    yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
    yield (
        f'CREATE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF {watched} ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()'
    )
