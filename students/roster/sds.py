"""Microsoft School Data Sync CSV: v1 (also as in the United Kingdom), v2, v2.1."""

from __future__ import annotations

from students.roster.bundles import Files
from students.roster.districts import (
    District,
    Link,
    Org,
    Seat,
    Section,
    User,
    refuse_double,
    role_key,
)
from students.roster.findings import Findings
from students.roster.messages import say
from students.roster.model import Note
from students.roster.sheets import Sheet, refuse

ID, SCHOOL = "SIS ID|ID", "School SIS ID|School DfE Number"
GONE = frozenset({"inactive", "deleted", "tobedeleted"})


def read_sds(files: Files, found: Findings, notes: list[Note]) -> District:
    """Read the version the file names speak of."""
    reader = _Reader(files, found, notes)
    return reader.first() if "student.csv" in files.names else reader.second()


class _Reader:
    def __init__(self, files: Files, found: Findings, notes: list[Note]) -> None:
        self.files = files
        self.found = found
        self.notes = notes
        self.district = District("")

    def sheet(self, name: str) -> Sheet:
        if name.casefold() not in self.files.names:
            raise refuse("file_missing", file=name)
        sheet = Sheet(self.files, name.casefold(), self.found)
        sheet.name = name
        self.notes.extend(sheet.notes)
        return sheet

    def optional(self, name: str) -> Sheet | None:
        if name.casefold() in self.files.names:
            return self.sheet(name)
        self.notes.append(say(Note, "optional_missing", params={"file": name}))
        return None

    # ------------------------------------------------------------------- v1

    def first(self) -> District:
        schools, students = self.sheet("School.csv"), self.sheet("Student.csv")
        kind = "Microsoft SDS v1 (UK)" if schools.has("DfE Number") else "Microsoft SDS v1"
        self.district = District(
            kind,
            files={
                "users": "Student.csv",
                "classes": "Section.csv",
                "enrollments": "StudentEnrollment.csv",
                "staff": "Teacher.csv",
            },
        )
        for line, (key, name) in schools.rows("SIS ID|DfE Number|ID", "Name"):
            self.district.orgs[key] = Org(key, name, "school", line)
        self.people(students, "student")
        if teachers := self.optional("Teacher.csv"):
            self.people(teachers, "teacher")
        self.first_classes()
        if "guardianrelationship.csv" in self.files.names:
            self.first_guardians()
        return self.district

    def people(self, sheet: Sheet, role: str) -> None:
        if not sheet.has("First Name", "Last Name"):
            raise refuse("names_missing", file=sheet.name, given="First Name", family="Last Name")
        columns = (
            ID,
            SCHOOL,
            "First Name",
            "Last Name",
            "Middle Name",
            "Status",
            "Grade",
            "Secondary Email|Email",
            "Username",
        )
        for line, cells in sheet.rows(*columns):
            key, school, given, family, middle, status, grade, email, login = cells
            if status.casefold() in GONE:
                self.district.skipped += 1
                continue
            user = User(key, given, family, line, middle, "", email or login)
            user.roles[school] = (role, grade)
            self.add(user, sheet)

    def add(self, user: User, sheet: Sheet) -> None:
        """Take a person in; the same person in a second school gets a second role."""
        user.file = sheet.name
        self.found.at(line=user.line, file=sheet.name)
        known = self.district.users.get(user.id)
        if not user.id:
            self.found.refuse("id_missing", sheet.header[0])
        elif known is None:
            self.district.users[user.id] = user
        elif known.written != user.written or user.roles.keys() & known.roles.keys():
            refuse_double(known, user, sheet.header[0], self.found)
        else:
            known.roles.update(user.roles)

    def first_classes(self) -> None:
        sheet = self.sheet("Section.csv")
        sheet.require("Section Name")
        columns = (ID, SCHOOL, "Section Name", "Term Name", "Status")
        for line, (key, school, name, term, status) in sheet.rows(*columns):
            if status.casefold() in GONE:
                self.district.skipped += 1
                continue
            self.district.sections[key] = Section(key, name, school, line, "", term)
        for name, role in (("StudentEnrollment.csv", "student"), ("TeacherRoster.csv", "teacher")):
            sheet = self.sheet(name)
            for line, (section, user) in sheet.rows("Section SIS ID|Section ID", ID):
                self.district.seats.append(Seat(section, user, role, line))

    def first_guardians(self) -> None:
        """Guardians have e-mail addresses instead of numbers; their names are in User.csv."""
        if people := self.optional("User.csv"):
            for line, (email, given, family) in people.rows("Email", "First Name", "Last Name"):
                key = email.casefold()
                self.district.users.setdefault(key, User(key, given, family, line, email=email))
        sheet = self.sheet("GuardianRelationship.csv")
        for line, (student, email, role) in sheet.rows(ID, "Email", "Role"):
            self.district.links.append(Link(student, email.casefold(), role, line))

    # ------------------------------------------------------------ v2 and v2.1

    def second(self) -> District:
        apart = "roles.csv" in self.files.names
        self.district = District(
            "Microsoft SDS v2.1" if apart else "Microsoft SDS v2",
            files={
                "users": "users.csv",
                "classes": "classes.csv",
                "enrollments": "enrollments.csv",
            },
        )
        orgs = self.sheet("orgs.csv")
        for line, (key, name, kind) in orgs.rows("sourcedId", "name", "type"):
            self.district.orgs[key] = Org(key, name, role_key(kind), line)
        self.second_people()
        if apart:
            self.roles()
        self.second_classes()
        if "relationships.csv" in self.files.names:
            self.relationships()
        return self.district

    def second_people(self) -> None:
        sheet = self.sheet("users.csv")
        if not sheet.has("givenName", "familyName"):
            raise refuse("names_missing", file=sheet.name, given="givenName", family="familyName")
        columns = (
            "sourcedId",
            "givenName",
            "familyName",
            "orgSourcedIds|orgSourcedId",
            "role",
            "grade",
            "email",
            "username",
        )
        for line, (key, given, family, orgs, role, grade, email, login) in sheet.rows(*columns):
            user = User(key, given, family, line, email=email or login)
            for org in filter(None, map(str.strip, orgs.split(","))):
                user.roles[org] = (role_key(role), grade)
            self.add(user, sheet)

    def roles(self) -> None:
        sheet = self.sheet("roles.csv")
        sheet.require("userSourcedId", "orgSourcedId", "role")
        columns = ("userSourcedId", "orgSourcedId", "role", "grade")
        for line, (key, org, role, grade) in sheet.rows(*columns):
            if user := self.district.users.get(key):
                user.roles[org] = (role_key(role), grade)
            else:
                self.found.at(line=line, file=sheet.name)
                self.found.refuse("unknown_person", "userSourcedId", key)

    def second_classes(self) -> None:
        terms: dict[str, str] = {}
        if "academicsessions.csv" in self.files.names:
            sessions_sheet = self.sheet("academicSessions.csv")
            terms = {
                key: title for _line, (key, title) in sessions_sheet.rows("sourcedId", "title")
            }
        sheet = self.sheet("classes.csv")
        sheet.require("sourcedId", "orgSourcedId", "title")
        columns = ("sourcedId", "orgSourcedId", "title", "sessionSourcedIds")
        for line, (key, school, title, sessions) in sheet.rows(*columns):
            term = terms.get(sessions.split(",")[0].strip(), "")
            self.district.sections[key] = Section(key, title, school, line, "", term)
        seats = self.sheet("enrollments.csv")
        seats.require("classSourcedId", "userSourcedId", "role")
        for line, (section, user, role) in seats.rows("classSourcedId", "userSourcedId", "role"):
            self.district.seats.append(Seat(section, user, role_key(role), line))

    def relationships(self) -> None:
        sheet = self.sheet("relationships.csv")
        columns = ("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
        for line, (student, guardian, relation) in sheet.rows(*columns):
            self.district.links.append(Link(student, guardian, relation, line))
