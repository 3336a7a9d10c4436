"""Triggers that keep `Booking` in step with slots, and refuse to book anybody twice.

The same rules for SQLite and Postgres, made anew after each migrate, because SQLite drops the
triggers of a table that a migration rebuilds (docs/adr/0008-nobody-is-booked-twice.md).
"""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, connections

REFUSED = "is booked twice"  # the words of the database, by which the refusal is known
_PEOPLE = (("student_id", f"a student {REFUSED}"), ("adult_id", f"an adult {REFUSED}"))
_SLOT = "plan_id, student_id, window_id, starts_at, state"  # what decides about a booking
_OFFER = 'adult_id, kind, "on", starts_at, ends_at'
_ELSEWHERE = {"role": "students_staffrole"}  # a table that is not our own
_ROLE = "kind, user_id, section_id, starts_on, ends_on"


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


# --- what both engines say alike ------------------------------------------------------------------


def _booked(row: str) -> str:
    """Whether a slot has a place."""
    return (
        f"({row}.window_id IS NOT NULL AND {row}.starts_at IS NOT NULL "
        f"AND {row}.state IN ('planned', 'done'))"
    )


def _holder(window: str, dated: str) -> str:
    """Who holds the check-ins of a window: the adult it names, else the class's teacher."""
    day = f'{dated}."on"'
    return (
        f"COALESCE({window}.adult_id, (SELECT r.user_id FROM students_staffrole r "
        f"WHERE r.section_id = {window}.section_id AND r.kind = 'teacher' "
        f"AND r.starts_on <= {day} AND (r.ends_on IS NULL OR r.ends_on >= {day}) "
        "ORDER BY r.id LIMIT 1))"
    )


def _book(minute: str) -> str:
    """Write the booking of the slot NEW, if it has a place; `minute` is when it starts."""
    return (
        "INSERT INTO checkins_booking "
        '(school_id, slot_id, student_id, adult_id, "on", starts, ends) '
        f"SELECT NEW.school_id, NEW.id, NEW.student_id, {_holder('w', 'p')}, "
        f'p."on", {minute}, {minute} + p.minutes '
        "FROM checkins_plan p JOIN checkins_window w ON w.id = NEW.window_id "
        f"WHERE p.id = NEW.plan_id AND {_booked('NEW')}"
    )


def _book_cover(start: str, end: str) -> str:
    """Book the adult of the offer NEW while she covers the class."""
    return (
        'INSERT INTO checkins_booking (school_id, offer_id, adult_id, "on", starts, ends) '
        f'SELECT NEW.school_id, NEW.id, NEW.adult_id, NEW."on", {start}, {end} '
        "WHERE NEW.kind = 'cover'"
    )


def _give_to_another() -> str:
    """Book what stands in the window NEW for the adult who holds it now."""
    return (
        f"UPDATE checkins_booking SET adult_id = {_holder('NEW', 'NEW')} "
        "WHERE slot_id IN (SELECT s.id FROM checkins_slot s WHERE s.window_id = NEW.id)"
    )


def _pass_on(role: str, differs: str) -> Iterator[str]:
    """Book what is still to come in the class of `role` for whoever teaches it on that day now.

    Where she is taken already, the student gives up the place and stands with those without one.
    """
    holder = _holder("w", "p")
    of_slot = (
        "FROM checkins_slot s JOIN checkins_plan p ON p.id = s.plan_id "
        "JOIN checkins_window w ON w.id = s.window_id"
    )
    passed = (
        f"{of_slot} JOIN checkins_booking b ON b.slot_id = s.id AND b.adult_id {differs} {holder} "
        f"WHERE p.section_id = {role}.section_id AND w.adult_id IS NULL AND s.state = 'planned'"
    )
    is_taken = (
        f"EXISTS (SELECT 1 FROM checkins_booking o WHERE o.adult_id = {holder} "
        'AND o."on" = b."on" AND o.starts < b.ends AND b.starts < o.ends AND o.id <> b.id)'
    )
    yield (
        "UPDATE checkins_slot SET window_id = NULL, starts_at = NULL, is_fixed = FALSE "
        f"WHERE id IN (SELECT s.id {passed} AND {is_taken})"
    )
    mine = f"(SELECT {holder} {of_slot} WHERE s.id = checkins_booking.slot_id)"
    yield f"UPDATE checkins_booking SET adult_id = {mine} WHERE slot_id IN (SELECT s.id {passed})"


def _taken(person: str, other: str) -> str:
    """Whether somebody has a booking `other` than the row NEW that shares a minute with it."""
    return (
        f"EXISTS (SELECT 1 FROM checkins_booking b WHERE b.{person} = NEW.{person} "
        f'AND b."on" = NEW."on" AND b.starts < NEW.ends AND NEW.starts < b.ends AND {other})'
    )


def _role_changes() -> Iterator[tuple[str, list[str], str]]:
    """(event, rows it names, whether one of them is a class's teacher)."""
    for event, rows in (
        ("INSERT", ["NEW"]),
        (f"UPDATE OF {_ROLE}", ["OLD", "NEW"]),
        ("DELETE", ["OLD"]),
    ):
        yield event, rows, " OR ".join(f"{row}.kind = 'teacher'" for row in rows)


