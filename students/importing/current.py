"""What the school holds, as the plain data that a list is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from students.models import Enrollment, School, Section, StaffRole, Student
from students.roles import TEACHING
from students.roster.present import Present, PresentClass, PresentStaff, PresentStudent

NOTHING: frozenset[str] = frozenset()
# An account is its owner's, and may be of another school too: a list does not rename it.
OWN_ACCOUNT = frozenset({"name", "email", "external_id"})


def running(today: date) -> Q:
    """Rows that last today or begin later."""
    return Q(ends_on=None) | Q(ends_on__gte=today)


def present_of(school: School, *, today: date, section: Section | None = None) -> Present:
    """The school's students, classes, grown-ups and seats in five queries; ids are primary keys.

    With `section` that class alone is spoken for, and no other can be matched; students of other
    classes are still known by number and name, so that nobody comes in twice.
    """
    classes = _classes(school) if section is None else (_own_class(section),)
    staff, assignments = _staff(school, today)
    return Present(
        students=tuple(students(school)),
        classes=classes,
        staff=staff,
        enrollments=frozenset(seats(school, today)),
        assignments=assignments,
        scope=None if section is None else frozenset({section.pk}),
    )


def students(school: School) -> Iterator[PresentStudent]:
    """Every student of the school, in the order of their making."""
    rows = (
        Student.objects.filter(school=school)
        .order_by("pk")
        .values_list("pk", "name", "called", "external_id", "grade", "home_language", "hand_edited")
    )
    met: dict[str, str] = {}
    once = met.setdefault  # a district has few first names, grades and languages: each is kept once
    for pk, name, called, number, grade, language, edited in rows.iterator(chunk_size=5_000):
        yield PresentStudent(
            pk,
            once(name, name),
            once(called, called),
            number,
            once(grade, grade),
            once(language, language),
            frozenset(edited) if edited else NOTHING,
        )


def _classes(school: School) -> tuple[PresentClass, ...]:
    """Classes in use, and those put away that a number would bring back."""
    rows = (
        Section.objects.filter(Q(archived_at=None) | ~Q(external_id=""), school=school)
        .order_by("pk")
        .values_list("pk", "name", "external_id", "grade", "term__name")
    )
    return tuple(
        [
            PresentClass(pk, name, number, grade, term or "")
            for pk, name, number, grade, term in rows
        ]
    )


def _own_class(section: Section) -> PresentClass:
    return PresentClass(section.pk, section.name, section.external_id, section.grade)


def seats(school: School, today: date) -> Iterator[tuple[int, int]]:
    """(student, class) of every seat of a class in use that lasts."""
    rows = Enrollment.objects.filter(running(today), school=school, section__archived_at=None)
    pairs = rows.order_by().values_list("student_id", "section_id").distinct()
    return pairs.iterator(chunk_size=5_000)


def _staff(
    school: School, today: date
) -> tuple[tuple[PresentStaff, ...], frozenset[tuple[int, int]]]:
    """Everyone who works here, and who teaches which class."""
    rows = StaffRole.objects.filter(running(today), school=school).order_by("user_id", "pk")
    people: dict[int, PresentStaff] = {}
    teaching: set[tuple[int, int]] = set()
    for user, name, written, kind, section in rows.values_list(
        "user_id", "user__name", "user__email", "kind", "section_id"
    ):
        email = (written or "").lower()
        people[user] = PresentStaff(user, name, email, email, OWN_ACCOUNT)
        if kind in TEACHING:
            teaching.add((user, section))
    return tuple(people.values()), frozenset(teaching)
