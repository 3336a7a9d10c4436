"""Coverage: right figures, nobody's words, and no more statements for 300 students than for one."""

import re
from datetime import date, timedelta

import pytest

from checkins.coverage import Axis, Span, coverage
from students.calendar import Calendar
from students.models import ClosedDay, StaffRole
from tests.factories import (
    TODAY,
    CheckInFactory,
    EnrollmentFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StaffRoleFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
URL = "/school/coverage/"
MONDAY = date(2027, 1, 11)


def figures_of(school, *, promise=15, end=TODAY, start=date(2027, 1, 4), today=TODAY, **narrowed):
    span = Span.of(school.calendar(), end=end, start=start, promise=promise)
    return coverage(school, span, today=today, **narrowed)


def met(student, section, on=TODAY, **slot):
    return CheckInFactory(section=section, student=student, held_on=on, **slot)


def joiner(section, on, **more):
    """A student who came on a day."""
    student = StudentFactory(section=section, **more)
    student.enrollments.update(starts_on=on)
    return student


def place(section, student, on, state="planned", plan_state="ready"):
    """A place in a plan; a done one with its check-in."""
    plan = section.checkin_plans.filter(on=on).first() or PlanFactory(
        section=section, on=on, state=plan_state
    )
    window = WindowFactory(section=section, on=on)
    slot = SlotFactory(plan=plan, student=student, window=window, state=state)
    if state == "done":
        met(student, section, on, slot=slot)
    return slot


def test_a_school_without_students_has_figures_of_zero(school, section):
    found = figures_of(school)
    assert (found.students, found.met, found.met_percent) == (0, 0, 0)
    assert (found.planned.planned, found.middle_wait, found.longest_wait) == (0, 0, 0)
    assert (found.waits, found.late, found.warned, found.groups) == ((), (), (), ())


def test_a_school_without_classes_has_figures_of_zero(school):
    found = figures_of(school)
    assert (found.lines, found.students) == ((), 0)
    assert len(found.total.cells) == len(found.span.parts)


def test_the_longest_wait_comes_first_and_counts_school_days(school, section):
    seen, never = StudentFactory.create_batch(2, section=section)
    met(seen, section, TODAY - timedelta(days=7))

    found = figures_of(school)

    assert [wait.key for wait in found.waits] == [never.key, seen.key]
    assert found.waits[1].days == 5  # a week holds five school days
    assert found.waits[0].last_on is None
    assert (found.met, found.met_percent) == (1, 50)


def test_a_check_in_before_the_range_does_not_count_as_met(school, section, student):
    met(student, section, date(2026, 12, 18))
    assert figures_of(school).met == 0


def test_a_student_of_two_classes_is_counted_once_in_the_school(school, section, student):
    other = SectionFactory(school=school)
    EnrollmentFactory(section=other, student=student, starts_on=date(2026, 8, 31))
    met(student, other)

    found = figures_of(school)

    assert (found.students, found.met) == (1, 1)
    classes = [line for line in found.lines if line.section]
    assert [(line.met, line.students) for line in classes] == [(1, 1), (1, 1)]


def test_who_left_or_whose_class_is_put_away_is_not_counted(school, section):
    gone = StudentFactory(section=section)
    gone.enrollments.update(ends_on=TODAY - timedelta(days=1))
    closed = SectionFactory(school=school, archived_at="2027-01-01T00:00Z")
    StudentFactory(section=closed)
    assert figures_of(school).students == 0
    assert figures_of(school, end=TODAY - timedelta(days=1)).students == 1


def test_held_of_planned_is_counted_by_week_and_absence_stands_apart(school, section):
    for state in ("done", "planned", "absent"):
        place(section, StudentFactory(section=section), date(2027, 1, 12), state)

    cells = {cell.part: cell for cell in figures_of(school).lines[0].cells}

    week = cells[MONDAY]
    assert (week.done, week.planned, week.absent, week.band) == (1, 2, 1, "h1")
    assert cells[date(2027, 1, 4)].band == "hx"


def test_a_check_in_without_a_plan_is_counted_beside_the_plan(school, section, student):
    place(section, student, date(2027, 1, 12))
    met(student, section, date(2027, 1, 12))
    whole = figures_of(school).planned
    assert (whole.done, whole.planned, whole.unplanned, whole.held) == (0, 1, 1, 1)


def test_a_draft_plans_nothing(school, section, student):
    place(section, student, date(2027, 1, 12), plan_state="draft")
    assert figures_of(school).planned.planned == 0


def test_a_place_still_to_come_today_is_not_missed_yet(school, section):
    for state in ("done", "planned"):
        place(section, StudentFactory(section=section), TODAY, state)
    found = figures_of(school).planned
    assert (found.done, found.planned) == (1, 1)


def test_a_grade_with_several_classes_has_a_line_of_its_own(school, section):
    other = SectionFactory(school=school, name="Room 13", grade="4")
    first = SectionFactory(school=school, name="Room 4", grade="1")
    for room in (section, other, first):
        met(StudentFactory(section=room), room)
    StudentFactory(section=other)

    lines = figures_of(school).lines

    assert [(line.section and line.section.name, line.met, line.students) for line in lines] == [
        ("Room 4", 1, 1),
        ("Room 12", 1, 1),
        ("Room 13", 1, 2),
        (None, 2, 3),
    ]


def test_students_met_are_counted_once_a_week(school, section, student):
    met(student, section, date(2027, 1, 12))
    met(student, section, date(2027, 1, 14))
    met(student, section, date(2027, 1, 5))
    assert figures_of(school).met_in == (1, 1, 0)


def test_a_long_report_is_divided_by_months(school, section, student):
    met(student, section, date(2026, 9, 15))
    found = figures_of(school, start=date(2026, 8, 31))
    assert [part.month for part in found.span.parts] == [8, 9, 10, 11, 12, 1]
    assert found.met_in == (0, 1, 0, 0, 0, 0)


# --- the promise ----------------------------------------------------------------------------------
def test_a_late_joiner_waits_since_the_day_she_came(school, section):
    joiner(section, date(2027, 1, 19))
    (wait,) = figures_of(school).waits
    assert (wait.days, wait.is_late) == (2, False)
    assert wait.due_on == date(2027, 2, 9)


def test_moving_to_another_class_starts_no_wait_anew(school, section, student):
    student.enrollments.update(ends_on=date(2027, 1, 15))
    other = SectionFactory(school=school)
    EnrollmentFactory(section=other, student=student, starts_on=date(2027, 1, 18))
    (wait,) = figures_of(school).waits
    assert wait.joined_on == date(2026, 8, 31)
    assert wait.is_late


def test_a_new_school_year_starts_everybodys_wait(school, section, student):
    student.enrollments.update(starts_on=date(2025, 9, 1), ends_on=date(2026, 6, 19))
    EnrollmentFactory(section=section, student=student, starts_on=date(2026, 8, 31))
    met(student, section, date(2026, 6, 1))
    (wait,) = figures_of(school, end=date(2026, 9, 2), start=date(2026, 8, 31)).waits
    assert wait.days == 2


def test_who_is_due_today_is_not_late_yet_and_who_was_due_yesterday_is(school, section):
    today, yesterday = StudentFactory.create_batch(2, section=section)
    met(today, section, date(2027, 1, 7))
    met(yesterday, section, date(2027, 1, 6))

    found = figures_of(school, promise=10)

    assert [wait.key for wait in found.late] == [yesterday.key]
    assert [(each.by, each.students) for each in found.warned] == [(TODAY, 1)]


def test_the_early_warning_looks_five_school_days_ahead(school, section):
    ClosedDay.objects.create(school=school, on=date(2027, 1, 25), reason="Snow")
    for back in range(9):
        met(StudentFactory(section=section), section, TODAY - timedelta(days=back))

    found = figures_of(school, promise=3)

    # three school days after Mon 18, Tue 19, Wed 20 and Thu 21; on the 25th there is no school
    assert [(each.by, each.students) for each in found.warned] == [
        (date(2027, 1, 21), 1),
        (date(2027, 1, 22), 1),
        (date(2027, 1, 26), 1),
        (date(2027, 1, 27), 1),
    ]


# --- the page -------------------------------------------------------------------------------------
@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_page_costs_the_same_for_any_class(
    sign_in, school_admin, section, class_size, django_assert_num_queries
):
    for child in StudentFactory.create_batch(class_size, section=section):
        met(child, section)
    client = sign_in(school_admin)

    # session, user, may open it, is a school's admin, school, calendar, classes, students,
    # their classes, check-ins, places not held, teachers, reasons
    with django_assert_num_queries(13):
        response = client.get(URL)

    assert response.context["figures"].met == class_size


def test_without_being_asked_it_shows_the_last_ten_school_days(sign_in, school_admin, school):
    ClosedDay.objects.create(school=school, on=date(2027, 1, 18), reason="MLK Day")
    span = sign_in(school_admin).get(URL).context["figures"].span
    assert (span.start, span.end) == (date(2027, 1, 7), TODAY)


def test_so_many_school_days_as_are_asked_for(sign_in, school_admin):
    response = sign_in(school_admin).get(URL, {"days": "3"})
    assert response.context["figures"].span.start == date(2027, 1, 19)
    assert "Last 3 school days" in response.content.decode()


def test_a_grade_narrows_classes_and_waits_but_never_the_groups(sign_in, school_admin, section):
    first = SectionFactory(school=section.school, name="Room 4", grade="1")
    StudentFactory.create_batch(12, section=section, home_language="Spanish")
    StudentFactory.create_batch(11, section=first, home_language="Spanish")

    figures = sign_in(school_admin).get(URL, {"grade": "1"}).context["figures"]

    assert figures.students == 11
    assert [share.students for share in figures.groups] == [23]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"start": "2027-01-20", "end": "2027-01-10"}, "Swap the two"),
        ({"end": "2027-01-22"}, "still to come"),
        ({"start": "2025-01-01"}, "at most one year"),
        ({"start": "0001-01-01", "end": "0001-01-10"}, "Choose days of this century."),
        ({"start": "9999-12-01", "end": "9999-12-31"}, "Choose days of this century."),
        ({"start": "soon"}, "Enter a valid date."),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "9" * 40}, "less than or equal to 200"),
        ({"grade": "99"}, "not one of the available choices"),
        ({"by": "needs"}, "not one of the available choices"),
    ],
)
@pytest.mark.parametrize("url", [URL, f"{URL}waiting/"])
def test_what_makes_no_sense_is_told_kindly(sign_in, school_admin, student, url, asked, words):
    response = sign_in(school_admin).get(url, asked)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_htmx_gets_the_figures_alone(sign_in, school_admin, student):
    response = sign_in(school_admin).get(
        URL, headers={"HX-Request": "true", "HX-Target": "div#coverage"}
    )
    page = response.content.decode().strip()
    assert page.startswith('<div id="coverage" class="stack">')
    assert "<html" not in page


