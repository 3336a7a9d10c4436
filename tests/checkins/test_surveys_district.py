"""What a district sees of surveys: whole schools by month, small ones hidden, and it is noted."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkins.services import surveys as services
from checkins.surveys.asking import asked_items
from plc.models import AuditEntry
from tests.factories import NOW, TODAY, SchoolFactory, SectionFactory, StudentFactory, SurveyFactory

pytestmark = pytest.mark.django_db
URL = "/district/surveys/"


@pytest.fixture
def overseer(sign_in, district_admin):
    return sign_in(district_admin)


@pytest.fixture
def other(school):
    return SchoolFactory(name="Oak Street", district=school.district)


def asked(school, size, points, ends_on=date(2026, 10, 16), **more):
    """A survey of the school that `size` students of one class answered alike."""
    survey = SurveyFactory(school=school, starts_on=ends_on.replace(day=1), ends_on=ends_on, **more)
    section = SectionFactory(school=school)
    said = {}
    for scale, item in asked_items("3-5"):
        said.setdefault(scale, {})[item.code] = 6 - points if item.reverse else points
    for student in StudentFactory.create_batch(size, section=section):
        services.answer_survey(
            survey=survey,
            student=student,
            section=section,
            grades="3-5",
            said=said,
            today=survey.ends_on,
            now=NOW,
        )
    return survey


def cells(table):
    lines = [("District", table.school), *((line.name, line) for line in table.lines)]
    return {name: [cell.value for cell in line.cells] for name, line in lines}


def test_each_school_is_a_row_and_each_month_a_column(overseer, school, other):
    asked(school, 12, 3)
    asked(other, 12, 5, date(2026, 10, 30))
    asked(other, 12, 4, date(2026, 12, 11))

    table = overseer.get(URL).context["table"]

    assert [window.title for window in table.windows] == ["October 2026", "December 2026"]
    assert cells(table) == {
        "District": [75, 75],
        "Maple Street School": [50, None],
        "Oak Street": [100, 75],
    }
    october = table.school.cells[0]
    assert (october.answered, october.students) == (24, 36)  # Oak Street's December class too


def test_of_two_surveys_in_a_month_the_last_counts_so_that_nobody_counts_twice(
    overseer, school, other
):
    asked(school, 12, 1, date(2026, 10, 9))
    asked(school, 12, 3, date(2026, 10, 16))
    asked(other, 12, 3)
    assert cells(overseer.get(URL).context["table"])["Maple Street School"] == [50]


def test_a_small_school_is_hidden_and_a_second_one_that_would_give_it_away(overseer, school, other):
    asked(school, 12, 3)
    asked(other, 9, 5)
    asked(SchoolFactory(name="Pine Street", district=school.district), 15, 4)

    page = overseer.get(URL)

    assert cells(page.context["table"]) == {
        "District": [73],
        "Maple Street School": [None],
        "Oak Street": [None],
        "Pine Street": [75],
    }
    assert page.text.count("Hidden: small group") == 2


def test_one_school_alone_gives_the_district_no_figure_that_it_hides(overseer, school):
    asked(school, 9, 5)
    assert cells(overseer.get(URL).context["table"]) == {
        "District": [None],
        "Maple Street School": [None],
    }


def test_what_still_runs_what_a_teacher_asked_and_other_districts_are_not_shown(overseer, school):
    asked(school, 12, 3, TODAY)
    asked(SchoolFactory(district="Elsewhere"), 12, 3)
    section = SectionFactory(school=school)
    SurveyFactory(
        school=school, section=section, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 9)
    )
    assert "No survey is over yet" in overseer.get(URL).text


def test_that_the_figures_were_read_is_written_down(overseer, district_admin, school):
    overseer.get(URL)
    assert not AuditEntry.objects.filter(action=AuditEntry.Action.READ_MOOD).exists()
    asked(school, 12, 3)

    overseer.get(URL, {"scale": "relevance"})

    row = AuditEntry.objects.get(action=AuditEntry.Action.READ_MOOD)
    assert (row.actor, row.detail) == (district_admin, "survey figures of the district: relevance")


def test_no_answer_of_a_child_is_selected(overseer, school):
    asked(school, 12, 3)
    with CaptureQueriesContext(connection) as seen:
        overseer.get(URL)
    answers = [query["sql"] for query in seen if "checkins_surveyanswer" in query["sql"]]
    assert answers
    assert not any('"said"' in sql for sql in answers)
    assert not any('"student_id"' in sql.partition("FROM")[0] for sql in answers)


@pytest.mark.parametrize("count", [1, 30, 300])
def test_the_page_costs_the_same_for_any_number_of_schools(
    overseer, school, count, django_assert_num_queries
):
    for number in range(count):
        each = SchoolFactory(name=f"School {number}", district=school.district)
        asked(each, 1, 3)
    # session, user, may open it, schools; surveys, savepoint, audit row, scores, release,
    # answered, students
    with django_assert_num_queries(11):
        page = overseer.get(URL)
    assert len(page.context["table"].lines) == count


def file_of(client, **asked):
    response = client.get("/district/surveys.csv", asked)
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")))), response


def test_the_file_is_the_table_of_the_screen_with_the_same_hidden(overseer, school, other):
    asked(school, 12, 3)
    asked(other, 9, 5)
    asked(SchoolFactory(name="=Pine(1)", district=school.district), 15, 4)
    asked(other, 12, 4, date(2026, 12, 11))

    page = overseer.get(URL, {"scale": "relevance"})
    rows, response = file_of(overseer, scale="relevance")

    assert "/district/surveys.csv?scale=relevance" in page.text
    assert rows == [
        ["School", "October 2026", "Answered", "Students", "December 2026", "Answered", "Students"],
        ["'=Pine(1)", "75", "15", "15", "", "0", "0"],
        ["Maple Street School", "hidden", "hidden", "12", "", "0", "0"],
        ["Oak Street", "hidden", "hidden", "21", "75", "12", "21"],
        ["District", "73", "36", "48", "75", "12", "21"],
    ]
    table = page.context["table"]
    cells_on_screen = [cell for line in table.lines for cell in line.cells]
    assert sum(cell.is_hidden for cell in cells_on_screen) == 2
    assert response["Content-Disposition"] == (
        f'attachment; filename="district-survey-relevance-{TODAY}.csv"'
    )


def test_that_the_file_was_taken_is_written_down(overseer, district_admin, school):
    asked(school, 12, 3)
    file_of(overseer)
    row = AuditEntry.objects.get(action=AuditEntry.Action.EXPORTED)
    assert (row.actor, row.school_key, row.detail) == (
        district_admin, "", "survey figures of the district: belonging"
    )  # fmt: skip


@pytest.mark.parametrize("scale", ["nonsense", "\x00", "../x"])
def test_a_file_of_a_scale_nobody_knows_is_that_of_the_first(overseer, school, scale):
    _rows, response = file_of(overseer, scale=scale)
    assert "district-survey-belonging-" in response["Content-Disposition"]


def test_a_districts_file_is_not_for_a_schools_admin(sign_in, school, school_admin):
    assert sign_in(school_admin).get("/district/surveys.csv").status_code == 403


def test_the_district_s_pages_lead_to_it(overseer):
    assert f'href="{URL}"' in overseer.get("/school/coverage/").text
