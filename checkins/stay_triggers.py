"""Triggers that keep `Stay` in step with enrollments, classes, students and check-ins.

A stay is made anew from the facts whenever an enrollment or a class of its student changes; a
check-in moves its last day alone. The same rules for SQLite and Postgres, made anew after each
migrate, because SQLite drops the triggers of a table that a migration rebuilds
(docs/adr/0009-coverage-counts-stays.md).
"""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterator

from django.db import connections

COLUMNS = "school_id, student_id, starts_on, ends_on, joined_on, last_on, grade, language"
_FOR_EVER = "'9999-12-31'"
_TABLES = {"checkins_stay", "checkins_checkin", "students_enrollment"}
_YEAR = {  # the first of July before a day
    "sqlite": "date({day}, '-6 months', 'start of year', '+6 months')",
    "postgresql": "(date_trunc('year', {day} - interval '6 months') + interval '6 months')::date",
}


def facts(vendor: str, students: str = "") -> str:
    """The stays that follow from the facts: of everybody, or of `students` (a list in SQL)."""
    mine = f"AND e.student_id IN ({students})" if students else ""
    until = f"COALESCE(e.ends_on, {_FOR_EVER})"
    within = "PARTITION BY e.student_id ORDER BY e.starts_on, e.id"
    before = f"MAX({until}) OVER ({within} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    classes = (
        f"SELECT e.student_id, e.id, e.starts_on, {until} AS until, "
        f"CASE WHEN e.starts_on <= {before} THEN 0 ELSE 1 END AS opens "
        "FROM students_enrollment e JOIN students_section c ON c.id = e.section_id "
        f"WHERE c.archived_at IS NULL {mine}"
    )
    numbered = (
        "SELECT e.student_id, e.starts_on, e.until, SUM(e.opens) OVER "
        f"({within} ROWS UNBOUNDED PRECEDING) AS number FROM ({classes}) e"
    )
    stays = (
        "SELECT e.student_id, MIN(e.starts_on) AS starts_on, "
        f"NULLIF(MAX(e.until), {_FOR_EVER}) AS ends_on FROM ({numbered}) e "
        "GROUP BY e.student_id, e.number"
    )
    joined = (
        "SELECT MIN(f.starts_on) FROM students_enrollment f WHERE f.student_id = s.id "
        "AND f.starts_on <= stay.starts_on AND (f.ends_on IS NULL OR f.ends_on >= "
        f"{_YEAR[vendor].format(day='stay.starts_on')})"
    )
    last = "SELECT MAX(h.held_on) FROM checkins_checkin h WHERE h.student_id = s.id"
    return (
        "SELECT s.school_id, s.id AS student_id, stay.starts_on, stay.ends_on, "
        f"({joined}) AS joined_on, ({last}) AS last_on, s.grade, s.home_language AS language "
        f"FROM ({stays}) stay "
        "JOIN students_student s ON s.id = stay.student_id"
    )