def test_a_teacher_may_not_open_it(sign_in, teacher, section):
    assert sign_in(teacher).get(URL).status_code == 403


# --- drilling down --------------------------------------------------------------------------------
def test_a_number_leads_to_the_students_of_that_week(sign_in, school_admin, section):
    done, absent, missed, other = StudentFactory.create_batch(4, section=section)
    for child, state in ((done, "done"), (absent, "absent"), (missed, "planned")):
        place(section, child, date(2027, 1, 12), state)
    place(section, other, date(2027, 1, 7), "done")

    client = sign_in(school_admin)
    response = client.get(f"{URL}{section.key}/", {"week": "2027-01-11"})

    day = (date(2027, 1, 12),)
    assert {
        case.key: (case.held, case.absent, case.missed) for case in response.context["drill"].cases
    } == {
        done.key: (day, (), ()),
        absent.key: ((), day, ()),
        missed.key: ((), (), day),
    }


def test_a_class_says_why_each_student_waits(sign_in, school_admin, section):
    for name, state in (("Away", "absent"), ("Missed", "planned")):
        place(section, StudentFactory(section=section, name=name), date(2027, 1, 12), state)
    page = sign_in(school_admin).get(f"{URL}{section.key}/").content.decode()
    assert "Absent on 1 planned day" in page
    assert "Planned 1 time, not held" in page


