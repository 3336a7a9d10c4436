"""What a file of coverage holds is what the screen shows: the same rows, the same numbers."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest

from checkins.views.coverage_files import quoted
from plc.models import AuditEntry
from students.models import ClosedDay
from tests.checkins.test_coverage import met, place
from tests.factories import TODAY, SectionFactory, StudentFactory

pytestmark = pytest.mark.django_db
HOME = "/school/coverage"


def rows_of(response):
    """The file's rows, without empty ones."""
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row]


def cells_of(html, row):
    """The words of one table row or block, tags away."""
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
        for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    ]


def table_of(page):
    """Each row of the page's tables as words."""
    return [cells_of(page, row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)]


@pytest.fixture
def maple(section, school):
    """Two classes, three weeks, a holiday, languages of every size."""
    ClosedDay.objects.create(school=school, on=date(2027, 1, 18), reason="MLK Day")
    other = SectionFactory(school=school, name="Room 13", grade="4")
    first = SectionFactory(school=school, name="Room 4", grade="1")
    for room, size in ((section, 14), (other, 12), (first, 3)):
        for number in range(size):
            child = StudentFactory(
                section=room,
                name=f"{room.name} Child {number:02}",
                home_language=("English", "Spanish")[number % 2],
            )
            place(
                room,
                child,
                date(2027, 1, 7 + number % 2),
                ("done", "planned", "absent")[number % 3],
            )
            if number % 4 == 0:
                met(child, room)
    StudentFactory(section=first, home_language="Tamil")
    return school


def test_the_schools_file_has_the_rows_of_the_screen(sign_in, school_admin, maple):
    client = sign_in(school_admin)
    screen = table_of(client.get(f"{HOME}/").content.decode())
    file = rows_of(client.get(f"{HOME}.csv"))

    start = next(at for at, row in enumerate(file) if row[:2] == ["Grade", "Class"])
    end = next(at for at, row in enumerate(file) if row[0] == "Home language")
    lines = file[start + 1 : end]
    shown = screen[1:]
    assert len(lines) == len(shown) == 6  # three classes, grade 4, all, students met
    for line, row in zip(lines[:-1], shown[:-1], strict=True):
        weeks = [cell.replace(" of ", "/") for cell in line[3:-2]]
        assert [cell.removesuffix(" held") for cell in row[1:-1]] == weeks
        assert row[-1] == f"{line[-2]} of {line[-1]}"
    assert shown[-1][1:-1] == lines[-1][3:]


def test_the_schools_file_says_range_rules_and_groups(sign_in, school_admin, maple):
    client = sign_in(school_admin)
    figures = client.get(f"{HOME}/").context["figures"]
    file = rows_of(client.get(f"{HOME}.csv"))

    assert file[0] == ["Check-in coverage", "Maple Street School"]
    assert file[1] == ["From", "2027-01-07", "To", "2027-01-21"]
    assert any("two half days count as one" in row[0] for row in file)
    groups = file[next(at for at, row in enumerate(file) if row[0] == "Home language") + 1 :]
    assert [row[:4] for row in groups if len(row) > 1] == [
        [share.name, str(share.met), str(share.students), str(share.percent)]
        for share in figures.groups
        if not share.is_hidden
    ]
    assert groups[-1] == ["2 more groups have too few students to show."]
    assert "Tamil" not in {cell for row in file for cell in row}


def test_the_file_asks_for_what_the_screen_was_asked(sign_in, school_admin, maple):
    client = sign_in(school_admin)
    page = client.get(f"{HOME}/", {"days": "5", "grade": "1"}).content.decode()
    address = unescape(re.search(r'href="(/school/coverage\.csv[^"]*)"', page)[1])
    file = rows_of(client.get(address))
    assert ["From", "2027-01-14", "To", "2027-01-21"] in file
    assert [row[1] for row in file if row[:1] == ["1"]] == ["Room 4"]
    assert not [row for row in file if "Room 13" in row]


