"""What every bundle format comes down to: schools, people with roles, classes, enrollments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from students.roster.findings import Findings

STUDENT = frozenset({"student", "learner", "pupil"})
TEACHER = frozenset({"teacher", "professor", "lecturer", "faculty", "instructor"})
HELPER = frozenset(
    {
        "aide",
        "staff",
        "assistant",
        "teachingassistant",
        "coteacher",
        "substitute",
        "adjunct",
        "chair",
        "paraprofessional",
        "professionalstaff",
    }
)
OFFICE = frozenset(
    {
        "administrator",
        "districtadministrator",
        "siteadministrator",
        "principal",
        "proctor",
        "counselor",
        "systemadministrator",
        "sysadmin",
        "admin",
        "dean",
    }
)
STAFF = TEACHER | HELPER | OFFICE
GUARDIAN = frozenset({"guardian", "parent", "relative"})

# Orgs above schools: students belong to them on paper, but nobody is taught there.
OVERSEERS = frozenset(
    {"district", "local", "localeducationagency", "state", "national", "ministryofeducation"}
)


def role_key(written: str) -> str:
    """Compare roles without capitals, spaces and signs: "Co-Teacher" is "coteacher"."""
    return "".join(sign for sign in written.casefold() if sign.isalnum())


@dataclass(slots=True)
class Org:
    id: str
    name: str
    kind: str
    line: int


@dataclass(slots=True)
class User:
    """A person of the bundle. `roles` maps a school's id to (role, grade) in it.

    `is_doubled` where a later row gives this number to somebody else: then it is nobody's.
    """

    id: str
    given: str
    family: str
    line: int
    middle: str = ""
    called: str = ""
    email: str = ""
    roles: dict[str, tuple[str, str]] = field(default_factory=dict)
    file: str = ""
    is_doubled: bool = False

    @property
    def written(self) -> tuple[str, str]:
        """The name, to tell two people of one number from one who is listed twice."""
        return self.given.casefold(), self.family.casefold()


@dataclass(slots=True)
class Section:
    id: str
    name: str
    school: str
    line: int
    grade: str = ""
    term: str = ""


@dataclass(slots=True)
class Seat:
    """A person in a class, as a learner or as a grown-up."""

    section: str
    user: str
    role: str
    line: int
    primary: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(slots=True)
class Link:
    student: str
    guardian: str
    relation: str
    line: int


@dataclass(slots=True)
class District:
    """A whole bundle, before one school is picked. `files` names where each part stood."""

    format: str
    orgs: dict[str, Org] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    skipped: int = 0


def refuse_double(known: User, user: User, column: str, found: Findings) -> None:
    """Refuse a second row of one number; where the names differ, the first one with it."""
    found.at(line=user.line, file=user.file)
    found.refuse("same_id", column, user.id, other=known.line)
    if known.written != user.written and not known.is_doubled:
        known.is_doubled = True
        found.at(line=known.line, file=known.file)
        found.refuse("same_id", column, user.id, other=user.line)


def day(written: str) -> date | None:
    """The date of an ISO date or time; anything else is not guessed at."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