def test_the_share_met_leads_to_who_was_not(sign_in, school_admin, section):
    never = StudentFactory(section=section)
    met(StudentFactory(section=section), section)
    client = sign_in(school_admin)
    page = client.get(URL).text
    (target,) = re.findall(r'href="([^"]+)">\s*See who was not\s*</a>', page)
    waits = client.get(target.replace("&amp;", "&")).context["waits"]
    assert [wait.name for wait in waits] == [never.name]


def test_who_waits_alike_stands_by_letters_accents_aside(sign_in, school_admin, section):
    day = date(2027, 1, 12)
    for name in ("Zihan", "Étienne", "Felix", "Emil"):
        place(section, StudentFactory(section=section, name=name), day, "absent")
    client = sign_in(school_admin)
    response = client.get(f"{URL}{section.key}/", {"week": "2027-01-11"})
    ordered = ["Emil", "Étienne", "Felix", "Zihan"]
    assert [wait.name for wait in response.context["waits"]] == ordered
    assert [case.name for case in response.context["drill"].cases] == ordered


def test_who_has_a_place_today_is_said_to_be_planned_for_today(sign_in, school_admin, section):
    never, seen, missed, waits, left = (
        StudentFactory(section=section, name=name)
        for name in ("Never", "Seen", "Missed", "Waits", "Left out")
    )
    met(seen, section, on=date(2026, 12, 18))
    place(section, missed, date(2027, 1, 12))
    for child in (never, seen, missed):
        place(section, child, TODAY)
    plan = section.checkin_plans.get(on=TODAY)
    SlotFactory(plan=plan, student=left)

    client = sign_in(school_admin)
    for address in (URL, f"{URL}{section.key}/", f"{URL}waiting/"):
        page = client.get(address).text
        assert said_of(page, [never, seen, missed, waits, left]) == [
            "Planned for today",
            "Planned for today",
            "Planned 1 time, not held · Planned for today",
            "Never placed in a plan",
            "Never placed in a plan",
        ]