def test_the_waiting_list_as_a_file_holds_every_page(sign_in, school_admin, section):
    for number in range(60):
        StudentFactory(section=section, name=f"Child {number:02}")
    client = sign_in(school_admin)
    file = rows_of(client.get(f"{HOME}/waiting.csv"))
    names = [row[0] for row in file if row[0].startswith("Child")]
    shown = [
        wait.name
        for page in (1, 2)
        for wait in client.get(f"{HOME}/waiting/", {"page": page}).context["rows"]
    ]
    assert names == shown
    assert len(names) == 60


def test_a_teachers_file_is_the_admins_file(sign_in, teacher, school_admin, section):
    for number in range(4):
        place(section, StudentFactory(section=section), date(2027, 1, 12 + number), "done")
    own = rows_of(sign_in(teacher).get(f"/c/{section.key}/coverage.csv"))
    office = rows_of(sign_in(school_admin).get(f"{HOME}/{section.key}.csv"))
    assert len([row for row in own if row[0].startswith("Student ")]) == 4
    assert own == office


def test_a_districts_file_has_the_rows_of_the_screen_and_no_small_school(
    sign_in, district_admin, section
):
    for child in StudentFactory.create_batch(30, section=section):
        met(child, section)
    for name, size in (("Birch", 4), ("Cedar", 12)):
        room = SectionFactory(school__name=name)
        for child in StudentFactory.create_batch(size, section=room):
            met(child, room)
    client = sign_in(district_admin)
    screen = table_of(client.get(f"{HOME}/").content.decode())
    file = rows_of(client.get(f"{HOME}.csv"))
    start = next(at for at, row in enumerate(file) if row[0] == "School")
    lines = file[start + 1 : start + 4]
    assert [row[0] for row in lines] == [row[0] for row in screen[1:4]]
    assert lines[0] == ["Birch", "Too few students to show"]
    assert screen[1] == ["Birch", "Too few students to show"]
    assert lines[2][-4:] == ["30", "30", "0", "0"]
    assert screen[3][-3:] == ["30 of 30, 100%", "0", "0"]


@pytest.mark.parametrize("start", list("=+-@\t\r\0"))
def test_no_cell_is_a_formula(start):
    assert quoted(f"{start}2+2") == f"'{start}2+2"


def test_a_name_that_looks_like_a_formula_is_quoted(sign_in, school_admin, section):
    section.name = "=2+2"
    section.save()
    StudentFactory(section=section, name="@SUM(A1)")
    client = sign_in(school_admin)
    assert "'=2+2" in {cell for row in rows_of(client.get(f"{HOME}.csv")) for cell in row}
    assert "'@SUM(A1)" in {row[0] for row in rows_of(client.get(f"{HOME}/waiting.csv"))}


def test_each_export_is_written_down_before_it_is_sent(sign_in, school_admin, section, student):
    client = sign_in(school_admin)
    for address in (f"{HOME}.csv", f"{HOME}/waiting.csv", f"{HOME}/{section.key}.csv"):
        assert client.get(address).status_code == 200
    entries = AuditEntry.objects.filter(action="exported", actor=school_admin)
    assert [entry.detail.split()[0] for entry in entries.order_by("pk")] == [
        "coverage",
        "waiting",
        "class",
    ]
    assert {entry.school_key for entry in entries} == {section.school.key}


def test_a_file_of_what_makes_no_sense_is_no_file(sign_in, school_admin, section):
    client = sign_in(school_admin)
    asked = {"start": "2027-02-01"}
    for address in (f"{HOME}.csv", f"{HOME}/waiting.csv", f"{HOME}/{section.key}.csv"):
        assert client.get(address, asked).status_code == 404
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_a_file_costs_the_same_for_any_number(
    sign_in, school_admin, section, django_assert_num_queries
):
    client = sign_in(school_admin)
    for size in (1, 30):
        StudentFactory.create_batch(size, section=section)
        # as the page, but the reasons; and the export written down
        with django_assert_num_queries(13):
            rows_of(client.get(f"{HOME}.csv"))


def test_the_days_of_a_file_are_those_it_was_made_on(sign_in, school_admin, section):
    response = sign_in(school_admin).get(f"{HOME}.csv")
    assert f"coverage-2027-01-08-{TODAY}.csv" in response["Content-Disposition"]
