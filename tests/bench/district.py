"""A district made of numbers: 100 schools, 61,000 students, a year of check-ins. Nothing is read.

Six schools in ten are elementary (one class a student), the others secondary (six). The rows are
the same whenever they are made: everything follows from one seed. Triggers, foreign keys and
indexes are off while rows are written, which is why this belongs to a benchmark; the rows respect
all the same. Stays are made at the end, as after any load past the triggers.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, models, transaction

from checkins.booking_triggers import install_booking_triggers
from checkins.models import CheckIn, Plan, Slot, Window
from checkins.stay_triggers import install_stay_triggers
from checkins.stays import mend
from plc.models import User
from students.models import ClosedDay, Enrollment, School, Section, StaffRole, Student, Term
from students.tenancy import drop_triggers, install_triggers

YEAR = (date(2026, 2, 2), date(2026, 6, 19)), (date(2026, 8, 31), date(2027, 6, 18))
TODAY = date(2027, 1, 21)
NOW = datetime(2027, 1, 21, 14, 30, tzinfo=UTC)
HOLIDAYS = (
    (date(2026, 9, 7), None, "Labor Day"),
    (date(2026, 11, 26), date(2026, 11, 27), "Thanksgiving"),
    (date(2026, 12, 24), date(2027, 1, 1), "Winter break"),
    (date(2027, 1, 18), None, "Martin Luther King Jr. Day"),
)
LANGUAGES = ("English", "Spanish", "Arabic", "Vietnamese", "Somali", "Haitian Creole", "Tamil", "")
SHARES = (60, 20, 6, 4, 3, 2, 1, 4)
ELEMENTARY, SECONDARY = ("K", "1", "2", "3", "4", "5"), ("6", "7", "8")
DISTRICT = "Bench District"
PASSWORD = "bench-district-121"
_BATCH = 20_000


@dataclass
class Made:
    """What was made so far, by number."""

    schools: int = 100
    students: int = 61_000
    checkins: int = 1_000_000
    rng: random.Random = field(default_factory=lambda: random.Random(20270121))
    ids: dict[str, int] = field(default_factory=dict)

    def next_id(self, model: type[models.Model]) -> int:
        name = model._meta.label
        self.ids[name] = self.ids.get(name, 0) + 1
        return self.ids[name]


class Shape:
    """How a row of a table looks when nothing is said of it, and where each column stands."""

    def __init__(self, model: type[models.Model]) -> None:
        self.table = model._meta.db_table
        fields = list(model._meta.concrete_fields)
        self.columns = [str(field.column) for field in fields]
        self.at = {str(field.attname): place for place, field in enumerate(fields)}
        self.usual = [_stored(self._default(field)) for field in fields]
        self.key = self.at.get("key")

    @staticmethod
    def _default(field: Any) -> Any:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            return NOW
        return None if field.attname == "key" else field.get_default()


class Writer:
    """Rows into tables by COPY or executemany; what a row leaves out is the model's default."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.shapes: dict[type[models.Model], Shape] = {}
        self.waiting: dict[type[models.Model], list[list[Any]]] = {}

    def add(self, model: type[models.Model], **row: Any) -> int:
        number = self.made.next_id(model)
        if model not in self.shapes:
            self.shapes[model] = Shape(model)
            self.waiting[model] = []
        shape, rows = self.shapes[model], self.waiting[model]
        values = shape.usual.copy()
        values[0] = number
        if shape.key is not None:
            values[shape.key] = f"{number:012x}"
        for name, value in row.items():
            values[shape.at[name]] = _stored(value)
        rows.append(values)
        if len(rows) >= _BATCH:
            self.flush(model)
        return number

    def flush(self, *which: type[models.Model]) -> None:
        for model in which or tuple(self.waiting):
            rows, self.waiting[model] = self.waiting[model], []
            if rows:
                _write(self.shapes[model], rows)