# --- SQLite ---------------------------------------------------------------------------------------


def _sqlite() -> Iterator[str]:
    minute, end = (
        f"(substr(NEW.{at}, 1, 2) * 60 + substr(NEW.{at}, 4, 2))" for at in ("starts_at", "ends_at")
    )
    forget = "DELETE FROM checkins_booking WHERE slot_id = OLD.id"
    names = _SLOT.removesuffix(", state").split(", ")
    moved = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    moved += f" OR {_booked('OLD')} <> {_booked('NEW')}"
    yield from _trigger("slot_books", "AFTER INSERT", "slot", _booked("NEW"), _book(minute))
    yield from _trigger(
        "slot_moves", f"AFTER UPDATE OF {_SLOT}", "slot", moved, f"{forget}; {_book(minute)}"
    )
    yield from _trigger("slot_goes", "AFTER DELETE", "slot", "1", forget)
    cover, uncover = _book_cover(minute, end), forget.replace("slot_id", "offer_id")
    yield from _trigger("offer_books", "AFTER INSERT", "offer", "1", cover)
    yield from _trigger(
        "offer_moves", f"AFTER UPDATE OF {_OFFER}", "offer", "1", f"{uncover}; {cover}"
    )
    yield from _trigger("offer_goes", "AFTER DELETE", "offer", "1", uncover)
    another = "OLD.adult_id IS NOT NEW.adult_id"
    yield from _trigger(
        "window_passes", "AFTER UPDATE OF adult_id", "window", another, _give_to_another()
    )
    for event, rows, teaches in _role_changes():
        act = "; ".join(statement for row in rows for statement in _pass_on(row, "IS NOT"))
        name = f"role_passes_{event.split()[0].lower()}"
        yield from _trigger(name, f"AFTER {event}", "role", teaches, act)
    for event, other in (("INSERT", "1"), ("UPDATE", "b.id <> NEW.id")):
        for person, words in _PEOPLE:
            name = f"{person}_once_{event.lower()}"
            refuse = f"SELECT RAISE(ABORT, '{words}')"
            yield from _trigger(name, f"BEFORE {event}", "booking", _taken(person, other), refuse)


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
    for name, owner, book in (
        ("slot_books", "slot_id", _book(minute)),
        ("offer_books", "offer_id", _book_cover(minute, end)),
    ):
        forget = f"DELETE FROM checkins_booking WHERE {owner} = OLD.id"
        yield _function(
            name,
            f"IF TG_OP <> 'INSERT' THEN {forget}; END IF; "
            f"IF TG_OP <> 'DELETE' THEN {book}; END IF; RETURN NULL;",
        )
    moved = f"({_row('OLD')}) IS DISTINCT FROM ({_row('NEW')})"
    yield from _on("slot", "slot_books", "AFTER INSERT", _booked("NEW"))
    yield from _on("slot", "slot_books", f"AFTER UPDATE OF {_SLOT}", moved)
    yield from _on("slot", "slot_books", "AFTER DELETE", _booked("OLD"))
    for event in ("INSERT", f"UPDATE OF {_OFFER}", "DELETE"):
        yield from _on("offer", "offer_books", f"AFTER {event}", "true")
    yield _function("window_passes", f"{_give_to_another()}; RETURN NULL;")
    another = "OLD.adult_id IS DISTINCT FROM NEW.adult_id"
    yield from _on("window", "window_passes", "AFTER UPDATE OF adult_id", another)
    yield from _role_passes()
    yield _function("books_once", f"{_wait_for_others()} {_refuse()} RETURN NEW;")
    yield from _on("booking", "books_once", "BEFORE INSERT", "true")
    yield from _on("booking", "books_once", "BEFORE UPDATE", "true")


def _role_passes() -> Iterator[str]:
    old, new = ("; ".join(_pass_on(row, "IS DISTINCT FROM")) for row in ("OLD", "NEW"))
    body = f"IF TG_OP <> 'INSERT' THEN {old}; END IF; IF TG_OP <> 'DELETE' THEN {new}; END IF;"
    yield _function("role_passes", f"{body} RETURN NULL;")
    for event, _rows, teaches in _role_changes():
        yield from _on("role", "role_passes", f"AFTER {event}", teaches)


def _row(row: str) -> str:
    names = _SLOT.removesuffix(", state").split(", ")
    return ", ".join([*(f"{row}.{name}" for name in names), _booked(row)])


def _wait_for_others() -> str:
    """One transaction at a time books in a school's day: else two would not see each other."""
    return (
        "PERFORM pg_advisory_xact_lock(hashtextextended("
        "'checkins_booking ' || NEW.school_id || ' ' || NEW.\"on\", 0));"
    )


def _refuse() -> str:
    return " ".join(
        f"IF {_taken(person, 'b.id <> NEW.id')} THEN "
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
