"""Make a read list fit what a school keeps, so that importing it again finds nothing to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from students.models import Grade, Section
from students.roster.model import (
    ClassRow,
    EnrollmentRow,
    Roster,
    StaffRow,
    StudentRow,
)

GRADES = frozenset({"", *Grade.values})
# Lengths of our columns, in letters. A number that is cut off would be another number.
CALLED, LANGUAGE, NUMBER, TERM = 60, 40, 80, 60
OWN_CLASS = "own class"


def fitted(
    roster: Roster, *, today: date, section: Section | None = None, is_whole: bool = True
) -> Roster:
    """The part of a list that can be kept here.

    Grade labels of a school's own have no place yet, seats that ended are over, and a grown-up
    without a class gets no account. With `section` every student goes into that class, whatever
    the list calls it, and grown-ups are left out: a teacher appoints nobody. The grade of its
    students is that of the class, unless the list is not the whole of it.
    """
    students = tuple([_student(row) for row in roster.students])
    if section is not None:
        fit = Roster(
            students=students,
            classes=(ClassRow(OWN_CLASS, section.name, section.external_id),),
            enrollments=tuple([EnrollmentRow(row.key, OWN_CLASS) for row in students]),
            guardians=roster.guardians,
            school=roster.school,
        )
    else:
        teaching = {row.staff_key for row in roster.assignments}
        fit = replace(
            roster,
            students=students,
            classes=tuple([_class(row) for row in roster.classes]),
            enrollments=tuple([row for row in roster.enrollments if not _is_over(row, today)]),
            staff=tuple([_staff(row) for row in roster.staff if row.key in teaching]),
        )
    return replace(fit, classes=_graded(fit)) if is_whole else fit


def _graded(roster: Roster) -> tuple[ClassRow, ...]:
    """The classes; one that the list gives no grade has the one grade of its students, if it is."""
    grade_of = {row.key: row.grade for row in roster.students}
    grades: dict[str, set[str]] = {}
    for seat in roster.enrollments:
        if grade := grade_of.get(seat.student_key):
            grades.setdefault(seat.class_key, set()).add(grade)
    return tuple(
        [
            replace(row, grade=next(iter(found)), is_grade_guessed=True)
            if not row.grade and len(found := grades.get(row.key, ())) == 1
            else row
            for row in roster.classes
        ]
    )


def _student(row: StudentRow) -> StudentRow:
    if (
        row.grade in GRADES
        and len(row.called) <= CALLED
        and len(row.home_language) <= LANGUAGE
        and len(row.external_id) <= NUMBER
    ):
        return row
    return replace(
        row,
        grade=row.grade if row.grade in GRADES else "",
        called=row.called[:CALLED].rstrip(),
        home_language=row.home_language[:LANGUAGE].rstrip(),
        external_id=_number(row.external_id),
    )


def _class(row: ClassRow) -> ClassRow:
    return replace(
        row,
        grade=row.grade if row.grade in GRADES else "",
        term=row.term[:TERM].rstrip(),
        external_id=_number(row.external_id),
    )


def _staff(row: StaffRow) -> StaffRow:
    """A grown-up is told from another by her e-mail, as her account is."""
    email = row.email.lower()
    return replace(row, email=email, external_id=email)


def _number(written: str) -> str:
    return written if len(written) <= NUMBER else ""


def _is_over(row: EnrollmentRow, today: date) -> bool:
    return row.ends_on is not None and row.ends_on <= today
