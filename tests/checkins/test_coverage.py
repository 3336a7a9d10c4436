"""Coverage: right figures, nobody's words, and no more statements for 300 students than for one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkins.coverage import Wait, coverage, fairness
from students.calendar import Calendar
from tests.factories import (
    TODAY,
    CheckInFactory,
    CheckInNoteFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
URL = "/school/coverage/"


def figures_of(section, start=date(2027, 1, 4), end=TODAY, overdue_after=15):
    return coverage(
        [section],
        calendar=Calendar(),
        start=start,
        end=end,
        today=TODAY,
        overdue_after=overdue_after,
    )


def test_a_class_without_students_has_figures_of_zero(section):
    found = figures_of(section)
    assert (found.students, found.met, found.met_percent, found.planned) == (0, 0, 0, 0)
    assert found.waits == ()


def test_the_longest_wait_comes_first_and_counts_school_days(section):
    met, never = StudentFactory.create_batch(2, section=section)
    CheckInFactory(section=section, student=met, held_on=TODAY - timedelta(days=7))

    found = figures_of(section)

    assert [wait.student_key for wait in found.waits] == [never.key, met.key]
    assert found.waits[1].days == 5  # a week holds five school days
    assert found.waits[0].last_on is None
    assert (found.met, found.met_percent) == (1, 50)


def test_a_check_in_before_the_range_does_not_count_as_met(section, student):
    CheckInFactory(section=section, student=student, held_on=date(2026, 12, 18))
    assert figures_of(section).met == 0


def test_a_student_of_two_classes_is_counted_once_in_the_school(section, school, student):
    other = SectionFactory(school=school)
    other.enrollments.create(student=student, starts_on=date(2026, 8, 31), school=school)
    found = coverage(
        [section, other],
        calendar=Calendar(),
        start=date(2027, 1, 4),
        end=TODAY,
        today=TODAY,
        overdue_after=15,
    )
    assert found.students == 1
    assert [row.students for row in found.rows] == [1, 1]


def test_done_of_planned_is_counted_by_week_and_absence_is_nobodys_fault(section):
    window = WindowFactory(section=section, on=date(2027, 1, 12))
    plan = PlanFactory(section=section, on=date(2027, 1, 12), state="ready")
    for state in ("done", "planned", "absent"):
        child = StudentFactory(section=section)
        SlotFactory(plan=plan, student=child, window=window, state=state)

    cells = {cell.week: cell for cell in figures_of(section).rows[0].cells}

    assert (cells[date(2027, 1, 11)].done, cells[date(2027, 1, 11)].planned) == (1, 2)
    assert cells[date(2027, 1, 11)].band == "h1"
    assert cells[date(2027, 1, 4)].band == "hx"


def test_a_place_still_to_come_today_is_not_missed_yet(section):
    plan = PlanFactory(section=section, on=TODAY, state="ready")
    window = WindowFactory(section=section, on=TODAY)
    for state in ("done", "planned"):
        SlotFactory(plan=plan, student=StudentFactory(section=section), window=window, state=state)
    found = figures_of(section)
    assert (found.done, found.planned) == (1, 1)


def waits_of(**sizes):
    """So many students by group, of whom the second number are met."""
    return [
        Wait(f"{name}{n}", name, 1, name, None, 0, is_met=n < met)
        for name, (size, met) in sizes.items()
        for n in range(size)
    ]


def test_a_small_group_and_a_second_one_are_hidden():
    groups = {
        group.name: group.percent for group in fairness(waits_of(A=(40, 36), B=(12, 6), C=(3, 3)))
    }
    assert groups == {"A": 90, "B": None, "C": None}


def test_two_small_groups_hide_each_other():
    groups = {
        group.name: group.percent for group in fairness(waits_of(A=(40, 36), B=(4, 1), C=(3, 3)))
    }
    assert groups == {"A": 90, "B": None, "C": None}


def test_a_group_met_less_often_is_marked():
    groups = {group.name: group for group in fairness(waits_of(A=(40, 40), B=(20, 10)))}
    assert groups["B"].is_behind
    assert not groups["A"].is_behind


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_page_costs_the_same_for_any_class(
    sign_in, school_admin, section, class_size, django_assert_num_queries
):
    for child in StudentFactory.create_batch(class_size, section=section):
        CheckInFactory(section=section, student=child)
    client = sign_in(school_admin)

    # session, user, may open it, is a school's admin, school, classes, closed days,
    # cells, waits, reasons, teachers
    with django_assert_num_queries(11):
        response = client.get(URL)

    assert response.context["figures"].met == class_size


def test_no_page_of_an_admin_selects_a_note(sign_in, school_admin, section, student):
    checkin = CheckInFactory(section=section, student=student)
    CheckInNoteFactory(checkin=checkin, text="CANARY")
    client = sign_in(school_admin)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        pages = [client.get(url) for url in (URL, f"{URL}{section.key}/", "/school/coverage.csv")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not any("note" in query["sql"].lower() for query in queries)
    assert not any("CANARY" in page.content.decode() for page in pages)


def test_a_range_that_ends_before_it_starts_is_told_kindly(sign_in, school_admin):
    response = sign_in(school_admin).get(URL, {"start": "2027-01-20", "end": "2027-01-10"})
    assert response.status_code == 422
    assert "Swap the two" in response.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "0001-01-01", "end": "0001-01-10"},
        {"start": "9999-12-01", "end": "9999-12-31"},
        {"start": "9999-12-31"},
    ],
)
def test_days_of_another_century_are_told_kindly(sign_in, school_admin, student, asked):
    response = sign_in(school_admin).get(URL, asked)
    assert response.status_code == 422
    assert "Choose days of this century." in response.content.decode()


def test_another_schools_class_is_no_such_page(sign_in, school_admin, stranger):
    elsewhere = stranger.staff_roles.get().section
    assert sign_in(school_admin).get(f"{URL}{elsewhere.key}/").status_code == 404


def test_a_teacher_may_not_open_it(sign_in, teacher, section):
    assert sign_in(teacher).get(URL).status_code == 403


def test_a_district_sees_shares_of_schools_and_no_child(
    sign_in, district_admin, section, django_assert_num_queries
):
    for child in StudentFactory.create_batch(12, section=section):
        CheckInFactory(section=section, student=child)
    client = sign_in(district_admin)

    # session, user, may open it, no school run, schools, size, met
    with django_assert_num_queries(7):
        response = client.get(URL)

    page = response.content.decode()
    assert [(row.name, row.met, row.students) for row in response.context["rows"]] == [
        ("Maple Street School", 12, 12)
    ]
    assert "Student 0" not in page
    assert client.get(f"{URL}{section.key}/").status_code == 403


def test_a_district_does_not_see_a_school_of_nine(sign_in, district_admin, section):
    StudentFactory.create_batch(9, section=section)
    response = sign_in(district_admin).get(URL)
    assert response.context["rows"][0].students is None


def test_the_file_says_what_the_screen_says_and_holds_no_formula(sign_in, school_admin, section):
    section.name = "=2+2"
    section.save()
    student = StudentFactory(section=section)
    CheckInFactory(section=section, student=student)

    text = sign_in(school_admin).get("/school/coverage.csv").content.decode("utf-8-sig")

    head, row = text.splitlines()
    assert head.startswith("Grade,Class,Teacher,Week of 2027-01-04")
    assert row == "4,'=2+2,Ms. Okonkwo,,,,1,1"
