"""OneRoster 1.1 and 1.2 CSV in bulk, as 1EdTech writes it and as schools really export it."""

from __future__ import annotations

from students.roster.bundles import Files
from students.roster.districts import (
    District,
    Link,
    Org,
    Seat,
    Section,
    User,
    day,
    refuse_double,
    role_key,
)
from students.roster.findings import Findings
from students.roster.messages import say, shorten
from students.roster.model import Note
from students.roster.sheets import Sheet, refuse

NEEDED = ("orgs.csv", "users.csv", "classes.csv", "enrollments.csv")
GONE = frozenset({"tobedeleted", "inactive", "false"})
HERE = frozenset({"", "active", "true"})


def read_oneroster(files: Files, found: Findings, notes: list[Note]) -> District:
    """Read the files of a OneRoster bundle that plc needs. Demographics are not opened."""
    version = manifest_version(files, found, notes)
    for name in NEEDED:
        if name not in files.names:
            raise refuse("file_missing", file=name)
    if version == "1.2" and "roles.csv" not in files.names:
        raise refuse("file_missing", file="roles.csv")
    names = {"users": "users.csv", "classes": "classes.csv", "enrollments": "enrollments.csv"}
    district = District(f"OneRoster {version}", files=names)
    reader = _Reader(files, found, notes, district)
    reader.orgs()
    terms = reader.terms()
    reader.users()
    if version == "1.2":
        reader.roles()
    reader.classes(terms)
    reader.enrollments()
    return district


def manifest_version(files: Files, found: Findings, notes: list[Note]) -> str:
    """The version the manifest states; without a manifest, the one the files look like."""
    if "manifest.csv" not in files.names:
        version = "1.2" if "roles.csv" in files.names else "1.1"
        notes.append(say(Note, "no_manifest", params={"format": f"OneRoster {version}"}))
        return version
    said: dict[str, str] = {}
    for _line, (name, value) in Sheet(files, "manifest.csv", found).rows("propertyName", "value"):
        said[name.casefold()] = value.casefold()
    for name in (*NEEDED, "roles.csv"):
        if said.get(f"file.{name.removesuffix('.csv')}".casefold()) == "delta":
            raise refuse("delta", file=name)
    version = said.get("oneroster.version", "")
    if version.startswith("1.1") or (not version and "roles.csv" not in files.names):
        return "1.1"
    if version.startswith("1.2") or not version:
        return "1.2"
    raise refuse("version_unknown", value=shorten(version))


class _Reader:
    def __init__(
        self, files: Files, found: Findings, notes: list[Note], district: District
    ) -> None:
        self.files = files
        self.found = found
        self.notes = notes
        self.district = district

    def sheet(self, name: str) -> Sheet:
        sheet = Sheet(self.files, name, self.found)
        self.notes.extend(sheet.notes)
        return sheet

    def here(self, status: str, sheet: Sheet, line: int) -> bool:
        """Whether a row counts: not deleted, not inactive; an unknown status is refused."""
        key = status.casefold()
        if key in HERE:
            return True
        self.found.at(line=line, file=sheet.name)
        if key in GONE:
            self.district.skipped += 1
        else:
            self.found.refuse("status_unknown", "status", status)
        return False

    def orgs(self) -> None:
        sheet = self.sheet("orgs.csv")
        sheet.require("sourcedId", "name")
        for line, (key, status, name, kind) in sheet.rows("sourcedId", "status", "name", "type"):
            if key and self.here(status, sheet, line):
                self.district.orgs[key] = Org(key, name, role_key(kind), line)

    def terms(self) -> dict[str, str]:
        if "academicsessions.csv" not in self.files.names:
            return {}
        sheet = self.sheet("academicsessions.csv")
        return {key: title for _line, (key, title) in sheet.rows("sourcedId", "title")}

    def users(self) -> None:
        sheet = self.sheet("users.csv")
        sheet.require("sourcedId", "givenName", "familyName")
        columns = (
            "sourcedId",
            "status",
            "enabledUser",
            "givenName",
            "familyName",
            "middleName",
            "preferredGivenName|preferredFirstName",
            "email",
            "username",
            "orgSourcedIds",
            "role",
            "grades|grade",
            "agentSourcedIds|agents",
        )
        for line, cells in sheet.rows(*columns):
            key, status, enabled, given, family, middle, called, *rest = cells
            email, login, orgs, role, grade, agents = rest
            if not (self.here(status, sheet, line) and self.here(enabled, sheet, line)):
                continue
            user = User(key, given, family, line, middle, called, email or login)
            for org in orgs.split(","):
                user.roles[org.strip()] = (role_key(role), grade)
            if self.add(user, sheet):
                for agent in filter(None, map(str.strip, agents.split(","))):
                    self.district.links.append(Link(key, agent, "", line))

    def add(self, user: User, sheet: Sheet) -> bool:
        """Take a person in; a second row of the same number is refused."""
        user.file = sheet.name
        self.found.at(line=user.line, file=sheet.name)
        if not user.id:
            self.found.refuse("id_missing", "sourcedId")
        elif known := self.district.users.get(user.id):
            refuse_double(known, user, "sourcedId", self.found)
        else:
            self.district.users[user.id] = user
            return True
        return False

    def roles(self) -> None:
        """Version 1.2 says in its own file who is what in which school."""
        sheet = self.sheet("roles.csv")
        sheet.require("userSourcedId", "role", "orgSourcedId")
        for user in self.district.users.values():
            user.roles = {"": next(iter(user.roles.values()))} if user.roles else {}
        columns = ("userSourcedId", "status", "role", "orgSourcedId")
        for line, (key, status, role, org) in sheet.rows(*columns):
            if not self.here(status, sheet, line):
                continue
            if person := self.district.users.get(key):
                grade = person.roles.get("", ("", ""))[1]
                person.roles[org] = (role_key(role), grade)
            else:
                self.found.at(line=line, file=sheet.name)
                self.found.refuse("unknown_person", "userSourcedId", key)
        for user in self.district.users.values():
            user.roles.pop("", None)

    def classes(self, terms: dict[str, str]) -> None:
        sheet = self.sheet("classes.csv")
        sheet.require("sourcedId", "title", "schoolSourcedId")
        columns = (
            "sourcedId",
            "status",
            "title",
            "grades|grade",
            "schoolSourcedId",
            "termSourcedIds",
        )
        for line, (key, status, title, grade, school, sessions) in sheet.rows(*columns):
            if self.here(status, sheet, line):
                term = terms.get(sessions.split(",")[0].strip(), "")
                self.district.sections[key] = Section(key, title, school, line, grade, term)

    def enrollments(self) -> None:
        sheet = self.sheet("enrollments.csv")
        sheet.require("classSourcedId", "userSourcedId", "role")
        columns = (
            "classSourcedId",
            "userSourcedId",
            "role",
            "status",
            "primary",
            "beginDate",
            "endDate",
        )
        for line, (section, user, role, status, primary, begins, ends) in sheet.rows(*columns):
            if self.here(status, sheet, line):
                self.district.seats.append(
                    Seat(
                        section,
                        user,
                        role_key(role),
                        line,
                        primary.casefold(),
                        day(begins),
                        day(ends),
                    )
                )
