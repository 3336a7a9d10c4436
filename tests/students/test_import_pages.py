"""A class list comes in: chosen, asked about, checked row by row, added once."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from students.models import RosterUpload, Section, Student
from students.roster.model import Decisions
from students.uploads import add, as_decisions, as_json
from tests.factories import (
    NOW,
    TODAY,
    RosterUploadFactory,
    SectionFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
)
from tests.students.test_roster_bundles import ONE_1

NAMES = [f"Child {chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(1000)]
TABLE = "Name,Student number,Grade,Home language\n"


def table(*rows):
    return TABLE + "".join(f"{row}\n" for row in rows)


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.fixture
def web(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def start(section):
    return reverse("import_class_list", args=[section.key])


@pytest.fixture
def pasted(web, start):
    """`pasted(text)` sends a list and gives the address of its next step."""

    def send(text):
        response = web.post(start, {"names": text})
        assert response.status_code == 302, response.context["form"].errors
        return response.url

    return send


def sent_file(web, url, content, name="room12.csv"):
    return web.post(url, {"file": SimpleUploadedFile(name, content), "names": ""})


def in_class(section):
    return sorted(student.name for student in section.students_on(TODAY))


# --- the whole way ----------------------------------------------------------------------------
def test_a_teacher_adds_a_pasted_list_of_28_in_the_steps(web, pasted, section):
    step = pasted("\n".join(NAMES[:28]))
    page = web.get(step)
    assert page.context["check"].counts == {"fix": 0, "check": 1, "ready": 27, "all": 28}
    assert "Add 28 students" in page.content.decode()
    assert not Student.objects.exists()  # before the last step

    done = web.post(step, {"action": "add"})
    assert done.url == f"{step}done/"
    assert "28 new students" in web.get(done.url).content.decode()
    assert in_class(section) == sorted(NAMES[:28])
    assert not RosterUpload.objects.exists()


def test_an_admin_brings_a_oneroster_zip_in(sign_in, school_admin, school):
    web = sign_in(school_admin)
    response = sent_file(web, reverse("import_roster"), zipped(ONE_1), "maple.zip")
    page = web.get(response.url)
    assert page.context["check"].classes == [("Room 12", 2)]
    assert web.post(response.url, {"action": "add"}).url == f"{response.url}done/"
    section = Section.objects.get(school=school)
    assert in_class(section) == ["Amara Diallo", "Bilal Haddad"]
    assert "2 new adults" in web.get(f"{response.url}done/").content.decode()


def test_a_bundle_of_two_schools_asks_which(sign_in, school_admin):
    web = sign_in(school_admin)
    files = ONE_1 | {
        "orgs.csv": ONE_1["orgs.csv"] + "n,active,North,school\n",
        "users.csv": ONE_1["users.csv"] + "s9,active,true,n,student,z,Zoe,North,,,04\n",
    }
    step = sent_file(web, reverse("import_roster"), zipped(files), "all.zip").url
    assert [field.name for field in web.get(step).context["form"].others] == ["school"]
    assert web.post(step, {"action": "answer", "school": ""}).status_code == 422
    assert web.post(step, {"action": "answer", "school": "n"}).status_code == 302
    roster = web.get(step).context["check"].found.roster
    assert [student.name for student in roster.students] == ["Zoe North"]


# --- what cannot be read ----------------------------------------------------------------------
HOSTILE = {
    "empty": (b"", "room12.csv", "empty"),
    "binary": (bytes(range(256)) * 40, "room12.csv", ""),
    "workbook": (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.xlsx", "workbook"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a.csv", "not a text file"),
    "NUL": (b"Name\nAmara\0Diallo\nBilal\n", "a.csv", "signs that no text has"),
    "damaged ZIP": (b"PK\x03\x04" + b"x" * 99, "a.zip", "damaged"),
    "6 MB": (b"Name\n" + b"A" * 6_000_000, "a.csv", "We read files up to 5 MB"),
    "26 MB": (b"A" * 26_500_000, "a.zip", "We read files up to 25 MB"),
    "headings alone": (TABLE.encode(), "a.csv", "no students below"),
    "a whole school's roster": (zipped(ONE_1), "a.zip", "roster of a whole school"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_we_cannot_use_is_refused_in_words_and_not_kept(web, start, kind):
    content, name, words = HOSTILE[kind]
    response = sent_file(web, start, content, name)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors)
    assert not RosterUpload.objects.exists()


@pytest.mark.parametrize("names", ["", "  \n ", "Amara\0Diallo"])
def test_pasting_nothing_or_no_text_is_refused_in_words(web, start, names):
    response = web.post(start, {"names": names})
    assert response.status_code == 422
    assert not RosterUpload.objects.exists()


def test_a_file_and_names_at_once_are_not_guessed_about(web, start):
    both = {"file": SimpleUploadedFile("a.csv", b"Name\nAmara\n"), "names": "Bilal"}
    assert web.post(start, both).status_code == 422


def test_naughty_names_are_shown_as_text_and_never_kept_as_markup(web, pasted):
    step = pasted("<script>alert(1)</script>\n=cmd|' /C calc'!A0\n%s %(x)s {{ 7 }}\nRobert'); --")
    page = web.get(step).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page
    assert web.post(step, {"action": "add"}).status_code == 302
    assert Student.objects.filter(name="<script>alert(1)</script>").exists()


def test_a_list_in_windows_letters_is_read_and_said_and_can_be_read_another_way(web, start):
    content = table("Lucía Núñez,1,4,", "José Peña,2,4,").encode("cp1252")
    step = sent_file(web, start, content).url
    page = web.get(step)
    assert page.context["check"].encoding == "Windows-1252"
    assert "Read as Windows-1252" in page.content.decode()
    web.post(step, {"action": "read", "encoding": "Windows-1250"})
    assert web.get(step).context["lines"][0].name != "Lucía Núñez"
    refused = web.post(step, {"action": "read", "encoding": "UTF-8"})
    assert refused.status_code == 422
    assert web.get(step).context["check"].encoding == "Windows-1250"  # and can be changed again


def test_letters_can_be_read_another_way_where_the_columns_are_asked(web, start):
    content = "Имя,Клсс\nАнна Петрова,4\nИван Сидоров,4\n".encode("cp1251")
    step = sent_file(web, start, content).url
    page = web.get(step)
    assert page.templates[0].name == "students/import_columns.html"
    assert page.context["letters"] == "Windows-1252"
    assert "Read them as" in page.content.decode()
    refused = web.post(step, {"action": "read", "encoding": "UTF-8"})
    assert refused.status_code == 422
    assert "This file cannot be read as UTF-8." in refused.content.decode()
    web.post(step, {"action": "read", "encoding": "Windows-1251"})
    assert "Анна Петрова" in web.get(step).content.decode()


# --- questions --------------------------------------------------------------------------------
def test_columns_without_headings_we_know_are_matched_by_hand(web, start):
    step = sent_file(web, start, b"Amara Diallo;40152\nBilal Haddad;40188\n").url
    form = web.get(step).context["form"]
    assert [field.name for field, _samples in form.rows] == ["column_0", "column_1"]
    nobody = {"action": "answer", "header": "student", "column_0": "", "column_1": "external_id"}
    assert web.post(step, nobody).status_code == 422
    twice = nobody | {"column_0": "external_id"}
    assert web.post(step, twice).status_code == 422
    assert web.post(step, nobody | {"column_0": "name"}).status_code == 302
    rows = web.get(step).context["lines"]
    assert [(row.name, row.row.student.external_id) for row in rows] == [
        ("Amara Diallo", "40152"),
        ("Bilal Haddad", "40188"),
    ]


def test_family_name_first_is_asked_once_for_the_list(web, start):
    step = sent_file(web, start, b'Name,Grade\n"Haddad, Bilal",4\n"Diallo, Amara",4\n').url
    assert [field.name for field in web.get(step).context["form"].others] == ["comma_names"]
    web.post(step, {"action": "answer", "comma_names": "family_first"})
    rows = web.get(step).context["lines"]
    assert [row.name for row in rows] == ["Bilal Haddad", "Amara Diallo"]


def test_columns_can_be_matched_again(web, pasted):
    step = pasted(table("Amara Diallo,1,4,French"))
    page = web.get(f"{step}?match=1")
    assert page.templates[0].name == "students/import_columns.html"
    answers = {"action": "answer", "header": "heading", "column_0": "name", "column_1": ""}
    web.post(f"{step}?match=1", answers | {"column_2": "", "column_3": ""})
    assert web.get(step).context["check"].labels == ["Name"]


def test_a_school_list_without_classes_can_be_given_one(sign_in, school_admin, school):
    web = sign_in(school_admin)
    step = web.post(reverse("import_roster"), {"names": "Amara Diallo\nBilal Haddad"}).url
    assert web.get(step).context["check"].has_no_class
    web.post(step, {"action": "read", "class_name": "Room 9"})
    web.post(step, {"action": "add"})
    assert in_class(Section.objects.get(school=school)) == ["Amara Diallo", "Bilal Haddad"]


def test_a_class_that_would_be_made_is_named_where_there_are_classes(
    sign_in, school_admin, section
):
    web = sign_in(school_admin)
    step = web.post(reverse("import_roster"), {"names": "Amara Diallo\nBilal Haddad"}).url
    assert f'<option value="{section.name}">' in web.get(step).text
    web.post(step, {"action": "read", "class_name": "Rom 12"})
    page = web.get(step)
    assert page.context["check"].changes.new_classes == ["Rom 12"]
    assert "<h3>New classes</h3>" in page.text
    assert 'value="Rom 12"' in page.text  # to put it right

    web.post(step, {"action": "read", "class_name": section.name})
    assert "<h3>New classes</h3>" not in web.get(step).text


def test_a_class_s_page_leads_to_a_list_that_joins_it(sign_in, school_admin, section, ten_here):
    section.name = "Room 12 & 13"
    section.save()
    web = sign_in(school_admin)
    url = f"{reverse('import_roster')}?class_name=Room%2012%20%26%2013"
    assert f'href="{url}"' in web.get(f"/school/classes/{section.key}/").text

    step = web.post(url, {"names": "Newcomer Kid"}).url
    page = web.get(step)
    assert (page.context["check"].asks_class, page.context["check"].changes.leaves) == (True, 0)
    web.post(step, {"action": "add"})

    assert in_class(section) == sorted([*NAMES[:10], "Newcomer Kid"])
    step = web.post(url, {"names": "Name,Class\nAna Silva,Room 15\n"}).url
    assert not web.get(step).context["check"].asks_class


def test_the_classes_of_the_first_list_are_no_news(sign_in, school_admin):
    web = sign_in(school_admin)
    text = "Name,Class\nAmara Diallo,Room 12\n"
    page = web.get(web.post(reverse("import_roster"), {"names": text}).url)
    assert page.context["check"].changes.new_classes == []


def test_a_list_is_not_asked_for_its_class_while_all_its_rows_are_refused(
    sign_in, school_admin, school
):
    text = "Name,Student number,Class\nAmara Diallo,1,Room 20\nBilal Haddad,1,Room 20\n"
    web = sign_in(school_admin)
    check = web.get(web.post(reverse("import_roster"), {"names": text}).url).context["check"]
    assert (check.counts["fix"], check.has_no_class) == (2, False)


def test_a_list_of_several_classes_says_that_all_join_this_one(web, start, section):
    content = b"Name,Number,Class\nAmara Diallo,1,4A\nBilal Haddad,2,4B\n"
    step = sent_file(web, start, content).url
    assert web.get(step).context["check"].other_classes == ["4A", "4B"]
    web.post(step, {"action": "add"})
    assert in_class(section) == ["Amara Diallo", "Bilal Haddad"]
    assert Section.objects.count() == 1


# --- rows -------------------------------------------------------------------------------------
BAD = table(
    "Amara Diallo,40152,4,French",
    "Bilal Haddad,40188,4,Arabic",
    "Emeka Obi,40219,Year 4,Igbo",
    "Lucía Morales,40188,4,Spanish",
)


def press(web, step, line, what, **cells):
    return web.post(step, {"action": "row", "line": line, "what": what, **cells})


def test_problems_come_first_with_their_reason_and_a_way_out(web, pasted):
    page = web.get(pasted(BAD))
    lines = page.context["lines"][:3]
    assert [(line.name, line.said) for line in lines] == [
        ("Bilal Haddad", ("Same student number as row 4, Lucía Morales.",)),
        ("Emeka Obi", ("Grade “Year 4” is not a grade we know.",)),
        ("Lucía Morales", ("Same student number as row 2, Bilal Haddad.",)),
    ]
    opened = [cell.name for line in lines for cell in line.cells if cell.is_open]
    assert opened == ["external_id", "grade", "external_id"]
    assert 'aria-disabled="true"' in page.content.decode()


def test_rows_are_fixed_skipped_and_taken_back(web, pasted):
    step = pasted(BAD)
    assert press(web, step, 4, "fix", cell_grade="4").status_code == 302
    press(web, step, 5, "fix", cell_external_id="40199")
    assert web.get(step).context["check"].counts["fix"] == 0
    press(web, step, 2, "skip")
    assert web.get(step).context["check"].counts["all"] == 3
    web.post(step, {"action": "unskip"})
    assert web.get(step).context["check"].counts["all"] == 4


def test_a_suggested_grade_is_taken_or_the_grade_left_empty(web, pasted, section):
    step = pasted(BAD)
    assert ("use", "Use 4") in web.get(step).context["lines"][1].buttons
    press(web, step, 4, "use")
    row = next(row for row in web.get(step).context["lines"] if row.row.line == 4)
    assert row.row.student.grade == "4"
    step = pasted(BAD)
    press(web, step, 4, "keep")
    press(web, step, 5, "skip")
    web.post(step, {"action": "add"})
    assert section.students_on(TODAY).get(name="Emeka Obi").grade == ""


@pytest.mark.parametrize(("answer", "students"), [("different", 2), ("same", 1)])
def test_two_rows_of_one_name_are_asked_about(web, pasted, answer, students):
    step = pasted("Amara Diallo\nAmara Diallo")
    assert web.get(step).context["check"].counts["fix"] == 1
    press(web, step, 2, answer)
    assert web.get(step).context["check"].ready == students


def test_a_row_form_answers_htmx_with_the_rows_alone(web, pasted):
    step = pasted(BAD)
    data = {"action": "row", "line": 4, "what": "fix", "cell_grade": "4"}
    headers = {"HX-Request": "true", "HX-Target": "form#import-rows"}
    page = web.post(step, data, headers=headers).content.decode()
    assert page.lstrip().startswith('<div id="import-rows"')
    assert "2 rows to fix" in page


def test_a_cell_that_no_column_could_hold_is_refused(web, pasted):
    step = pasted(BAD)
    assert press(web, step, 4, "fix", cell_grade="4\0").status_code == 422
    assert press(web, step, 4, "fix", cell_grade="4" * 501).status_code == 422
    assert press(web, step, 999, "fix", cell_grade="4").status_code == 302
    assert press(web, step, 4, "explode").status_code == 422
    assert web.post(step, {"action": "explode"}).status_code == 404


def test_ready_rows_go_in_now_and_the_others_later(web, pasted, section):
    step = pasted(BAD)
    refused = web.post(step, {"action": "add"})
    assert refused.status_code == 422
    assert not Student.objects.exists()
    assert web.post(step, {"action": "add", "partly": "1"}).status_code == 302
    assert in_class(section) == ["Amara Diallo"]


def test_a_number_mistyped_as_another_childs_renames_nobody(web, pasted, section):
    StudentFactory(section=section, name="Çelik Familycc", external_id="102")
    StudentFactory(section=section, name="Dmitri Familydd", external_id="103")
    step = pasted(table("Ana New,104,,", "Çelik Familycc,103,,", "Dmitri Familydd,103,,"))
    check = web.get(step).context["check"]
    assert [reason for _row, reason in check.problems] == [
        "Same student number as row 3, Dmitri Familydd.",
        "Same student number as row 2, Çelik Familycc.",
    ]
    assert web.post(step, {"action": "add", "partly": "1"}).status_code == 302
    assert in_class(section) == ["Ana New", "Dmitri Familydd", "Çelik Familycc"]
    assert Student.objects.get(external_id="103").name == "Dmitri Familydd"


# --- importing again --------------------------------------------------------------------------
@pytest.fixture
def ten_here(section):
    return [
        StudentFactory(section=section, name=name, external_id=str(number))
        for number, name in enumerate(NAMES[:10], start=1)
    ]


def rows_of(students):
    return table(*(f"{row.name},{row.external_id},4," for row in students))


def as_whole_class(web, step):
    assert web.post(step, {"action": "read", "extent": "whole"}).status_code == 302


def test_a_new_child_is_added_and_nobody_leaves_unless_it_is_the_whole_class(
    web, pasted, section, ten_here
):
    step = pasted("Newcomer Kid")
    page = web.get(step)
    assert page.context["check"].changes.leaving == []
    assert "10 students of the class are not on this list." in page.content.decode()
    as_whole_class(web, step)
    assert web.get(step).context["check"].changes.leaves == 10
    web.post(step, {"action": "read", "extent": "add"})
    assert web.post(step, {"action": "add"}).status_code == 302
    assert in_class(section) == sorted([*NAMES[:10], "Newcomer Kid"])


def test_a_file_is_the_whole_class_unless_one_says_that_it_adds(web, start, section, ten_here):
    step = sent_file(web, start, b"Name\nNewcomer Kid\n").url
    assert web.get(step).context["check"].changes.leaves == 10
    web.post(step, {"action": "read", "extent": "add"})
    assert web.post(step, {"action": "add"}).status_code == 302
    assert len(in_class(section)) == 11


def test_a_choice_that_was_not_shown_yet_is_shown_before_it_is_saved(web, start, section, ten_here):
    step = sent_file(web, start, rows_of(ten_here[:9]).encode()).url
    again = web.post(step, {"action": "add", "extent": "add"})
    assert again.status_code == 422
    assert "See below what that changes" in again.content.decode()
    assert again.context["check"].changes.leaves == 0
    assert web.post(step, {"action": "add", "extent": "add"}).status_code == 302
    assert len(in_class(section)) == 10


def test_the_office_adds_a_child_to_one_class_and_she_moves_there(
    sign_in, school_admin, school, section, ten_here
):
    moving = StudentFactory(section=SectionFactory(school=school, name="Room 13"), name="Ana Silva")
    web = sign_in(school_admin)
    text = f"Name,Class\nNewcomer Kid,{section.name}\nAna Silva,{section.name}\n"
    step = web.post(reverse("import_roster"), {"names": text}).url
    assert web.get(step).context["check"].changes.leaves == 10
    web.post(step, {"action": "read", "extent": "add"})
    assert web.post(step, {"action": "add"}).status_code == 302
    assert in_class(section) == sorted([*NAMES[:10], "Ana Silva", "Newcomer Kid"])
    assert moving.enrollments.count() == 2


@pytest.mark.parametrize(("extent", "grade"), [("add", ""), ("whole", "4")])
def test_a_whole_list_gives_a_class_without_a_grade_its_own_and_says_so(
    web, pasted, school, teacher, ten_here, section, extent, grade
):
    section.grade = ""
    section.save()
    step = pasted(rows_of(ten_here[:9]))
    web.post(step, {"action": "read", "extent": extent})
    said = [name for name, _fields in web.get(step).context["check"].changes.changed]
    assert said == [section.name][: len(grade)]
    web.post(step, {"action": "add"})
    section.refresh_from_db()
    assert section.grade == grade


def test_a_corrected_first_name_is_shown_and_reaches_what_she_is_called(web, pasted, section):
    child = StudentFactory(section=section, name="Bo Familybb", called="Bo", external_id="101")
    step = pasted(table("Robert Familybb,101,4,"))
    ((_name, fields),) = web.get(step).context["check"].changes.changed
    assert ("Bo", "Robert", False) in [(one["before"], one["after"], one["kept"]) for one in fields]
    web.post(step, {"action": "add"})
    child.refresh_from_db()
    assert (child.name, child.called) == ("Robert Familybb", "Robert")
    assert child in Student.objects.named("robert")


def test_names_that_the_office_pastes_for_a_class_add_to_it(
    sign_in, school_admin, section, ten_here
):
    web = sign_in(school_admin)
    step = web.post(reverse("import_roster"), {"names": "Newcomer Kid"}).url
    web.post(step, {"action": "read", "class_name": section.name})
    check = web.get(step).context["check"]
    assert (check.changes.leaves, check.asks_extent) == (0, True)

    assert web.post(step, {"action": "add"}).status_code == 302

    assert in_class(section) == sorted([*NAMES[:10], "Newcomer Kid"])


def test_a_list_of_two_classes_is_not_asked_whether_it_adds(
    sign_in, school_admin, school, section, ten_here
):
    text = f"Name,Class\nNewcomer Kid,{section.name}\nAna Silva,Room 13\n"
    step = sign_in(school_admin).post(reverse("import_roster"), {"names": text}).url
    check = sign_in(school_admin).get(step).context["check"]
    assert (check.changes.leaves, check.asks_extent) == (10, False)


def test_importing_again_names_who_is_new_changes_and_leaves(web, pasted, section, ten_here):
    text = rows_of(ten_here[:9]).replace(f"{NAMES[0]},1,4", f"{NAMES[0]},1,5") + "New Child,99,4,\n"
    step = pasted(text)
    as_whole_class(web, step)
    page = web.get(step)
    check = page.context["check"]
    assert check.changes.leaving == [NAMES[9]]
    assert [name for name, _fields in check.changes.changed] == [NAMES[0]]
    assert [row.name for row in check.diff.students.new] == ["New Child"]
    assert "Save these changes" in page.content.decode()
    assert web.post(step, {"action": "add"}).status_code == 302  # one of ten: not asked twice
    assert in_class(section) == sorted([*NAMES[:9], "New Child"])
    assert Student.objects.filter(name=NAMES[9]).exists()


def test_when_more_than_one_in_ten_would_leave_we_ask_again(web, pasted, section, ten_here):
    step = pasted(rows_of(ten_here[:8]))
    as_whole_class(web, step)
    assert "may_leave" in web.get(step).content.decode()
    refused = web.post(step, {"action": "add"})
    assert refused.status_code == 422
    assert "2 students would leave" in refused.content.decode()
    assert len(in_class(section)) == 10
    assert web.post(step, {"action": "add", "may_leave": "1"}).status_code == 302
    assert len(in_class(section)) == 8


def test_nobody_leaves_because_her_row_could_not_be_read(web, pasted, section, ten_here):
    step = pasted(rows_of(ten_here).replace(f"{NAMES[3]},4,4", f"{NAMES[3]},4,Year 4"))
    as_whole_class(web, step)
    assert web.get(step).context["check"].changes.leaving == []
    assert web.post(step, {"action": "add", "partly": "1"}).status_code == 302
    assert len(in_class(section)) == 10


@pytest.mark.parametrize(
    ("text", "left_12", "left_13"),
    [
        # A list of Room 12 alone: one is missing, one comes from Room 13.
        (
            "Name,Student number,Class\nAmara Diallo,1,Room 12\nChike Eze,3,Room 12\n",
            ["Bilal Haddad"],
            1,
        ),
        ("Name,Student number\nAmara Diallo,1\n", [], 0),  # says nothing about classes
    ],
)
def test_a_schools_table_speaks_only_for_the_classes_it_names(
    sign_in, school_admin, school, section, text, left_12, left_13
):
    room_13 = SectionFactory(school=school, name="Room 13")
    for number, (name, room) in enumerate(
        [
            ("Amara Diallo", section),
            ("Bilal Haddad", section),
            ("Chike Eze", room_13),
            ("Dina Fox", room_13),
        ],
        start=1,
    ):
        StudentFactory(section=room, name=name, external_id=str(number))
    web = sign_in(school_admin)
    step = sent_file(web, reverse("import_roster"), text.encode()).url
    assert web.get(step).context["check"].changes.leaving == left_12
    assert web.post(step, {"action": "add", "may_leave": "1"}).status_code == 302
    assert set(left_12).isdisjoint(in_class(section))
    assert len(in_class(room_13)) == 2 - left_13


def test_what_changed_since_the_page_was_shown_is_compared_anew(web, pasted, section):
    step = pasted("Amara Diallo\nBilal Haddad")
    assert web.get(step).context["check"].changes.is_first
    StudentFactory(section=section, name="Amara Diallo")  # a colleague was faster
    web.post(step, {"action": "add"})
    assert in_class(section) == ["Amara Diallo", "Bilal Haddad"]


@pytest.mark.parametrize("row", ["Tomás Ó Briain,7,5,", "Tomás Ó Briain,,5,"])
def test_a_teacher_gets_no_child_of_another_class_by_naming_her(
    web, pasted, section, school, teacher, row
):
    other = SectionFactory(school=school, name="Room 13")
    child = StudentFactory(section=other, name="Tomás Ó Briain", external_id="7", grade="4")
    step = pasted(table(row, "New Child,8,4,"))
    said = {line.said for line in web.get(step).context["lines"]}
    assert ("Is in Room 13. Only the school office can add a child to a second class.",) in said

    web.post(step, {"action": "add"})

    child.refresh_from_db()
    assert (in_class(section), in_class(other)) == (["New Child"], ["Tomás Ó Briain"])
    assert child.grade == "4"
    assert child not in Student.objects.taught_by(teacher)


def test_a_name_that_two_have_here_is_not_guessed(web, pasted, section):
    for number in ("1", "2"):
        StudentFactory(section=section, name="Amara Diallo", external_id=number)
    step = pasted("Amara Diallo")
    line = web.get(step).context["lines"][0]
    assert line.state == "fix"
    assert line.said[0].startswith("2 students here have this name.")
    assert web.post(step, {"action": "add"}).status_code == 422


def test_a_list_that_changes_nothing_offers_nothing_to_add(web, pasted, ten_here):
    page = web.get(pasted(rows_of(ten_here))).content.decode()
    assert "Nothing to change: the list and the class are the same." in page
    assert "Save these changes" not in page
    assert "Cancel and delete the list" not in page


def test_done_with_a_list_that_changes_nothing_deletes_it(web, pasted, section, ten_here):
    step = pasted(rows_of(ten_here[:9]))  # one is missing, and stays
    page = web.get(step).content.decode()
    assert "There is nothing to change." in page
    assert '<button class="btn primary" name="action" value="cancel">Done</button>' in page
    assert web.post(step, {"action": "cancel"}).url == reverse("students", args=[section.key])
    assert not RosterUpload.objects.exists()


# --- once, and only for its maker -------------------------------------------------------------
def test_a_double_click_on_add_imports_once(web, pasted, section):
    step = pasted("Amara Diallo\nBilal Haddad")
    first = web.post(step, {"action": "add"})
    second = web.post(step, {"action": "add"})
    assert first.url == second.url == f"{step}done/"
    assert web.get(step).url == first.url
    assert Student.objects.count() == 2


def test_a_click_that_found_the_list_before_the_other_took_it_adds_nothing(section, teacher):
    upload = RosterUploadFactory(section=section, made_by=teacher)
    late = RosterUpload.objects.select_related("school", "section").get(pk=upload.pk)
    assert add(upload=upload, by=teacher, now=NOW).students_new == 1
    assert add(upload=late, by=teacher, now=NOW) is None
    assert in_class(section) == ["Amara Diallo"]


def test_cancelling_deletes_the_list(web, pasted, section):
    step = pasted("Amara Diallo")
    assert web.post(step, {"action": "cancel"}).url == reverse("students", args=[section.key])
    assert web.get(step).status_code == 404
    assert not RosterUpload.objects.exists()


def test_a_new_list_clears_ones_own_last_and_everybodys_old_ones(web, pasted, section):
    RosterUploadFactory(made_at=NOW - timedelta(days=2), name="old, of another school")
    RosterUploadFactory(section=section, name="a colleague's of today")
    pasted("Amara Diallo")
    pasted("Bilal Haddad")
    names = set(RosterUpload.objects.values_list("name", flat=True))
    assert names == {"a colleague's of today", "Pasted list"}
    assert RosterUpload.objects.count() == 2


@pytest.mark.parametrize("who", ["coteacher", "other_teacher", "stranger", "school_admin"])
@pytest.mark.parametrize("done", ["", "done/"])
def test_an_upload_is_its_makers_alone(request, sign_in, section, teacher, who, done):
    upload = RosterUploadFactory(section=section, made_by=teacher)
    url = reverse("import_class_step", args=[section.key, upload.key]) + done
    web = sign_in(request.getfixturevalue(who))
    assert web.get(url).status_code == 404
    if not done:
        assert web.post(url, {"action": "cancel"}).status_code == 404
    assert RosterUpload.objects.filter(pk=upload.pk).exists()


@pytest.mark.parametrize("name", ["import_school_step", "import_school_done"])
def test_a_schools_upload_is_its_admins_alone(
    sign_in, school, school_admin, teacher, student, name
):
    mine = RosterUploadFactory(school=school, section=None, made_by=school_admin)
    colleague = StaffFactory()
    StaffRoleFactory(user=colleague, kind="school_admin", school=school)
    url = reverse(name, args=[mine.key])
    assert sign_in(colleague).get(url).status_code == 404
    for person in (teacher, student):
        assert sign_in(person).get(url).status_code == 403
    expected = 200 if name == "import_school_step" else 404  # not added yet
    assert sign_in(school_admin).get(url).status_code == expected


def test_a_student_cannot_import(sign_in, section, student, teacher):
    upload = RosterUploadFactory(section=section, made_by=teacher)
    step = reverse("import_class_step", args=[section.key, upload.key])
    web = sign_in(student)
    for url in (reverse("import_class_list", args=[section.key]), step, f"{step}done/"):
        assert web.get(url).status_code == 403


# --- size -------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [1, 30, 1000])
def test_the_check_page_costs_the_same_for_any_list(
    web, pasted, section, size, django_assert_num_queries
):
    StudentFactory(section=section, name=NAMES[0], external_id="1")
    step = pasted(table(*(f"{name},{n},4," for n, name in enumerate(NAMES[:size], start=1))))
    web.get(step)
    # session, user, classes, upload; students, classroom's seats, staff of the school
    with django_assert_num_queries(7):
        page = web.get(step)
    assert len(page.context["lines"]) == min(size, 50)


def test_pages_and_tabs_show_50_rows_of_one_kind(web, pasted):
    step = pasted(
        TABLE + "".join(f"{name},{n},4,\n" for n, name in enumerate(NAMES[:121])) + "X,0,4,"
    )
    fix = web.get(f"{step}?show=fix").context["lines"]
    assert [row.state for row in fix] == ["fix", "fix"]
    last = web.get(f"{step}?show=ready&page=3")
    assert len(last.context["lines"]) == 20
    assert web.get(f"{step}?show=nonsense&page=x").status_code == 200


# --- decisions --------------------------------------------------------------------------------
def test_decisions_come_back_from_json_as_they_went_in():
    made = Decisions(
        encoding="UTF-8",
        has_header=False,
        columns={0: "name", 2: ""},
        fixes={7: {"grade": "4"}},
        skipped=frozenset({9, 3}),
        same=frozenset({4}),
        local_grades=frozenset({"Gr. IV"}),
        school="m",
        extent="add",
    )
    assert as_decisions(as_json(made)) == made
    assert as_decisions({}) == Decisions()
