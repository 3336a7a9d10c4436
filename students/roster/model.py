"""What a class list says once it has been read: frozen plain data, no Django.

Keys (`key`, `class_key`, ...) tie rows of one reading together; they are not database ids.
`line` is the line of the file, counted from 1 with the heading; `row` counts students from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from plc.frozen import frozen


@frozen(slots=True)
class Finding:
    """Something a person should know about one cell, one row or the whole file.

    `message` is a whole English sentence; `template` and `params` are the same for gettext.
    `line` is None when the finding is about the whole file.
    """

    code: str
    message: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int | None = None
    row: int | None = None
    column: str = ""
    value: str = ""
    suggestion: str = ""


class RowError(Finding):
    """The row, or the file when there is no line, is refused until this is put right."""

    __slots__ = ()


class RowCheck(Finding):
    """The row can go in, but a person should look at it first."""

    __slots__ = ()


class Note(Finding):
    """How the file was read, said out loud."""

    __slots__ = ()


@frozen(slots=True)
class Question:
    """A choice only a person can make; nothing is read on until it is answered."""

    code: str
    message: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    column: int | None = None
    choices: tuple[str, ...] = ()
    suggestion: str = ""


@frozen(slots=True)
class ColumnMatch:
    """What one column of the file was taken for.

    `certainty`: sure; ask (one of `choices`, a person says which); unknown; not_kept
    (we know it and leave it in the file, such as a password).
    """

    index: int
    header: str
    field: str
    certainty: str
    choices: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


@frozen(slots=True)
class StudentRow:
    """One student. `birth_year` only tells two children of one name apart; it is never saved."""

    key: str
    name: str
    called: str = ""
    external_id: str = ""
    grade: str = ""
    home_language: str = ""
    birth_year: int | None = None
    file: str = ""
    line: int | None = None


@frozen(slots=True)
class ClassRow:
    """A class. `is_grade_guessed`: its students have that grade, the list gives it none."""

    key: str
    name: str
    external_id: str = ""
    grade: str = ""
    term: str = ""
    file: str = ""
    line: int | None = None
    is_grade_guessed: bool = False


@frozen(slots=True)
class StaffRow:
    key: str
    name: str
    email: str = ""
    external_id: str = ""
    file: str = ""
    line: int | None = None


@frozen(slots=True)
class GuardianRow:
    student_key: str
    name: str
    email: str = ""
    relation: str = ""
    external_id: str = ""
    file: str = ""
    line: int | None = None


@frozen(slots=True)
class EnrollmentRow:
    """A student sits in a class. Dates only where the file gives them; `ends_on` is exclusive."""

    student_key: str
    class_key: str
    starts_on: date | None = None
    ends_on: date | None = None


@frozen(slots=True)
class AssignmentRow:
    """A grown-up teaches a class; `role` is "teacher" or "co-teacher"."""

    staff_key: str
    class_key: str
    role: str = "teacher"


@frozen(slots=True)
class SchoolChoice:
    """One school of a bundle, with how many students it holds."""

    external_id: str
    name: str
    students: int = 0


@frozen(slots=True)
class Roster:
    """Everything that is ready to go in; refused rows are not here."""

    students: tuple[StudentRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    enrollments: tuple[EnrollmentRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    guardians: tuple[GuardianRow, ...] = ()
    school: SchoolChoice | None = None

    def __bool__(self) -> bool:
        return bool(self.students or self.classes or self.staff)


@frozen(slots=True)
class RosterRow:
    """One row of an any-heading table as the check page shows it, ready or not.

    `student` is None for a refused row; `values` are the matched cells as written.
    """

    row: int
    line: int
    fields: tuple[str, ...]
    values: tuple[str, ...]
    student: StudentRow | None
    errors: tuple[RowError, ...] = ()
    checks: tuple[RowCheck, ...] = ()

    @property
    def cells(self) -> dict[str, str]:
        return dict(zip(self.fields, self.values, strict=True))


@frozen(slots=True)
class Decisions:
    """What a person answered on the way: how the check page talks back to the reader.

    `columns` maps a column's index to a field ("" leaves it out); `fixes` a line to new cells;
    `skipped` are lines to leave out; `different` and `same` answer "Is it the same child?";
    `local_grades` are grade labels the school keeps as they are; `comma_names` is
    "family_first" or "as_written"; `class_name` takes all students where no column says a class.
    `extent` is "add" when who is missing stays, "whole" when she leaves, "" where nobody said.
    Without `keep_rows` the reading holds no `rows`: nobody will look at them one by one.
    """

    encoding: str = ""
    has_header: bool | None = None
    columns: Mapping[int, str] = field(default_factory=dict)
    comma_names: str = ""
    fixes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    different: frozenset[int] = frozenset()
    same: frozenset[int] = frozenset()
    local_grades: frozenset[str] = frozenset()
    school: str = ""
    class_name: str = ""
    extent: str = ""
    keep_rows: bool = True


@frozen(slots=True)
class Reading:
    """The outcome of reading a file: always this, never an exception, whatever the bytes."""

    format: str
    roster: Roster = field(default_factory=Roster)
    errors: tuple[RowError, ...] = ()
    checks: tuple[RowCheck, ...] = ()
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()
    columns: tuple[ColumnMatch, ...] = ()
    rows: tuple[RosterRow, ...] = ()
    schools: tuple[SchoolChoice, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all of the file can go in as it is."""
        return bool(self.roster) and not self.errors and not self.questions

    @property
    def file_errors(self) -> tuple[RowError, ...]:
        """The reasons, if any, why nothing of the file can be used."""
        return tuple(error for error in self.errors if error.line is None)

    def findings(self) -> Iterator[Finding]:
        yield from self.errors
        yield from self.checks
        yield from self.notes
