"""Each student's wait: when she was last met by anybody, and until when the promise can be kept.

Waits are in school days since the last check-in of this school year; who was not met in it waits
since the day she came to the school in it, or since it began where she stayed over the summer.
Moving to another class starts no wait anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery

from checkins.models import CheckIn, Slot
from plc.frozen import frozen
from plc.prepared import prepared
from students.models import Enrollment, School, Section, Student
from students.models.words import folded

from .span import Span, school_year

_LOOKS_BACK = timedelta(days=60)  # for the reasons of a wait


@frozen
class Wait:
    """A student, when she was last met, and the school days since."""

    student: int
    key: str
    name: str
    grade: str
    language: str
    sections: tuple[int, ...]
    classes: str
    joined_on: date
    last_on: date | None
    days: int
    due_on: date | None
    is_met: bool
    is_late: bool
    absent: int = 0
    missed: int = 0
    planned_on: date | None = None  # the first day from today on that has a place for her
    is_planned: bool = False  # that day is today


def students_on(day: date, since: date, year: date) -> QuerySet[Student]:
    """Students in a class that is not put away, with `last_on` and `joined_on` as of a day.

    `last_on` is of a check-in from `since` on, `joined_on` of the school year that began on `year`.
    """
    current = Enrollment.objects.current(day).filter(section__archived_at=None)
    return (
        Student.objects.filter(Exists(current.filter(student=OuterRef("pk"))))
        .order_by()
        .annotate(last_on=_last_on(since, day), joined_on=_joined_on(day, year))
    )


def _last_on(since: date, day: date) -> Subquery:
    held = CheckIn.objects.held_between(since, day).filter(student=OuterRef("pk")).order_by()
    return Subquery(held.values("student").annotate(last=Max("held_on")).values("last"))


def _joined_on(day: date, year: date) -> Subquery:
    this_year = Q(ends_on=None) | Q(ends_on__gte=year)
    stays = Enrollment.objects.filter(this_year, student=OuterRef("pk"), starts_on__lte=day)
    first = stays.order_by().values("student").annotate(first=Min("starts_on"))
    return Subquery(first.values("first"))


_COLUMNS = ("pk", "key", "name", "grade", "home_language", "last_on", "joined_on")


@prepared
def _students_of_school(school_id: int, day: date, since: date, year: date) -> QuerySet[Any, Any]:
    return students_on(day, since, year).filter(school=school_id).values_list(*_COLUMNS)


@prepared
def _students_of_class(section_id: int, day: date, since: date, year: date) -> QuerySet[Any, Any]:
    return (
        students_on(day, since, year)
        .filter(pk__in=_members(section_id, day))
        .values_list(*_COLUMNS)
    )


def _members(section_id: int, day: date) -> QuerySet[Any, Any]:
    return Enrollment.objects.current(day).filter(section=section_id).values("student")


def waits_of(school: School, asked: Span, section: Section | None = None) -> tuple[Wait, ...]:
    """Everybody of a school or of one class, the longest wait first (two queries)."""
    end, year = asked.end, school_year(asked.end)
    days = (end, min(asked.start, year), year)
    students = (
        _students_of_class(section.pk, *days) if section else _students_of_school(school.pk, *days)
    )
    rows = [
        (*row, last, max(joined, year), last if last and last >= year else max(joined, year))
        for *row, last, joined in students
    ]
    sections = _sections_of(school, end, section)
    span = asked.reaching(min((since for *_row, since in rows), default=end))
    promised = span.promised
    waits = [
        Wait(
            student=student,
            key=key,
            name=name,
            grade=grade,
            language=language,
            sections=tuple(pk for pk, _name in sections[student]),
            classes=", ".join(name for _pk, name in sections[student]),
            joined_on=joined,
            last_on=last,
            days=promised.wait(since),
            due_on=promised.due_on(since),
            is_met=last is not None and last >= span.start,
            is_late=since < span.late_before,
        )
        for student, key, name, grade, language, last, joined, since in rows
    ]
    return tuple(sorted(waits, key=lambda wait: (-wait.days, folded(wait.name), wait.key)))


def _sections_of(
    school: School, day: date, section: Section | None
) -> dict[int, list[tuple[int, str]]]:
    rows = _seats_of_class(section.pk, day) if section else _seats_of_school(school.pk, day)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for student, pk, name in rows:
        found[student].append((pk, name))
    return found


@prepared
def _seats_of_school(school_id: int, day: date) -> QuerySet[Any, Any]:
    return _seats(day).filter(school=school_id)


@prepared
def _seats_of_class(section_id: int, day: date) -> QuerySet[Any, Any]:
    """Of the students of a class, in whichever classes they are."""
    return _seats(day).filter(student__in=_members(section_id, day))


def _seats(day: date) -> QuerySet[Any, Any]:
    current = Enrollment.objects.current(day).filter(section__archived_at=None)
    return current.order_by("pk").values_list("student", "section", "section__name")


def with_reasons(waits: Sequence[Wait], end: date, today: date) -> tuple[Wait, ...]:
    """The same waits, with the places lost to absence and those that passed unused (one query).

    Where the days end `today`, it is told too who has a place today or on a later day.
    """
    found = _places([wait.student for wait in waits], end, is_open=end == today)
    return tuple(
        replace(
            wait,
            absent=found.absent[wait.student],
            missed=found.missed[wait.student],
            planned_on=found.planned.get(wait.student),
            is_planned=found.planned.get(wait.student) == today,
        )
        for wait in waits
    )


@frozen
class _Places:
    """Places that were not held, by student: how often, and the day of the next one."""

    absent: Counter[int] = field(default_factory=Counter)
    missed: Counter[int] = field(default_factory=Counter)
    planned: dict[int, date] = field(default_factory=dict)


def _places(students: Collection[int], end: date, *, is_open: bool) -> _Places:
    """Up to the day `end`; with `is_open`, places from that day on are places to come."""
    found = _Places()
    slots = Slot.objects.filter(student__in=students, plan__on__gte=end - _LOOKS_BACK)
    if not is_open:
        slots = slots.filter(plan__on__lt=end)
    parts = {"is_past": Q(plan__on__lt=end), "has_place": Q(window__isnull=False)}
    rows: Any = slots.exclude(state=Slot.State.DONE).order_by().annotate(**parts)
    rows = rows.values_list("student", "state", *parts)
    for student, state, is_past, has_place, times, first in rows.annotate(
        times=Count("*"), first=Min("plan__on")
    ):
        if is_past:
            (found.absent if state == Slot.State.ABSENT else found.missed)[student] += times
        elif has_place and state == Slot.State.PLANNED:
            found.planned[student] = first
    return found
