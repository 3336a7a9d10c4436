"""The students, classes and teachers met so far in one table; repeats told from doubles."""

from __future__ import annotations

from typing import NamedTuple

from students.roster.cells import is_email
from students.roster.findings import Findings
from students.roster.model import (
    AssignmentRow,
    ClassRow,
    Decisions,
    EnrollmentRow,
    Roster,
    StaffRow,
    StudentRow,
)
from students.roster.names import read_name


class Seen(NamedTuple):
    """A student met in an earlier row."""

    row: int
    student: StudentRow
    class_key: str


class Claim(NamedTuple):
    """A row that says a student number is this child's, also one that is refused."""

    line: int
    row: int
    name: str


class Register:
    """Keeps what was read. A student of several rows is one student in several classes."""

    def __init__(self, found: Findings, decisions: Decisions) -> None:
        self.found = found
        self.decisions = decisions
        self.students: list[StudentRow] = []
        self.classes: dict[str, ClassRow] = {}
        self.staff: dict[str, StaffRow] = {}
        self.enrollments: dict[tuple[str, str], EnrollmentRow] = {}
        self.assignments: dict[tuple[str, str], AssignmentRow] = {}
        self.by_number: dict[str, Seen] = {}
        self.claims: dict[str, list[Claim]] = {}  # but for those of `by_number`
        self.by_name: dict[str, list[Seen]] = {}
        self.unnumbered: dict[str, list[Seen]] = {}

    def admit(self, student: StudentRow, texts: dict[str, str]) -> StudentRow | None:
        """Take a student in, or refuse a double. Returns the student as kept."""
        section = self.section(texts)
        class_key = section.key if section else ""
        first = self.by_number.get(student.external_id) if student.external_id else None
        if first is not None:
            if first.student.name.casefold() != student.name.casefold():
                return None  # `refuse_doubles` says why, for both
            self.compare_repeat(first, student, class_key)
            student = first.student
        elif twin := self.twin(student):
            if self.found.line not in self.decisions.same:
                self.ask_about(student, twin)
                return None
            student = twin.student
        else:
            self.students.append(student)
        self.remember(student, class_key)
        if section:
            self.classes.setdefault(class_key, section)
            self.enroll(student.key, class_key)
            self.staff_of(class_key, texts)
        return student

    def roster(self) -> Roster:
        return Roster(
            students=tuple(self.students),
            classes=tuple(self.classes.values()),
            enrollments=tuple(self.enrollments.values()),
            staff=tuple(self.staff.values()),
            assignments=tuple(self.assignments.values()),
        )

    # -------------------------------------------------------------- doubles

    def compare_repeat(self, first: Seen, student: StudentRow, class_key: str) -> None:
        """Two rows of one number and name are one child; what differs is said."""
        if (student.key, class_key) in self.enrollments or not class_key:
            self.found.check("repeated", "external_id", student.external_id, other=first.row)
        if student.grade != first.student.grade:
            self.found.check(
                "other_grade", "grade", student.grade, other=first.row, before=first.student.grade
            )

    def claim(self, student: StudentRow) -> None:
        """Remember whose number this row says it is, unless it is the first that was taken in."""
        number, row = student.external_id, self.found.row or 0
        first = self.by_number.get(number)
        if number and student.name and not (first and first.row == row):
            claim = Claim(self.found.line or 0, row, student.name)
            self.claims.setdefault(number, []).append(claim)

    def refuse_doubles(self) -> None:
        """A number beside two names is neither's: which of them is mistyped we cannot tell.

        Taken for one of them, the other's record would get a name that is not hers.
        """
        doubled: set[str] = set()
        for number, others in self.claims.items():
            claims = sorted([*others, *self.first_claim(number)])
            first, name = claims[0], claims[0].name.casefold()
            second = next((c for c in claims[1:] if c.name.casefold() != name), None)
            if second is None:
                continue
            doubled.add(number)
            for claim in claims:
                other = second if claim.name.casefold() == name else first
                self.found.at(line=claim.line, row=claim.row)
                self.found.refuse(
                    "same_number", "external_id", number, other=other.row, other_name=other.name
                )
        if doubled:
            self.take_out({row.key for row in self.students if row.external_id in doubled})

    def first_claim(self, number: str) -> list[Claim]:
        seen = self.by_number.get(number)
        return [Claim(seen.student.line or 0, seen.row, seen.student.name)] if seen else []

    def take_out(self, keys: set[str]) -> None:
        """Students who were taken in too soon, and classes that nobody else is in."""
        self.students = [row for row in self.students if row.key not in keys]
        left = {seat: row for seat, row in self.enrollments.items() if seat[0] not in keys}
        filled = {class_key for _student, class_key in left}
        emptied = {class_key for _student, class_key in self.enrollments} - filled
        self.enrollments = left
        self.classes = {key: row for key, row in self.classes.items() if key not in emptied}
        self.assignments = {
            key: row for key, row in self.assignments.items() if key[1] not in emptied
        }

    def twin(self, student: StudentRow) -> Seen | None:
        """An earlier child of the same name, unless numbers or birth years tell them apart."""
        met = self.unnumbered if student.external_id else self.by_name
        others = met.get(student.name.casefold())
        if not others or self.found.line in self.decisions.different:
            return None
        for seen in others:
            other = seen.student
            if student.birth_year and other.birth_year and student.birth_year != other.birth_year:
                continue
            return seen
        return None

    def ask_about(self, student: StudentRow, twin: Seen) -> None:
        known = student.birth_year is not None and student.birth_year == twin.student.birth_year
        code = "same_name_year" if known else "same_name"
        self.found.refuse(code, "name", student.name, other=twin.row)

    def remember(self, student: StudentRow, class_key: str) -> None:
        seen = Seen(self.found.row or 0, student, class_key)
        if student.external_id:
            self.by_number.setdefault(student.external_id, seen)
        else:
            self.unnumbered.setdefault(student.name.casefold(), []).append(seen)
        self.by_name.setdefault(student.name.casefold(), []).append(seen)

    # -------------------------------------------------------------- classes

    def section(self, texts: dict[str, str]) -> ClassRow | None:
        """The class of this row: by its number, else by its name (and term)."""
        number, term = texts.get("class_id", ""), texts.get("term", "")
        name = texts.get("class_name", "") or number or self.decisions.class_name
        if not name:
            return None
        key = f"id:{number}" if number else f"name:{name.casefold()}|{term.casefold()}"
        known = self.classes.get(key)
        return known or ClassRow(key, name, number, "", term, "", self.found.line)

    def enroll(self, student_key: str, class_key: str) -> None:
        key = (student_key, class_key)
        if key not in self.enrollments:
            self.enrollments[key] = EnrollmentRow(student_key, class_key)

    def staff_of(self, class_key: str, texts: dict[str, str]) -> None:
        """The teacher named beside the student; a doubtful address is left out aloud."""
        name, email = texts.get("teacher_name", ""), texts.get("teacher_email", "")
        if not name and not email:
            return
        if email and not is_email(email):
            self.found.check("email_left_out", "teacher_email", email)
            email = ""
        key = email.casefold() or name.casefold()
        if key and key not in self.staff:
            reading = read_name(name or email)
            if reading.problem:
                return
            self.staff[key] = StaffRow(key, reading.name, email, "", "", self.found.line)
        if key:
            role = "teacher"
            self.assignments.setdefault((key, class_key), AssignmentRow(key, class_key, role))
