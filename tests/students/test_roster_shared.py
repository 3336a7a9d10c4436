"""Every real roster and every naughty string of the shared data; skipped where it is absent."""

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest

from students.roster.model import Decisions
from students.roster.read import read_paste, read_path, read_upload

SHARED = Path(__file__).parents[3] / "shared" / "data"
ROSTERS = SHARED / "rosters"
pytestmark = pytest.mark.skipif(not ROSTERS.is_dir(), reason="shared data is not here")

WHICH_OF_2 = "This list holds 2 schools. Which one is yours?"
NO_NAMES = (
    "Student.csv has no columns “First Name” and “Last Name”, only user names. We need the "
    "students’ names: export the list again with them."
)
PART = (
    "This looks like one file of a larger roster, not like a list of students. Choose the whole "
    "ZIP file or folder."
)
ONE_NUMBER = "Two columns look alike: “sourcedId” and “identifier”. Which one do we use?"
WHICH_NAME = "Which column holds the students’ names?"
OAT = "oneroster-oat/data/samples/OneRosterv1p1BaseCSV"
SDS = "sds/CSV Samples"


def said(reading) -> list[str]:
    return [item.message for item in (*reading.errors, *reading.questions)]


def counts(reading) -> tuple[int, ...]:
    roster = reading.roster
    parts = (roster.students, roster.classes, roster.enrollments, roster.staff, roster.guardians)
    return tuple(map(len, parts))


@pytest.mark.parametrize(
    ("folder", "school", "format", "wanted"),
    [
        (OAT, "12345", "OneRoster 1.1", (1, 2, 2, 0, 0)),
        (OAT, "54321", "OneRoster 1.1", (1, 1, 1, 0, 0)),
        (f"{SDS}/SDS Format/100 Users", "10001", "Microsoft SDS v1", (60, 14, 420, 7, 0)),
        (f"{SDS}/SDS Format/100 Users", "10002", "Microsoft SDS v1", (26, 14, 182, 5, 0)),
        (f"{SDS}/SDS Format/25 Users", "", "Microsoft SDS v1", (22, 2, 44, 2, 0)),
        (f"{SDS}/UK Format/100 Users", "10001", "Microsoft SDS v1 (UK)", (60, 14, 420, 7, 0)),
        (f"{SDS}/UK Format/25 Users", "10001", "Microsoft SDS v1 (UK)", (22, 14, 154, 2, 0)),
        (f"{SDS}/SDS v2", "10001", "Microsoft SDS v2", (7, 1, 6, 1, 0)),
        (f"{SDS}/SDS v2", "10002", "Microsoft SDS v2", (8, 1, 8, 4, 0)),
        (f"{SDS}/SDS v2.1", "110003", "Microsoft SDS v2.1", (3, 1, 3, 1, 3)),
    ],
)  # fmt: skip
def test_real_bundles_import(folder, school, format, wanted):  # noqa: A002
    reading = read_path(ROSTERS / folder, Decisions(school=school))

    assert reading.format == format
    assert said(reading) == []
    assert counts(reading) == wanted


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        (OAT, WHICH_OF_2),
        (f"{SDS}/SDS Format/100 Users", WHICH_OF_2),
        (f"{SDS}/SDS Format/Min Required Attributes", NO_NAMES),
        (f"{SDS}/UK Format/100 Users", WHICH_OF_2),
        (f"{SDS}/UK Format/Min Required Attributes", NO_NAMES),
        (f"{SDS}/SDS v2", "This list holds 3 schools. Which one is yours?"),
        (f"{SDS}/SDS v2.1", WHICH_OF_2),
    ],
)
def test_real_bundles_that_need_an_answer_say_which(folder, sentence):
    assert said(read_path(ROSTERS / folder)) == [sentence]