def test_who_has_a_place_on_a_later_day_is_said_to_be_planned_for_it(
    sign_in, school_admin, section
):
    never, missed = (StudentFactory(section=section, name=name) for name in ("Never", "Missed"))
    place(section, missed, date(2027, 1, 12))
    for days in (8, 1):
        place(section, never, TODAY + timedelta(days=days))
        place(section, missed, TODAY + timedelta(days=days))

    client = sign_in(school_admin)
    for address in (URL, f"{URL}{section.key}/", f"{URL}waiting/"):
        assert said_of(client.get(address).text, [never, missed]) == [
            "Planned for Jan 22",
            "Planned 1 time, not held · Planned for Jan 22",
        ]


def test_a_report_of_days_that_are_past_says_nothing_of_today(sign_in, school_admin, section):
    child = StudentFactory(section=section)
    for day in (date(2027, 1, 20), TODAY):
        place(section, child, day)
    ended = {"start": "2027-01-04", "end": "2027-01-20"}

    page = sign_in(school_admin).get(f"{URL}{section.key}/", ended).text

    assert "Planned for today" not in page


def said_of(page, students):
    """What stands below each student's name."""
    found = [
        re.search(rf">{student.name}</a>.*?small muted\">(.*?)</span>", page, re.DOTALL)
        for student in students
    ]
    return [" ".join(match[1].split()) for match in found if match]


@pytest.mark.parametrize("week", ["2027-02-01", "1999-01-04", "x"])
def test_a_week_outside_of_the_report_leads_to_nobody(sign_in, school_admin, section, week):
    response = sign_in(school_admin).get(f"{URL}{section.key}/", {"week": week})
    assert response.context["drill"] is None


def test_a_class_costs_the_same_for_any_number(sign_in, school_admin, django_assert_num_queries):
    school = school_admin.staff_roles.get().school
    counts = []
    for size in (1, 30):
        section = SectionFactory(school=school)
        for child in StudentFactory.create_batch(size, section=section):
            place(section, child, date(2027, 1, 12), "done")
        client = sign_in(school_admin)
        # as the school's page, but no classes; with the class, and three for the week
        with django_assert_num_queries(14):
            response = client.get(f"{URL}{section.key}/", {"week": "2027-01-11"})
        counts.append(len(response.context["drill"].cases))
    assert counts == [1, 30]


