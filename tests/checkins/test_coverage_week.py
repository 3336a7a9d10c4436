"""The week of Martin Luther King Jr. Day, 2027, with the clock at each of its days.

Mon 11 to Fri 15 school; on Fri 15 half a day. Mon 18 is the holiday. Tue 19 to Fri 22 school, with
Personalized Learning Day on Thu 21 and half a day on Fri 22.

The promise is five school days; the half days of the 15th and the 22nd make one together.
"""

from datetime import UTC, date, datetime, time

import pytest

from checkins.coverage import Span
from students.calendar import Calendar
from students.models import ClosedDay
from tests.factories import CheckInFactory, StudentFactory

pytestmark = pytest.mark.django_db
URL = "/school/coverage/"


def january(day):
    return date(2027, 1, day)


@pytest.fixture
def week(school, section, at, sign_in, school_admin):
    """`week(20)` is the coverage page's figures on Wednesday the 20th, 9:30 in New York."""
    school.promise_days = 5
    school.save()
    ClosedDay.objects.create(school=school, on=january(18), reason="Martin Luther King Jr. Day")
    for day in (15, 22):
        ClosedDay.objects.create(school=school, on=january(day), is_half=True, reason="Half day")

    def on(day, **asked):
        at(datetime.combine(january(day), time(14, 30), tzinfo=UTC))
        response = sign_in(school_admin).get(URL, asked)
        assert response.status_code == 200
        return response.context["figures"]

    return on


@pytest.fixture
def met(section):
    """`met(11)` is a student who was met on Monday the 11th, and has waited since."""

    def on(day):
        student = StudentFactory(section=section, name=f"Met on {day}")
        CheckInFactory(section=section, student=student, held_on=january(day))
        return student

    return on


def test_waits_stand_still_over_the_long_weekend(week, met):
    met(13)
    waited = {day: week(day).waits[0].days for day in range(14, 24)}
    assert waited == {
        14: 1,
        15: 1,  # half a day more
        16: 1,
        17: 1,
        18: 1,  # the holiday
        19: 2,
        20: 3,
        21: 4,
        22: 5,  # the second half
        23: 5,
    }


@pytest.mark.parametrize(
    ("met_on", "due"),
    [(8, 19), (11, 20), (12, 21), (13, 22), (14, 25), (15, 26), (20, 28), (21, 29)],
)
def test_each_promise_ends_on_the_schools_own_day(week, met, met_on, due):
    met(met_on)
    (wait,) = week(21).waits
    assert wait.due_on == january(due)


def test_the_early_warning_of_friday_the_15th_reaches_over_the_holiday(week, met):
    for day in (11, 12, 13, 14, 15):
        met(day)
    found = week(15)
    assert found.late == ()
    assert [(warned.by, warned.students) for warned in found.warned] == [
        (january(20), 1),
        (january(21), 1),
        (january(22), 1),
    ]


def test_the_warning_comes_true_the_day_after_and_not_before(week, met):
    student = met(11)  # due on Wed the 20th
    late = {day: [wait.key for wait in week(day).late] for day in (18, 19, 20, 21)}
    assert late == {18: [], 19: [], 20: [], 21: [student.key]}
    assert week(20).warned[0].by == january(20)


def test_meeting_her_on_the_last_day_keeps_the_promise(week, met, section):
    student = met(11)
    CheckInFactory(section=section, student=student, held_on=january(20))
    found = week(21)
    assert found.late == ()
    assert found.waits[0].days == 1


def test_the_last_five_school_days_on_the_holiday_and_on_the_day(week):
    asked = {"days": 5}
    starts = {day: week(day, **asked).span.start.day for day in (15, 18, 19, 21, 22)}
    # five whole days' worth: with one half day a day more, with two halves again five and one
    assert starts == {15: 8, 18: 8, 19: 11, 21: 13, 22: 14}


def test_who_joined_on_the_holiday_or_in_the_week_waits_from_then_on(week, section):
    for day in (15, 18, 20):
        student = StudentFactory(section=section, name=f"Joined {day}")
        student.enrollments.update(starts_on=january(day))
    found = {wait.name: (wait.days, wait.due_on) for wait in week(21).waits}
    assert found == {
        "Joined 15": (3, january(26)),
        "Joined 18": (3, january(26)),
        "Joined 20": (1, january(28)),
    }


def test_who_joins_tomorrow_is_not_yet_there(week, section):
    student = StudentFactory(section=section)
    student.enrollments.update(starts_on=january(22))
    assert week(21).students == 0
    assert week(22).students == 1


@pytest.mark.parametrize(("year", "kept_on"), [(2027, 21), (2028, 21), (2029, 22), (2030, 22)])
def test_january_21_of_years_when_it_is_no_school_day(year, kept_on):
    """2029 it is a Sunday, 2030 Martin Luther King Jr. Day: waits and promises pass it by."""
    closed = {date(2030, 1, 21): "Martin Luther King Jr. Day"}
    closed |= {date(2029, 1, 15): "Martin Luther King Jr. Day"}
    calendar = Calendar(closed=closed)
    the_21st = date(year, 1, 21)
    friday = calendar.last_open(date(year, 1, 20) if year == 2029 else date(year, 1, 18))
    span = Span.of(calendar, end=the_21st, promise=1)

    due = span.promised.due_on(calendar.last_open(date.fromordinal(the_21st.toordinal() - 1)))

    assert due == date(year, 1, kept_on)
    assert span.promised.wait(friday) == calendar.days_between(friday, the_21st)
    assert (the_21st in span.ruler.days) == (kept_on == 21)
