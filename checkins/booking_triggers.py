"""Triggers that keep `Booking` in step with slots, and refuse to book anybody twice.

The same rules for SQLite and Postgres, made anew after each migrate, because SQLite drops the
triggers of a table that a migration rebuilds (docs/adr/0008-nobody-is-booked-twice.md).
"""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db import IntegrityError, connections

from checkins.booking_sql import (
    book,
    book_cover,
    booked,
    give_to_another,
    pass_on,
    role_changes,
    taken,
)

REFUSED = "is booked twice"  # the words of the database, by which the refusal is known
_PEOPLE = (("student_id", f"a student {REFUSED}"), ("adult_id", f"an adult {REFUSED}"))
_SLOT = "plan_id, student_id, window_id, starts_at, state"  # what decides about a booking
_OFFER = 'adult_id, kind, "on", starts_at, ends_at'
_ELSEWHERE = {"role": "students_staffrole"}  # a table that is not our own
_SQLITE_NOW = "STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')"  # as Django writes it


def is_double_booking(error: IntegrityError) -> bool:
    """Whether the database refused to book somebody twice (and not something else)."""
    return REFUSED in str(error)


def install_booking_triggers(using: str = "default") -> None:
    """Drop the triggers, and make them anew where there are bookings to keep."""
    connection = connections[using]
    write = {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]
    tables = connection.introspection.table_names()
    is_kept = {"checkins_booking", "checkins_offer"}.issubset(tables)
    with connection.cursor() as cursor:
        for statement in write():
            if is_kept or statement.startswith("DROP"):
                cursor.execute(statement)


# --- SQLite ---------------------------------------------------------------------------------------


def _sqlite() -> Iterator[str]:
    minute, end = (
        f"(substr(NEW.{at}, 1, 2) * 60 + substr(NEW.{at}, 4, 2))" for at in ("starts_at", "ends_at")
    )
    forget = "DELETE FROM checkins_booking WHERE slot_id = OLD.id"
    names = _SLOT.removesuffix(", state").split(", ")
    moved = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    moved += f" OR {booked('OLD')} <> {booked('NEW')}"
    yield from _trigger("slot_books", "AFTER INSERT", "slot", booked("NEW"), book(minute))
    yield from _trigger(
        "slot_moves", f"AFTER UPDATE OF {_SLOT}", "slot", moved, f"{forget}; {book(minute)}"
    )
    yield from _trigger("slot_goes", "AFTER DELETE", "slot", "1", forget)
    cover, uncover = book_cover(minute, end), forget.replace("slot_id", "offer_id")
    yield from _trigger("offer_books", "AFTER INSERT", "offer", "1", cover)
    yield from _trigger(
        "offer_moves", f"AFTER UPDATE OF {_OFFER}", "offer", "1", f"{uncover}; {cover}"
    )
    yield from _trigger("offer_goes", "AFTER DELETE", "offer", "1", uncover)
    another = "OLD.adult_id IS NOT NEW.adult_id"
    yield from _trigger(
        "window_passes", "AFTER UPDATE OF adult_id", "window", another, give_to_another()
    )
    for event, rows, teaches in role_changes():
        acts = (pass_on(row, "IS NOT", _SQLITE_NOW) for row in rows)
        act = "; ".join(chain.from_iterable(acts))
        name = f"role_passes_{event.split()[0].lower()}"
        yield from _trigger(name, f"AFTER {event}", "role", teaches, act)
    for event, other in (("INSERT", "1"), ("UPDATE", "b.id <> NEW.id")):
        for person, words in _PEOPLE:
            name = f"{person}_once_{event.lower()}"
            refuse = f"SELECT RAISE(ABORT, '{words}')"
            yield from _trigger(name, f"BEFORE {event}", "booking", taken(person, other), refuse)


def _trigger(name: str, event: str, table: str, when: str, act: str) -> Iterator[str]:
    table = _ELSEWHERE.get(table, f"checkins_{table}")
    yield f"DROP TRIGGER IF EXISTS checkins_{name}"
    yield f"CREATE TRIGGER checkins_{name} {event} ON {table} WHEN {when} BEGIN {act}; END"


# --- Postgres -------------------------------------------------------------------------------------


def _postgres() -> Iterator[str]:
    minute, end = (
        f"(EXTRACT(HOUR FROM NEW.{at}) * 60 + EXTRACT(MINUTE FROM NEW.{at}))::int"
        for at in ("starts_at", "ends_at")
    )
    for name, owner, write in (
        ("slot_books", "slot_id", book(minute)),
        ("offer_books", "offer_id", book_cover(minute, end)),
    ):
        forget = f"DELETE FROM checkins_booking WHERE {owner} = OLD.id"
        yield _function(
            name,
            f"IF TG_OP <> 'INSERT' THEN {forget}; END IF; "
            f"IF TG_OP <> 'DELETE' THEN {write}; END IF; RETURN NULL;",
        )
    moved = f"({_row('OLD')}) IS DISTINCT FROM ({_row('NEW')})"
    yield from _on("slot", "slot_books", "AFTER INSERT", booked("NEW"))
    yield from _on("slot", "slot_books", f"AFTER UPDATE OF {_SLOT}", moved)
    yield from _on("slot", "slot_books", "AFTER DELETE", booked("OLD"))
    for event in ("INSERT", f"UPDATE OF {_OFFER}", "DELETE"):
        yield from _on("offer", "offer_books", f"AFTER {event}", "true")
    yield _function("window_passes", f"{give_to_another()}; RETURN NULL;")
    another = "OLD.adult_id IS DISTINCT FROM NEW.adult_id"
    yield from _on("window", "window_passes", "AFTER UPDATE OF adult_id", another)
    yield from _role_passes()
    yield _function("books_once", f"{_wait_for_others()} {_refuse()} RETURN NEW;")
    yield from _on("booking", "books_once", "BEFORE INSERT", "true")
    yield from _on("booking", "books_once", "BEFORE UPDATE", "true")


def _role_passes() -> Iterator[str]:
    now = "STATEMENT_TIMESTAMP()"
    old, new = ("; ".join(pass_on(row, "IS DISTINCT FROM", now)) for row in ("OLD", "NEW"))
    body = f"IF TG_OP <> 'INSERT' THEN {old}; END IF; IF TG_OP <> 'DELETE' THEN {new}; END IF;"
    yield _function("role_passes", f"{body} RETURN NULL;")
    for event, _rows, teaches in role_changes():
        yield from _on("role", "role_passes", f"AFTER {event}", teaches)


def _row(row: str) -> str:
    names = _SLOT.removesuffix(", state").split(", ")
    return ", ".join([*(f"{row}.{name}" for name in names), booked(row)])


def _wait_for_others() -> str:
    """One transaction at a time books in a school's day: else two would not see each other."""
    return (
        "PERFORM pg_advisory_xact_lock(hashtextextended("
        "'checkins_booking ' || NEW.school_id || ' ' || NEW.\"on\", 0));"
    )


def _refuse() -> str:
    return " ".join(
        f"IF {taken(person, 'b.id <> NEW.id')} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = '23P01'; END IF;"
        for person, words in _PEOPLE
    )


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION checkins_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )


def _on(table: str, function: str, event: str, when: str) -> Iterator[str]:
    name = f"checkins_{function}_{event.split()[1].lower()}"
    table = _ELSEWHERE.get(table, f"checkins_{table}")
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield (
        f"CREATE TRIGGER {name} {event} ON {table} FOR EACH ROW WHEN ({when}) "
        f"EXECUTE FUNCTION checkins_{function}()"
    )