def test_another_schools_class_is_no_such_page(sign_in, school_admin, stranger):
    elsewhere = stranger.staff_roles.get().section
    assert sign_in(school_admin).get(f"{URL}{elsewhere.key}/").status_code == 404
    assert sign_in(school_admin).get(f"{URL}{elsewhere.key}.csv").status_code == 404


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Never", "Late", "Soon", "Just"]),
        ({"show": "late"}, ["Never", "Late"]),
        ({"show": "soon"}, ["Soon"]),
        ({"show": "unmet"}, ["Never", "Late", "Soon"]),
        ({"due": "2027-01-25"}, ["Soon"]),
        ({"grade": "1"}, []),
    ],
)
def test_the_waiting_list_can_be_narrowed(sign_in, school_admin, section, asked, names):
    section.school.promise_days = 12
    section.school.save()
    SectionFactory(school=section.school, grade="1")
    for name, on in {"Late": date(2026, 12, 1), "Soon": date(2027, 1, 7), "Just": TODAY}.items():
        met(StudentFactory(section=section, name=name), section, on)
    StudentFactory(section=section, name="Never")
    client = sign_in(school_admin)

    response = client.get(f"{URL}waiting/", asked)

    assert [wait.name for wait in response.context["rows"]] == names


def test_a_thousand_who_wait_stand_on_pages(sign_in, school_admin, section):
    StudentFactory.create_batch(120, section=section)
    client = sign_in(school_admin)
    shown = [
        wait.key
        for page in (1, 2, 3)
        for wait in client.get(f"{URL}waiting/", {"page": page}).context["rows"]
    ]
    assert len(set(shown)) == len(shown) == 120


# --- fairness -------------------------------------------------------------------------------------
@pytest.fixture
def languages(section):
    """English 20, all met; Spanish 12, 3 met; Tamil 3; and of 2 it is not known."""
    for language, size, seen in (
        ("English", 20, 20),
        ("Spanish", 12, 3),
        ("Tamil", 3, 3),
        ("", 2, 0),
    ):
        for number in range(size):
            child = StudentFactory(section=section, home_language=language)
            if number < seen:
                met(child, section)


def test_small_groups_are_hidden_with_as_many_as_it_takes(sign_in, school_admin, languages):
    figures = sign_in(school_admin).get(URL).context["figures"]
    shown = {share.name: (share.met, share.students) for share in figures.groups}
    assert shown == {
        "English": (20, 20),
        "Spanish": (None, None),
        "Tamil": (None, None),
        "": (None, None),
    }


def test_the_page_names_no_hidden_group(sign_in, school_admin, languages):
    page = sign_in(school_admin).get(URL).content.decode()
    assert "English" in page
    assert not {word for word in ("Spanish", "Tamil") if word in page}
    assert "3 more groups have too few students to show." in page


@pytest.mark.parametrize(
    ("group", "status"),
    [("English", 200), ("Tamil", 404), ("Spanish", 404), ("", 404), ("Nobody", 404)],
)
def test_a_hidden_group_is_no_such_list(sign_in, school_admin, languages, group, status):
    client = sign_in(school_admin)
    asked = {"by": "language", "group": group}
    assert client.get(f"{URL}waiting/", asked).status_code == status
    assert client.get(f"{URL}waiting.csv", asked).status_code == status


def test_a_group_is_not_narrowed_by_grade(sign_in, school_admin, languages):
    asked = {"by": "language", "group": "English", "grade": "4"}
    response = sign_in(school_admin).get(f"{URL}waiting/", asked)
    assert response.status_code == 422


def test_a_group_met_less_often_is_marked_in_words(sign_in, school_admin, section):
    for language, seen in (("English", 30), ("Somali", 10)):
        for number in range(30):
            child = StudentFactory(section=section, home_language=language)
            if number < seen:
                met(child, section)
    page = sign_in(school_admin).get(URL).content.decode()
    assert page.count("Met less often") == 1


def test_students_can_be_compared_by_when_they_joined(school, section):
    StudentFactory.create_batch(12, section=section)
    for _number in range(10):
        joiner(section, date(2027, 1, 4))
    figures = figures_of(school, axis=Axis.JOINED)
    assert [(share.name, share.students) for share in figures.groups] == [
        ("longer", 12),
        ("new", 10),
    ]