def _write(shape: Shape, rows: list[list[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in shape.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f'COPY "{shape.table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(shape.columns))
        statement = f'INSERT INTO "{shape.table}" ({names}) VALUES ({marks})'  # noqa: S608
        cursor.connection.executemany(statement, rows)


def _stored(value: Any) -> Any:
    """As both databases take it; SQLite takes days and times as Django writes them."""
    if isinstance(value, list | dict):
        return json.dumps(value)
    if isinstance(value, date | time) and connection.vendor == "sqlite":
        return _as_text(value)
    return value


@lru_cache(maxsize=100_000)
def _as_text(value: date | time) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value.isoformat()


@contextmanager
def nothing_checked() -> Iterator[None]:
    """Write without triggers, foreign keys and indexes, then put them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            with without_indexes(cursor, _POSTGRES_INDEXES):
                yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        drop_triggers()
        for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000"):
            cursor.execute(f"PRAGMA {pragma}")
        with transaction.atomic(), without_indexes(cursor, _SQLITE_INDEXES):
            yield
        cursor.execute("PRAGMA foreign_keys = ON")
    install_triggers()
    install_booking_triggers()
    install_stay_triggers()


_SQLITE_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_POSTGRES_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@contextmanager
def without_indexes(cursor: Any, found_by: str) -> Iterator[None]:
    """Rows come much quicker when their indexes are made once, at the end."""
    cursor.execute(found_by)
    indexes = cursor.fetchall()
    for name, _made_by in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, made_by in indexes:
        cursor.execute(made_by)


def fill(made: Made, say: Callable[[str], None] = print) -> None:
    """Make the district, then let the database look at it (ANALYZE)."""
    writer = Writer(made)
    with nothing_checked():
        _staff(writer)
        for number in range(made.schools):
            _school(writer, number)
        writer.flush()
    mend()  # the stays, which triggers would have written
    _settle()
    say(", ".join(f"{count:,} {label}" for label, count in made.ids.items()))


def _settle() -> None:
    """Sequences past the rows, statistics, and on Postgres the visibility map."""
    labels = (User, School, Section, Student, Enrollment, StaffRole, Plan, Window, Slot, CheckIn)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*labels, ClosedDay, Term]):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _staff(writer: Writer) -> None:
    password = make_password(PASSWORD)
    for number, kind in enumerate(("district_admin", "school_admin"), start=1):
        name = "district" if kind == "district_admin" else "admin"
        writer.add(User, kind="staff", email=f"{name}@bench.example", name=name, password=password)
        place = {"district": DISTRICT} if name == "district" else {"school_id": 1}
        writer.add(StaffRole, user_id=number, kind=kind, starts_on=YEAR[0][0], **place)


def _school(writer: Writer, number: int) -> None:
    school = writer.add(School, name=f"School {number + 1:03}", district=DISTRICT)
    for index, (start, end) in enumerate(YEAR):
        writer.add(
            Term, school_id=school, name=f"Year {index}", kind="year", starts_on=start, ends_on=end
        )
    for on, until, reason in HOLIDAYS:
        writer.add(ClosedDay, school_id=school, on=on, until=until, reason=reason)
    # Snow falls on one school and not on the next: calendars differ.
    snow = date(2026, 9, 14) + timedelta(days=number % 60)
    writer.add(ClosedDay, school_id=school, on=snow, reason="Snow")
    is_elementary = number % 10 < 6
    size = writer.made.students // writer.made.schools
    students = list(_students(writer, school, size, ELEMENTARY if is_elementary else SECONDARY))
    classes = _classes(writer, school, students, is_elementary=is_elementary)
    _year(writer, school, classes, writer.made.checkins // writer.made.schools)


def _students(
    writer: Writer, school: int, size: int, grades: tuple[str, ...]
) -> Iterator[tuple[int, str, date]]:
    for place in range(size):
        grade = grades[place * len(grades) // size]
        language = writer.made.rng.choices(LANGUAGES, SHARES)[0]
        joined = TODAY - timedelta(days=writer.made.rng.randrange(90)) if place % 25 == 0 else None
        student = writer.add(
            Student,
            school_id=school,
            name=f"Student {place}",
            called=f"Student {place}",
            search=f"student {place}",
            grade=grade,
            home_language=language,
        )
        yield student, grade, joined or YEAR[1][0]


def _classes(
    writer: Writer, school: int, students: list[tuple[int, str, date]], *, is_elementary: bool
) -> list[tuple[int, int, list[int]]]:
    """Classes of about 25, in six subjects where it is a secondary school, each with a teacher."""
    found = []
    for subject in ("",) if is_elementary else ("Math", "ELA", "Science", "Art", "Music", "PE"):
        for start in range(0, len(students), 25):
            room = students[start : start + 25]
            name = f"{subject or 'Room'} {start // 25 + 1}"
            section = writer.add(Section, school_id=school, name=name, grade=room[0][1])
            user = writer.add(
                User, kind="staff", email=f"t{section}@bench.example", name=f"T. {section}"
            )
            writer.add(
                StaffRole,
                user_id=user,
                kind="teacher",
                school_id=school,
                section_id=section,
                starts_on=YEAR[1][0],
            )
            for student, _grade, joined in room:
                writer.add(
                    Enrollment,
                    school_id=school,
                    section_id=section,
                    student_id=student,
                    starts_on=joined,
                )
            found.append((section, user, [student for student, _grade, _joined in room]))
    return found


def _school_days() -> list[date]:
    off = {
        on + timedelta(days=n)
        for on, until, _why in HOLIDAYS
        for n in range(((until or on) - on).days + 1)
    }
    every = (TODAY - timedelta(days=back) for back in range(365))
    in_term = (day for day in every if any(start <= day <= end for start, end in YEAR))
    return sorted(day for day in in_term if day.weekday() < 5 and day not in off)


def _year(
    writer: Writer, school: int, classes: list[tuple[int, int, list[int]]], wanted: int
) -> None:
    """So many check-ins spread evenly over the classes' days, in turn; one in ten is missed."""
    rng, days = writer.made.rng, _school_days()
    a_plan = 5
    times = [time(9, 10 + 4 * place) for place in range(a_plan + 1)]
    sittings = -(-wanted // a_plan)
    pairs = [(day, room) for day in days for room in range(len(classes))]
    turns = [0] * len(classes)
    left = wanted
    for pick in range(sittings):
        day, room = pairs[pick * len(pairs) // sittings]
        section, user, students = classes[room]
        plan = writer.add(
            Plan, school_id=school, section_id=section, on=day, state="ready", made_at=NOW
        )
        window = writer.add(
            Window,
            school_id=school,
            section_id=section,
            on=day,
            label="Work",
            starts_at=time(9, 10),
            ends_at=time(9, 50),
        )
        for place in range(min(a_plan, left) + (rng.random() < 0.5)):
            student = students[turns[room] % len(students)]
            turns[room] += 1
            is_done = place < a_plan and left > 0
            state = "done" if is_done else rng.choice(("absent", "planned"))
            slot = writer.add(
                Slot,
                school_id=school,
                plan_id=plan,
                student_id=student,
                window_id=window,
                starts_at=times[place],
                state=state,
            )
            if is_done:
                left -= 1
                at = datetime.combine(day, times[place], tzinfo=UTC)
                writer.add(
                    CheckIn,
                    school_id=school,
                    student_id=student,
                    section_id=section,
                    slot_id=slot,
                    teacher_id=user,
                    held_on=day,
                    held_at=at,
                )