def install_stay_triggers(using: str = "default") -> bool:
    """Drop the triggers, and make them anew where there are stays to keep; says whether."""
    connection = connections[using]
    write = {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]
    is_kept = _TABLES.issubset(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in write():
            if is_kept or statement.startswith("DROP"):
                cursor.execute(statement)
    return is_kept


# --- what both engines say alike ------------------------------------------------------------------


def _met(row: str) -> str:
    """A check-in of today, or one of long ago typed back from paper."""
    return (
        f"UPDATE checkins_stay SET last_on = {row}.held_on WHERE student_id = {row}.student_id "
        f"AND (last_on IS NULL OR last_on < {row}.held_on)"
    )


def _last_of(*rows: str) -> str:
    """After a check-in went, or moved to another day or student."""
    students = ", ".join(f"{row}.student_id" for row in rows)
    return (
        "UPDATE checkins_stay SET last_on = (SELECT MAX(h.held_on) FROM checkins_checkin h "
        f"WHERE h.student_id = checkins_stay.student_id) WHERE student_id IN ({students})"
    )


_PROFILE = (
    "UPDATE checkins_stay SET grade = NEW.grade, language = NEW.home_language "
    "WHERE student_id = NEW.id"
)


# --- SQLite ---------------------------------------------------------------------------------------


def _sqlite() -> Iterator[str]:
    checkin, enrolled = "checkins_checkin", "students_enrollment"
    yield from _trigger("met", f"INSERT ON {checkin}", _met("NEW"))
    moved = f"UPDATE OF student_id, held_on ON {checkin}"
    yield from _trigger("met_moves", moved, _last_of("OLD", "NEW"))
    yield from _trigger("met_goes", f"DELETE ON {checkin}", _last_of("OLD"))
    columns = "student_id, section_id, starts_on, ends_on"
    for name, event, rows in (
        ("begins", "INSERT", ["NEW"]),
        ("moves", f"UPDATE OF {columns}", ["OLD", "NEW"]),
        ("goes", "DELETE", ["OLD"]),
    ):
        students = ", ".join(f"{row}.student_id" for row in rows)
        yield from _trigger(name, f"{event} ON {enrolled}", _remade(students))
    there = f"SELECT student_id FROM {enrolled} WHERE section_id = NEW.id"
    put_away = "UPDATE OF archived_at ON students_section"
    when = "(OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL)"
    yield from _trigger("class_closes", put_away, _remade(there), when)
    profile = "UPDATE OF grade, home_language ON students_student"
    when = "OLD.grade <> NEW.grade OR OLD.home_language <> NEW.home_language"
    yield from _trigger("profile", profile, _PROFILE, when)


def _remade(students: str) -> str:
    return (
        f"DELETE FROM checkins_stay WHERE student_id IN ({students}); "
        f"INSERT INTO checkins_stay ({COLUMNS}) {facts('sqlite', students)}"
    )


def _trigger(name: str, event: str, act: str, when: str = "1") -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS checkins_stay_{name}"
    yield f"CREATE TRIGGER checkins_stay_{name} AFTER {event} WHEN {when} BEGIN {act}; END"


# --- Postgres -------------------------------------------------------------------------------------
# Whoever changes a stay locks its student first, in a statement of its own: the next one then sees
# what others had written before they let go of her.


def _postgres() -> Iterator[str]:
    those = "SELECT unnest(ids)"
    yield (
        "CREATE OR REPLACE FUNCTION checkins_stay_remake(ids bigint[]) RETURNS void "
        f"LANGUAGE plpgsql AS $$ BEGIN {_lock(those)} "
        f"DELETE FROM checkins_stay WHERE student_id IN ({those}); "
        f"INSERT INTO checkins_stay ({COLUMNS}) {facts('postgresql', those)}; END $$"
    )
    checkin, enrolled = "checkins_checkin", "students_enrollment"
    for name, event, rows, act in (
        ("met", "INSERT", ["NEW"], _met("NEW")),
        ("met_moves", "UPDATE OF student_id, held_on", ["OLD", "NEW"], _last_of("OLD", "NEW")),
        ("met_goes", "DELETE", ["OLD"], _last_of("OLD")),
    ):
        lock = _lock(", ".join(f"{row}.student_id" for row in rows))
        yield from _on(name, f"{event} ON {checkin}", f"{lock} {act}; RETURN NULL;")
    for name, event, tables in (
        ("begins", "INSERT", {"NEW": "added"}),
        ("moves", "UPDATE", {"OLD": "gone", "NEW": "added"}),
        ("goes", "DELETE", {"OLD": "gone"}),
    ):
        changed = " UNION ".join(f"SELECT student_id FROM {table}" for table in tables.values())
        named = " ".join(f"{which} TABLE AS {table}" for which, table in tables.items())
        body = f"PERFORM checkins_stay_remake(ARRAY({changed})); RETURN NULL;"
        yield from _on(name, f"{event} ON {enrolled} REFERENCING {named}", body, each="STATEMENT")
    there = f"SELECT DISTINCT student_id FROM {enrolled} WHERE section_id = NEW.id"
    yield from _on(
        "class_closes",
        "UPDATE OF archived_at ON students_section",
        f"IF (OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL) THEN "
        f"PERFORM checkins_stay_remake(ARRAY({there})); END IF; RETURN NULL;",
    )
    yield from _on(
        "profile",
        "UPDATE OF grade, home_language ON students_student",
        f"IF (OLD.grade, OLD.home_language) <> (NEW.grade, NEW.home_language) THEN {_PROFILE}; "
        "END IF; RETURN NULL;",
    )


def _lock(students: str) -> str:
    return (
        f"PERFORM 1 FROM students_student WHERE id IN ({students}) ORDER BY id FOR NO KEY UPDATE;"
    )


def _on(name: str, event: str, body: str, *, each: str = "ROW") -> Iterator[str]:
    table = event.partition(" ON ")[2].split()[0]
    yield f"DROP TRIGGER IF EXISTS checkins_stay_{name} ON {table}"
    yield (
        f"CREATE OR REPLACE FUNCTION checkins_stay_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )
    yield (
        f"CREATE TRIGGER checkins_stay_{name} AFTER {event} FOR EACH {each} "
        f"EXECUTE FUNCTION checkins_stay_{name}()"
    )
