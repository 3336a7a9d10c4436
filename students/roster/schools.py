"""From a bundle of a district to the roster of one school."""

from __future__ import annotations

from students.roster.cells import is_email, read_cell
from students.roster.districts import (
    GUARDIAN,
    HELPER,
    STAFF,
    STUDENT,
    TEACHER,
    District,
    Seat,
    User,
)
from students.roster.findings import Findings
from students.roster.grades import parse_grade
from students.roster.messages import say
from students.roster.model import (
    AssignmentRow,
    ClassRow,
    Decisions,
    EnrollmentRow,
    GuardianRow,
    Note,
    Roster,
    SchoolChoice,
    StaffRow,
    StudentRow,
)
from students.roster.names import NAME_LIMIT, joined, read_name


class SchoolReader:
    """Picks the people and classes of one school out of a district."""

    def __init__(
        self, district: District, school: SchoolChoice, found: Findings, decisions: Decisions
    ) -> None:
        self.district = district
        self.school = school
        self.found = found
        self.decisions = decisions
        self.students: dict[str, StudentRow] = {}
        self.staff: dict[str, StaffRow] = {}
        self.classes: dict[str, ClassRow] = {}
        self.grades_said: set[str] = set()

    def roster(self) -> Roster:
        self.read_classes()
        for user in self.district.users.values():
            role, grade = user.roles.get(self.school.external_id, ("", ""))
            if role in STUDENT:
                self.add_student(user, grade)
            elif role in STAFF:
                self.add_staff(user)
        enrollments, assignments = self.read_seats()
        return Roster(
            students=tuple(self.students.values()),
            classes=tuple(self.classes.values()),
            enrollments=enrollments,
            staff=tuple(self.staff.values()),
            assignments=assignments,
            guardians=self.guardians(),
            school=self.school,
        )

    # --------------------------------------------------------------- people

    def place(self, line: int, part: str) -> str:
        file = self.district.files.get(part) or self.district.files["users"]
        self.found.at(line=line, file=file)
        return file

    def add_student(self, user: User, grade: str) -> None:
        file = self.place(user.line, "users")
        if named := self.named(user):
            name, called = named
            self.students[user.id] = StudentRow(
                user.id, name, called, user.id, self.grade(grade), "", None, file, user.line
            )

    def named(self, user: User) -> tuple[str, str] | None:
        """(name, called) of a person, or None when the name or the number is refused."""
        if user.is_doubled:
            return None
        reading = read_name(joined(user.given, user.family, user.middle))
        if reading.problem:
            self.found.refuse(
                reading.problem,
                "givenName",
                reading.name,
                sign=reading.sign,
                found=len(reading.name),
                limit=NAME_LIMIT,
            )
            return None
        for code, value in reading.checks:
            if code != "family_first":
                self.found.check(code, "givenName", value, sign=value)
        own = read_name(user.called or user.given or user.family)
        return reading.name, own.name if not own.problem else reading.called

    def grade(self, written: str) -> str:
        """A grade of PK to 12; other labels are left out, said once each."""
        if not written or written in self.decisions.local_grades:
            return written
        grade = parse_grade(written).grade
        if not grade and "," not in written and written not in self.grades_said:
            self.grades_said.add(written)
            self.found.check("grade_left_out", "grade", written)
        return grade

    def add_staff(self, user: User) -> None:
        file = self.place(user.line, "staff")
        if named := self.named(user):
            self.staff[user.id] = StaffRow(
                user.id, named[0], self.email(user), user.id, file, user.line
            )

    def email(self, user: User) -> str:
        if is_email(user.email):
            return user.email
        if "@" in user.email:
            self.found.check("email_left_out", "email", user.email)
        return ""

    # -------------------------------------------------------------- classes

    def read_classes(self) -> None:
        for section in self.district.sections.values():
            file = self.place(section.line, "classes")
            if section.school not in self.district.orgs:
                self.found.refuse("unknown_school", "schoolSourcedId", section.school)
            elif section.school == self.school.external_id:
                name = read_cell("class_name", section.name)
                term = read_cell("term", section.term)
                if name.problem or not name.text:
                    code = name.problem or "class_name_missing"
                    self.found.refuse(
                        code, "title", section.name, sign=name.sign, found=len(name.text), limit=80
                    )
                    continue
                grade = parse_grade(section.grade).grade if "," not in section.grade else ""
                self.classes[section.id] = ClassRow(
                    section.id, name.text, section.id, grade, term.text, file, section.line
                )

    def read_seats(self) -> tuple[tuple[EnrollmentRow, ...], tuple[AssignmentRow, ...]]:
        enrollments: dict[tuple[str, str], EnrollmentRow] = {}
        assignments: dict[tuple[str, str], AssignmentRow] = {}
        leading = {seat.section for seat in self.district.seats if seat.primary == "true"}
        for seat in self.district.seats:
            if not self.seat_counts(seat):
                continue
            key = (seat.user, seat.section)
            if seat.role in STUDENT:
                enrollments[key] = EnrollmentRow(*key, seat.starts_on, seat.ends_on)
            elif seat.role in TEACHER | HELPER:
                leads = seat.primary == "true" or seat.section not in leading
                role = "teacher" if seat.role in TEACHER and leads else "co-teacher"
                assignments[key] = AssignmentRow(*key, role)
        return tuple(enrollments.values()), tuple(assignments.values())

    def seat_counts(self, seat: Seat) -> bool:
        """Whether this seat belongs to our school; people it names are taken in."""
        section = self.district.sections.get(seat.section)
        if section is None:
            self.place(seat.line, "enrollments")
            self.found.refuse("unknown_class", "classSourcedId", seat.section)
            return False
        if section.school != self.school.external_id:
            return False
        user = self.district.users.get(seat.user)
        if user is None:
            self.place(seat.line, "enrollments")
            self.found.refuse("unknown_person", "userSourcedId", seat.user)
            return False
        self.bring_in(user, seat.role)
        known = self.students if seat.role in STUDENT else self.staff
        return user.id in known and section.id in self.classes

    def bring_in(self, user: User, role: str) -> None:
        """Someone who belongs to another school on paper, but sits or teaches in a class here."""
        if role in STUDENT and user.id not in self.students:
            grade = next((grade for kind, grade in user.roles.values() if kind in STUDENT), "")
            self.add_student(user, grade)
        elif role in TEACHER | HELPER and user.id not in self.staff:
            self.add_staff(user)

    # ------------------------------------------------------------ guardians

    def guardians(self) -> tuple[GuardianRow, ...]:
        rows: list[GuardianRow] = []
        for link in self.district.links:
            if link.student not in self.students:
                continue
            user = self.district.users.get(link.guardian)
            file = self.place(link.line, "users")
            if user is None:
                self.found.check("guardian_unknown", "", link.guardian)
            elif named := self.named(user):
                relation = link.relation.casefold() or next(
                    (role for role, _grade in user.roles.values() if role in GUARDIAN), ""
                )
                rows.append(
                    GuardianRow(
                        link.student, named[0], self.email(user), relation, user.id, file, user.line
                    )
                )
        return tuple(rows)

    def notes(self, schools: tuple[SchoolChoice, ...], roster: Roster) -> list[Note]:
        """What a person should know about how this school was picked and read."""
        said: list[Note] = []
        others = [school.name for school in schools if school != self.school]
        if others:
            params: dict[str, object] = {
                "school": self.school.name,
                "others": ", ".join(others[:5]),
            }
            said.append(say(Note, "other_schools", params=params))
        if self.district.skipped:
            said.append(say(Note, "status_skipped", params={"count": self.district.skipped}))
        seated = {row.student_key for row in roster.enrollments}
        loose = sum(student.key not in seated for student in roster.students)
        if loose:
            said.append(say(Note, "not_enrolled", params={"count": loose}))
        return said