# --- a district -----------------------------------------------------------------------------------
def test_a_district_sees_shares_of_schools_and_no_child(
    sign_in, district_admin, section, django_assert_num_queries
):
    for child in StudentFactory.create_batch(12, section=section):
        met(child, section)
    client = sign_in(district_admin)

    # session, user, may open it, no school run, schools, calendars, students, places not held,
    # check-ins, those without a plan
    with django_assert_num_queries(10):
        response = client.get(URL)

    page = response.content.decode()
    (line,) = response.context["figures"].lines
    assert (line.school.name, line.count.met, line.count.students) == (
        "Maple Street School",
        12,
        12,
    )
    assert "Student 0" not in page
    assert "Room 12" not in page
    assert client.get(f"{URL}{section.key}/").status_code == 403


def test_a_districts_figures_are_those_of_its_schools(sign_in, district_admin, school, section):
    ClosedDay.objects.create(school=school, on=date(2027, 1, 18), reason="MLK Day")
    for back in range(30):
        child = StudentFactory(section=section)
        met(child, section, TODAY - timedelta(days=back))
        place(section, child, date(2027, 1, 12), ("planned", "absent")[back % 2])
    place(section, StudentFactory(section=section), date(2027, 1, 12), "done")
    joiner(section, date(2027, 1, 15))
    StudentFactory(section=section)

    district = sign_in(district_admin).get(URL).context["figures"]
    own = figures_of(school, start=None)

    (line,) = district.lines
    assert own.met > 0
    assert (line.count.met, line.count.students) == (own.met, own.students)
    assert (line.count.late, line.count.soon) == (len(own.late), own.soon)
    assert line.cells == own.total.cells
    assert {(s.name, s.met, s.students) for s in district.groups} == {
        (s.name, s.met, s.students) for s in own.groups
    }


def test_a_school_of_nine_hides_itself_and_another(sign_in, district_admin, school, section):
    StudentFactory.create_batch(9, section=section)
    rooms = [section]
    for name, size in (("Birch", 30), ("Cedar", 40)):
        room = SectionFactory(school__name=name)
        StudentFactory.create_batch(size, section=room)
        rooms.append(room)
    client = sign_in(district_admin)

    lines = client.get(URL).context["figures"].lines

    assert [(line.school.name, line.count and line.count.students) for line in lines] == [
        ("Birch", None),
        ("Cedar", 40),
        ("Maple Street School", None),
    ]
    statuses = [client.get(f"{URL}schools/{room.school.key}/").status_code for room in rooms]
    assert statuses == [404, 404, 200]


def test_a_group_hidden_in_one_school_does_not_follow_from_the_others(sign_in, district_admin):
    rooms = [SectionFactory(school__name=name) for name in ("Ash", "Birch", "Cedar")]
    for room, tamil in zip(rooms, (4, 20, 30), strict=True):
        StudentFactory.create_batch(40, section=room, home_language="English")
        StudentFactory.create_batch(tamil, section=room, home_language="Tamil")
    client = sign_in(district_admin)

    shown = [
        {
            share.name: share.students
            for share in client.get(f"{URL}schools/{room.school.key}/", {"by": "language"})
            .context["figures"]
            .groups
        }
        for room in rooms
    ]

    total = {share.name: share.students for share in client.get(URL).context["figures"].groups}
    assert total == {"English": 120, "Tamil": 54}
    assert shown[0] == {"English": None, "Tamil": None}
    assert [groups["Tamil"] for groups in shown].count(None) >= 2
    assert [groups["English"] for groups in shown].count(None) >= 2


def test_another_districts_school_is_no_such_page(sign_in, district_admin, stranger):
    role = stranger.staff_roles.get()
    StudentFactory.create_batch(12, section=role.section)
    role.school.district = "Far District"
    role.school.save()
    client = sign_in(district_admin)
    assert client.get(f"{URL}schools/{role.school.key}/").status_code == 404
    assert client.get(f"{URL}schools/{role.school.key}.csv").status_code == 404


