"""`manage.py import_roster`, as whoever runs the server types it: what it says and how it ends."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plc.models import AuditEntry
from students.importing import unattended
from students.models import Enrollment, Section, Student
from tests.factories import SectionFactory, StudentFactory

ROSTERS = Path(__file__).parents[3] / "shared" / "data" / "rosters"
SDS = "sds/CSV Samples"
needs_rosters = pytest.mark.skipif(not ROSTERS.is_dir(), reason="shared data is not here")
LIST = "Name,Student ID,Grade,Class\nPriya Raman,40152,4,Room 12\nBilal Haddad,40188,4,Room 12\n"
MAPLE = "--school=Maple Street School"


@pytest.fixture
def run(school_admin):
    """`run(path, *options)` returns (exit code, what was said)."""

    def ran(path, *options):
        out = io.StringIO()
        code = 0
        try:
            call_command("import_roster", str(path), MAPLE, *options, stdout=out, skip_checks=True)
        except SystemExit as end:
            code = end.code
        except CommandError as wrong:
            return wrong.returncode, str(wrong)
        return code, out.getvalue()

    return ran


@pytest.fixture
def write(tmp_path):
    def written(text, name="list.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def rows():
    return [model.objects.count() for model in (Student, Section, Enrollment, AuditEntry)]


# --- done -----------------------------------------------------------------------------------------
def test_a_list_is_saved_and_said(run, write, school_admin):
    code, said = run(write(LIST))

    assert code == 0
    assert "students: 2 new" in said
    assert said.endswith("\nSaved.\n")
    assert rows() == [2, 1, 2, 1]
    assert AuditEntry.objects.get().actor == school_admin


def test_a_dry_run_says_the_same_and_saves_nothing(run, write):
    code, said = run(write(LIST), "--dry-run")

    assert code == 0
    assert "students: 2 new" in said
    assert said.endswith("\nA dry run: nothing was saved.\n")
    assert rows() == [0, 0, 0, 0]


def test_the_second_run_finds_all_the_same(run, write):
    run(write(LIST))
    code, said = run(write(LIST))

    assert code == 0
    assert "students: 0 new, 2 same" in said
    assert rows() == [2, 1, 2, 2]


def test_a_zip_is_read(run, write, tmp_path):
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.writestr("list.csv", LIST)

    assert run(tmp_path / "list.zip")[0] == 0
    assert Student.objects.count() == 2


def test_a_list_of_one_class_goes_into_that_class(run, write, section):
    other = StudentFactory(section=SectionFactory(school=section.school, name="Room 13"))

    code, _said = run(write("Name\nPriya Raman\nBilal Haddad\n"), "--class", "room 12")

    assert code == 0
    assert Enrollment.objects.filter(section=section).count() == 2
    assert Enrollment.objects.get(student=other).ends_on is None


# --- a few students more --------------------------------------------------------------------------
FEW = "Name,Student ID\nKofi Mensah,40201\n"


@pytest.fixture
def two_here(run, write, section):
    run(write(LIST))
    return section


def names_in(section):
    today = Enrollment.objects.latest("pk").starts_on
    return sorted(section.students_on(today).values_list("name", flat=True))


def test_a_few_students_are_added_to_a_class_and_nobody_leaves(run, write, two_here):
    code, said = run(write(FEW), "--class=Room 12", "--add")

    assert code == 0
    assert said.startswith("list.csv (table) for Maple Street School, added to what is there\n")
    assert "  students: 1 new, 2 staying\n" in said
    assert "\nStaying\n  Priya Raman\n  Bilal Haddad\n" in said
    assert names_in(two_here) == ["Bilal Haddad", "Kofi Mensah", "Priya Raman"]


def test_without_add_the_list_is_the_whole_class(run, write, two_here):
    assert run(write(FEW), "--class=Room 12")[0] == 1
    assert run(write(FEW), "--class=Room 12", "--yes")[0] == 0
    assert names_in(two_here) == ["Kofi Mensah"]


def test_a_list_that_adds_gives_the_class_no_grade_and_moves_who_has_another_class(
    run, write, two_here
):
    room_13 = SectionFactory(school=two_here.school, name="Room 13")
    Section.objects.update(grade="")
    path = write("Name,Student ID,Grade,Class\nPriya Raman,40152,5,Room 13\n")

    code, said = run(path, "--add")

    assert code == 0
    assert "students: 0 new, 1 changed" in said
    assert (names_in(two_here), names_in(room_13)) == (["Bilal Haddad"], ["Priya Raman"])
    assert set(Section.objects.values_list("grade", flat=True)) == {""}


def test_a_dry_run_that_adds_says_the_same_as_json_and_saves_nothing(run, write, two_here):
    _code, told = run(write(FEW), "--class=Room 12", "--add", "--dry-run", "--json")

    report = json.loads(told)
    assert (report["extent"], report["saved"], report["reasons"]) == ("add", False, [])
    assert report["figures"]["students"] == {
        "new": 1, "changed": 0, "same": 0, "in doubt": 0, "leaving": 0, "staying": 2
    }  # fmt: skip
    assert report["figures"]["seats"] == {"new": 1, "ending": 0}
    assert report["names"] == {"staying": ["Priya Raman", "Bilal Haddad"]}
    assert names_in(two_here) == ["Bilal Haddad", "Priya Raman"]

    _code, told = run(write(FEW), "--class=Room 12", "--dry-run", "--json")
    report = json.loads(told)
    assert report["extent"] == "whole"
    assert report["names"] == {"leaving": ["Priya Raman", "Bilal Haddad"]}


def test_adding_the_same_list_again_finds_all_the_same(run, write, two_here):
    run(write(FEW), "--class=Room 12", "--add")
    _code, told = run(write(FEW), "--class=Room 12", "--add", "--json")

    report = json.loads(told)
    assert report["figures"]["students"]["same"] == 1
    assert report["figures"]["seats"] == {"new": 0, "ending": 0}


def test_by_names_who_imported(run, write, teacher):
    run(write(LIST), "--by", "TEACHER@maple.example")

    assert AuditEntry.objects.get().actor == teacher


# --- nothing saved, and why -----------------------------------------------------------------------
BAD = LIST + "Chen Li,40190,Gr. IV,Room 12\n"


def test_a_refused_row_stops_the_import_and_is_named(run, write):
    code, said = run(write(BAD))

    assert code == 1
    assert "line 4, Grade, “Gr. IV”: " in said
    assert said.endswith(
        "\nNothing was saved. Rows refused: 1. Put them right, or add --skip-refused.\n"
    )
    assert rows() == [0, 0, 0, 0]


def test_refused_rows_can_be_left_out_and_then_nobody_leaves(run, write, section, student):
    chen = StudentFactory(section=section, name="Chen Li")

    code, said = run(write(BAD), "--skip-refused", "--yes")

    assert code == 0
    assert "line 4, Grade, “Gr. IV”: " in said
    assert Student.objects.count() == 3
    assert Enrollment.objects.get(student=chen).ends_on is None


def test_a_number_mistyped_as_another_childs_renames_nobody(run, write, section):
    StudentFactory(section=section, name="Çelik Familycc", external_id="102")
    StudentFactory(section=section, name="Dmitri Familydd", external_id="103")
    double = "Name,Student ID,Class\nÇelik Familycc,103,Room 12\nDmitri Familydd,103,Room 12\n"

    code, said = run(write(double + "Priya Raman,104,Room 12\n"), "--skip-refused")

    assert code == 0
    assert "Same student number as row 2, Dmitri Familydd." in said
    assert "Same student number as row 1, Çelik Familycc." in said
    assert list(Student.objects.order_by("external_id").values_list("external_id", "name")) == [
        ("102", "Çelik Familycc"),
        ("103", "Dmitri Familydd"),
        ("104", "Priya Raman"),
    ]


def test_a_student_who_moves_does_so_though_other_rows_are_refused(run, write, section, student):
    code, _said = run(write(BAD.replace("Room 12", "Room 13")), "--skip-refused")

    assert code == 0
    assert section.students_on(Enrollment.objects.latest("pk").starts_on).count() == 0


def test_a_table_of_one_class_takes_nobody_out_of_another(run, write, section):
    elsewhere = StudentFactory(section=SectionFactory(school=section.school, name="Room 13"))

    code, _said = run(write(LIST))

    assert code == 0
    assert not elsewhere.enrollments.exclude(ends_on=None).exists()


def test_many_who_leave_are_named_and_asked_about(run, write, section, student):
    path = write("Name,Class\nBilal Haddad,Room 12\n")

    code, said = run(path)
    assert code == 1
    assert "Leaving\n  Priya Raman\n" in said
    assert said.endswith(
        "1 of 1 students would leave. "
        "Add --yes if that is right, or --add if the list is not of everybody.\n"
    )
    assert Enrollment.objects.get().ends_on is None

    assert run(path, "--yes")[0] == 0
    assert section.students_on(Enrollment.objects.latest("pk").starts_on).count() == 1


def test_a_list_without_classes_does_not_empty_the_school(run, write, section, student):
    code, said = run(write("Name\nPriya Raman\n"), "--yes")

    assert code == 1
    assert "Name the class with --class." in said
    assert Enrollment.objects.get().ends_on is None


def test_students_whose_names_fit_two_are_named(run, write, section):
    StudentFactory.create_batch(2, section=section, name="Priya Raman")

    code, said = run(write("Name,Class\nPriya Raman,Room 12\n"))

    assert code == 1
    assert "In doubt\n  Priya Raman\n" in said
    assert "Rows that fit several people or classes by name: 1." in said


def test_what_the_database_refuses_is_said_and_nothing_stays(
    run, write, school, section, monkeypatch
):
    """Another office gives a class this number just after the comparison."""
    other = SectionFactory(school=school, name="Room 21")

    def compare_then_lose(roster, present):
        Section.objects.filter(pk=other.pk).update(external_id="C20")
        return compare(roster, present)

    compare = unattended.compare
    monkeypatch.setattr(unattended, "compare", compare_then_lose)
    before = rows()

    code, said = run(write("Name,Grade,Class,Class ID\nKofi Mensah,4,Room 20,C20\n"))

    assert code == 1
    assert "Nothing was saved. The database did not take it: " in said
    assert rows() == before


def test_an_import_that_was_overtaken_says_so(run, write, school, monkeypatch):
    def compare_then_lose(roster, present):
        StudentFactory(school=school)
        return compare(roster, present)

    compare = unattended.compare
    monkeypatch.setattr(unattended, "compare", compare_then_lose)

    code, said = run(write(LIST))

    assert code == 1
    assert said.endswith("Somebody changed the school's classes meanwhile. Run it again.\n")


# --- asked wrongly --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--school=Elm"], "There is no school “Elm”. There are:\n  {key}  Maple Street School"),
        (["--class=Room 9"], "There is no class “Room 9”. There are:\n  {room}  Room 12"),
        (["--by=x@y.example"], "No adult here has the e-mail x@y.example. Say who with --by."),
    ],
)
def test_asked_wrongly_it_lists_what_there_is(run, write, section, options, sentence):
    known = sentence.format(key=section.school.key, room=section.key)

    assert run(write(LIST), *options) == (2, known)


def test_a_path_that_is_not_there_is_wrong_use(run, tmp_path):
    path = tmp_path / "nothing.csv"

    assert run(path) == (2, f"There is no file or folder {path}.")


def test_a_school_of_a_common_name_is_told_by_its_key(run, write, school):
    type(school).objects.create(name="Maple Street School")

    code, said = run(write(LIST))
    assert (code, said.splitlines()[0]) == (2, "Several schools have this name. Give the key:")
    assert run(write(LIST), f"--school={school.key}")[0] == 0


def test_without_an_admin_somebody_must_be_named(run, write, school_admin):
    school_admin.staff_roles.all().delete()

    assert run(write(LIST)) == (2, "This school has no admin. Say who imports with --by.")


# --- JSON -----------------------------------------------------------------------------------------
def test_json_holds_the_same_figures_and_rows_as_the_text(run, write, section, student):
    path = write(BAD)
    _code, text = run(path, "--skip-refused", "--dry-run")
    _code, told = run(path, "--skip-refused", "--dry-run", "--json")

    report = json.loads(told)
    for what, counts in report["figures"].items():
        (line,) = re.findall(rf"^  {what}: (.*)$", text, re.MULTILINE)
        said = {
            kind: int(count) for count, kind in (part.split(" ", 1) for part in line.split(", "))
        }
        assert said == {kind: count for kind, count in counts.items() if count or kind == "new"}
    (refused,) = report["refused"]
    assert (refused["line"], refused["column"], refused["value"]) == (4, "Grade", "Gr. IV")
    assert refused["reason"] in text
    assert report["figures"]["students"] == {
        "new": 1, "changed": 1, "same": 0, "in doubt": 0, "leaving": 0, "staying": 0
    }  # fmt: skip


# --- the rosters of others ------------------------------------------------------------------------
OAT = "oneroster-oat/data/samples/OneRosterv1p1BaseCSV"
BUNDLES = {
    (OAT, "12345"): (1, 2, 2),
    (OAT, "54321"): (1, 1, 1),
    (f"{SDS}/SDS Format/100 Users", "10001"): (60, 14, 420),
    (f"{SDS}/SDS Format/100 Users", "10002"): (26, 14, 182),
    (f"{SDS}/SDS Format/25 Users", ""): (22, 2, 44),
    (f"{SDS}/UK Format/100 Users", "10001"): (60, 14, 420),
    (f"{SDS}/UK Format/25 Users", "10001"): (22, 14, 154),
    (f"{SDS}/SDS v2", "10001"): (7, 1, 6),
    (f"{SDS}/SDS v2", "10002"): (8, 1, 8),
    (f"{SDS}/SDS v2.1", "110003"): (3, 1, 3),
}


@needs_rosters
@pytest.mark.parametrize(("bundle", "counts"), BUNDLES.items(), ids=lambda value: str(value)[-24:])
def test_real_bundles_go_in_once(run, bundle, counts):
    folder, school = bundle
    path, which = ROSTERS / folder, f"--school-id={school}"

    assert run(path, which, "--dry-run")[0] == 0
    assert run(path, which)[0] == 0
    assert (Student.objects.count(), Section.objects.count(), Enrollment.objects.count()) == counts
    _code, told = run(path, which, "--json")

    report = json.loads(told)
    assert report["figures"]["students"]["same"] == counts[0]
    changes = ("new", "changed", "in doubt", "leaving", "ending")
    assert not any(part.get(kind) for part in report["figures"].values() for kind in changes)


@needs_rosters
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (OAT, "Which one is yours? (12345, 54321)"),
        (f"{SDS}/SDS Format/100 Users", "Which one is yours? (10001, 10002)"),
        (f"{SDS}/SDS Format/Min Required Attributes", "export the list again with them."),
        (f"{SDS}/UK Format/Min Required Attributes", "export the list again with them."),
        (f"{SDS}/SDS v2.1", "This list holds 2 schools."),
        ("awkward/chamilo-1389-trailing-semicolons.csv", "Which column holds the students’ names?"),
        ("awkward/classroom50-742-cp1252.csv", "Name the class with --class."),
        ("awkward/talim-ai-48-localised-header.csv", "has headings but no students below them."),
        ("awkward/talim-ai-48-semicolon.csv", "Name the class with --class."),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_real_lists_that_cannot_go_in_say_why(run, path, sentence, dry):
    code, said = run(ROSTERS / path, *["--dry-run"] * dry)

    assert code == 1
    assert sentence in said
    assert rows() == [0, 0, 0, 0]


@needs_rosters
@pytest.mark.parametrize("name", ["classroom50-742-cp1252.csv", "talim-ai-48-semicolon.csv"])
def test_awkward_lists_go_into_a_class_that_is_named(run, section, name):
    assert run(ROSTERS / "awkward" / name, "--class=Room 12")[0] == 0
    assert Enrollment.objects.get().section == section


def one_file_of_many():
    return sorted(path for path in ROSTERS.rglob("*.csv") if path.parent.name != "awkward")


@needs_rosters
@pytest.mark.parametrize("path", one_file_of_many(), ids=lambda path: "/".join(path.parts[-2:]))
def test_one_file_of_a_bundle_is_never_half_imported(run, path):
    code, said = run(path)

    assert code == 1
    assert "\nNothing was saved. " in said
    assert rows() == [0, 0, 0, 0]