def test_guardians_and_odd_grades_of_sds():
    school = read_path(ROSTERS / SDS / "SDS v2.1", Decisions(school="110003")).roster
    college = read_path(ROSTERS / SDS / "SDS v2", Decisions(school="10003"))

    assert [(g.name, g.email, g.relation) for g in school.guardians] == [
        ("Jean Craig", "jean.craig@outlook.com", "guardian"),
        ("Jean Craig", "jean.craig@outlook.com", "relative"),
        ("Bob Smithee", "bobsmithee@outlook.com", "guardian"),
    ]
    assert next(check.message for check in college.checks) == (
        "Grade “PS1” is not a grade from PK to 12. We leave it empty."
    )


def single_files() -> list[Path]:
    return sorted(path for path in ROSTERS.rglob("*.csv") if path.parent.name != "awkward")


def expected(path: Path) -> list[str]:
    """What a secretary is told who picks one file out of a bundle."""
    minimal = "Min Required" in path.parent.name
    if path.name == "users.csv" and "OneRoster" in path.parent.name:
        return [ONE_NUMBER]
    if path.name == "users.csv" and path.parent.name == "SDS v2":
        labels = ["PS1"] * 3 + ["PS2", "undergraduate", "postgraduate", "PS3", "PS3"]
        return [f"Grade “{label}” is not a grade we know." for label in labels]
    if path.name == "Student.csv" and not minimal:
        first = "ID" if "UK Format" in str(path) else "SIS ID"  # they differ in one row
        return [f"Two columns look alike: “{first}” and “Student Number”. Which one do we use?"]
    if path.name in ("Student.csv", "Teacher.csv") and minimal:
        return [WHICH_NAME]
    return [PART]


@pytest.mark.parametrize("path", single_files(), ids=lambda path: "/".join(path.parts[-2:]))
def test_each_file_alone_is_read_or_refused_with_a_reason(path):
    assert said(read_path(path)) == expected(path)


def test_awkward_files_of_public_bug_reports():
    folder = ROSTERS / "awkward"
    accents = read_path(folder / "classroom50-742-cp1252.csv")
    semicolon = read_path(folder / "talim-ai-48-semicolon.csv")

    assert [student.name for student in accents.roster.students] == ["ÆØÅæøå"]
    assert accents.notes[0].message == (
        "Read as Windows-1252, for example “ÆØÅæøå”. Please check accented letters."
    )
    assert [student.name for student in semicolon.roster.students] == ["Nodira Karimova"]
    assert said(read_path(folder / "talim-ai-48-localised-header.csv")) == [
        "This file has headings but no students below them. Is it the right file?"
    ]
    assert said(read_path(folder / "chamilo-1389-trailing-semicolons.csv")) == [WHICH_NAME]


def as_name(text: str):
    """One student of this name in a properly written CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["Name", "Grade"], [text, "4"]])
    return read_upload(out.getvalue().encode(), Decisions(comma_names="as_written"))


def naughty() -> list[str]:
    path = SHARED / "strings" / "naughty" / "blns.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def test_naughty_strings_are_kept_as_text_or_refused():
    strings = naughty()
    kept = 0
    for text in strings:
        reading = as_name(text)
        (row,) = reading.rows
        assert (row.student is None) == bool(reading.errors)
        if row.student:
            kept += 1
            hidden = "name_hidden" in {check.code for check in reading.checks}
            assert hidden or "".join(row.student.name.split()) == nfc("".join(text.split()))

    assert len(strings) > 500
    assert 350 < kept < len(strings)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def test_formulas_stay_text_and_are_pointed_out():
    path = SHARED / "strings" / "csv-injection" / "Intruder" / "csv-payload.txt"
    for text in path.read_text().splitlines():
        reading = as_name(text)
        assert reading.roster.students[0].name == text
        assert {check.code for check in reading.checks} & {"name_formula", "name_unusual"}


def test_names_of_all_countries_survive():
    forenames = SHARED / "strings" / "names" / "common-forenames-by-country.csv"
    surnames = SHARED / "strings" / "names" / "common-surnames-by-country.csv"
    for path in (forenames, surnames):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            names = [row["Localized Name"].strip() for row in csv.DictReader(lines)]
        for name in filter(None, names):
            reading = read_paste(f"Name\n{name}\n", Decisions(comma_names="as_written"))
            assert said(reading) == [], name
            assert reading.roster.students[0].name == nfc(" ".join(name.split()))
