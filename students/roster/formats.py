"""Which kind of bundle this is, and one Reading whatever becomes of it."""

from __future__ import annotations

from collections import Counter

from students.roster.bundles import Files
from students.roster.districts import OVERSEERS, STUDENT, District
from students.roster.findings import Findings
from students.roster.messages import ask, say
from students.roster.model import Decisions, Note, Question, Reading, RowError, SchoolChoice
from students.roster.oneroster import read_oneroster
from students.roster.schools import SchoolReader
from students.roster.sds import read_sds
from students.roster.sheets import Refused, Sheet, refuse

UNKNOWN = "bundle"


def read_bundle(files: Files, decisions: Decisions) -> Reading:
    """Read a bundle of any known format. A refusal is a Reading with one error of no line."""
    if files.errors:
        return Reading(UNKNOWN, errors=files.errors)
    found = Findings()
    notes: list[Note] = []
    try:
        district = read_district(files, found, notes)
    except Refused as refusal:
        return Reading(UNKNOWN, errors=(refusal.error,), notes=tuple(notes))
    try:
        return read_school(district, found, notes, decisions)
    except Refused as refusal:
        return Reading(district.format, errors=(refusal.error,), notes=tuple(notes))


def read_district(files: Files, found: Findings, notes: list[Note]) -> District:
    """Tell the formats apart by their manifest, file names and columns."""
    names = files.names.keys()
    if "manifest.csv" in names:
        return read_oneroster(files, found, notes)
    if {"student.csv", "section.csv"} <= names:
        return read_sds(files, found, notes)
    if {"users.csv", "enrollments.csv"} <= names:
        if "classes.csv" in names and Sheet(files, "classes.csv", found).has("schoolSourcedId"):
            return read_oneroster(files, found, notes)
        return read_sds(files, found, notes)
    raise refuse("no_roster_files")


def read_school(
    district: District, found: Findings, notes: list[Note], decisions: Decisions
) -> Reading:
    """Pick the school, or ask which; then read its people and classes."""
    schools = schools_of(district)
    school = pick_school(schools, decisions.school)
    if isinstance(school, Question):
        return Reading(
            district.format,
            errors=tuple(found.errors),
            notes=tuple(notes),
            questions=(school,),
            schools=schools,
        )
    reader = SchoolReader(district, school, found, decisions)
    roster = reader.roster()
    notes += reader.notes(schools, roster)
    if not roster.students:
        found.errors.append(say(RowError, "no_students", params={"school": school.name}))
    return Reading(
        district.format,
        roster=roster,
        errors=tuple(found.errors),
        checks=tuple(found.checks),
        notes=tuple(notes),
        schools=schools,
    )


def schools_of(district: District) -> tuple[SchoolChoice, ...]:
    """The orgs that teach: those with students or classes, in the order of the file."""
    orgs = district.orgs
    students: Counter[str] = Counter()
    for user in district.users.values():
        students.update(org for org, (role, _grade) in user.roles.items() if role in STUDENT)
    teaching = {section.school for section in district.sections.values()}
    teaching |= {org for org in students.keys() & orgs if orgs[org].kind not in OVERSEERS}
    return tuple(
        SchoolChoice(org.id, org.name, students[org.id])
        for org in orgs.values()
        if org.id in teaching
    )


def pick_school(schools: tuple[SchoolChoice, ...], wanted: str) -> SchoolChoice | Question:
    """The school that was asked for, the only one there is, or the question which."""
    if not schools:
        raise refuse("no_schools", file="orgs.csv")
    if wanted:
        found = [
            school
            for school in schools
            if wanted == school.external_id or wanted.casefold() == school.name.casefold()
        ]
        if len(found) != 1:
            raise refuse("school_unknown", value=wanted)
        return found[0]
    if len(schools) == 1:
        return schools[0]
    choices = tuple(school.external_id for school in schools)
    return ask("which_school", params={"count": len(schools)}, choices=choices)