def test_a_district_without_schools_is_told_so(sign_in, district_admin, school):
    StaffRole.objects.update(district="Nowhere District")
    response = sign_in(district_admin).get(URL)
    assert response.status_code == 200
    assert "No schools in this district yet" in response.content.decode()
    assert sign_in(district_admin).get("/school/coverage.csv").status_code == 404


# --- who runs more than one school ----------------------------------------------------------------
@pytest.fixture
def birch(school_admin):
    """Ms. Boss runs Birch School too, and comes to the district besides."""
    birch = SectionFactory(school__name="Birch School", name="Room 1")
    StudentFactory.create_batch(12, section=birch, home_language="English")
    roles = [{"kind": "school_admin", "school": birch.school}]
    roles.append({"kind": "district_admin", "school": None, "district": birch.school.district})
    for role in roles:
        StaffRoleFactory(user=school_admin, **role)
    return birch


def test_who_runs_two_schools_and_a_district_chooses(sign_in, school_admin, section, birch):
    StudentFactory.create_batch(11, section=section)
    client = sign_in(school_admin)

    def page(**asked):
        return client.get(URL, asked)

    assert page().context["school"] == birch.school  # by name, Birch comes first
    assert page(school=section.school.key).context["school"] == section.school
    assert [line.school.name for line in page(school="district").context["figures"].lines] == [
        "Birch School",
        "Maple Street School",
    ]
    for asked in ({}, {"school": "district"}):
        menu = page(**asked).content.decode()
        for key in (birch.school.key, section.school.key, "district"):
            assert f'href="{URL}?school={key}"' in menu


def test_the_choice_is_kept_by_links_and_files(sign_in, school_admin, section, birch):
    StudentFactory.create_batch(11, section=section)
    client, asked = sign_in(school_admin), {"school": section.school.key}
    page = client.get(URL, asked).content.decode()
    for address in (f"{URL}waiting/", f"{URL}{section.key}/", "/school/coverage.csv"):
        queries = re.findall(rf'href="{re.escape(address)}\?([^"]*)"', page)
        assert queries
        assert [q for q in queries if f"school={section.school.key}&" not in q] == []
    waiting = client.get(f"{URL}waiting/", asked)
    assert waiting.context["found"].figures.students == 11
    assert client.get(f"{URL}{section.key}/", asked).status_code == 200
    district = client.get(URL, {"school": "district"}).content.decode()
    assert f'href="schools/{section.school.key}/?days=10&amp;school=district&amp;"' in district


@pytest.mark.parametrize("key", ["district", "nowhere", "\0", "0" * 300])
@pytest.mark.parametrize("address", [URL, "/school/coverage.csv", f"{URL}waiting/"])
def test_what_one_does_not_run_cannot_be_chosen(sign_in, school_admin, section, address, key):
    status = sign_in(school_admin).get(address, {"school": key}).status_code
    assert status in ({404, 422} if key == "\0" else {404})


def test_another_school_cannot_be_chosen(sign_in, school_admin, district_admin, stranger):
    far = stranger.staff_roles.get().school
    assert sign_in(school_admin).get(URL, {"school": far.key}).status_code == 404
    assert sign_in(district_admin).get(URL, {"school": far.key}).status_code == 404


# --- teachers see what admins see -----------------------------------------------------------------
def test_a_teacher_sees_of_her_class_what_the_admin_sees(sign_in, teacher, school_admin, section):
    for number in range(3):
        place(section, StudentFactory(section=section), date(2027, 1, 12 + number), "done")
    own = sign_in(teacher).get(f"/c/{section.key}/coverage/").context["figures"]
    office = sign_in(school_admin).get(f"{URL}{section.key}/").context["figures"]
    assert own.met == 3
    assert own == office


def test_a_calendar_of_no_days_makes_no_page_fail():
    span = Span.of(Calendar(weekdays=frozenset()), end=TODAY, promise=10)
    assert (span.start, span.ahead, span.promised.due_on(TODAY)) == (TODAY, (), None)


def test_the_form_shows_what_was_counted(sign_in, school_admin, section):
    client = sign_in(school_admin)
    usual = client.get(URL).content.decode()
    dates = client.get(URL, {"start": "2027-01-04"}).content.decode()
    assert '<option value="10" selected>' in usual
    assert '<option value="" selected>Other dates</option>' in dates
    assert "<details open>" in dates
