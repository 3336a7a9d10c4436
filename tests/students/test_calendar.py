"""School days: weekends, holidays, half days, breaks; and what a school enters of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from students.calendar import Calendar, calendar_of
from students.models import ClosedDay, calendars
from tests.factories import SchoolFactory, TermFactory

MLK_DAY = date(2027, 1, 18)
FRIDAY, TUESDAY = date(2027, 1, 15), date(2027, 1, 19)
HOLIDAY = Calendar(closed={MLK_DAY: "Martin Luther King Jr. Day"})


def test_a_long_weekend_is_no_school_day():
    assert HOLIDAY.days_between(FRIDAY, TUESDAY) == 1
    assert Calendar().days_between(FRIDAY, TUESDAY) == 2


def test_two_half_days_make_one_school_day():
    week = Calendar(half={date(2027, 1, 19): "Exams", date(2027, 1, 20): "Exams"})
    assert week.days_between(MLK_DAY, date(2027, 1, 19)) == 0
    assert week.days_between(MLK_DAY, date(2027, 1, 20)) == 1
    assert week.days_between(MLK_DAY, date(2027, 1, 22)) == 3


def test_a_half_day_is_a_day_of_school():
    half = Calendar(half={FRIDAY: "Early dismissal"})
    assert half.is_open(FRIDAY)
    assert half.is_half(FRIDAY)


def test_a_half_day_in_the_holidays_is_no_day_of_school():
    both = Calendar(half={FRIDAY: "Early dismissal"}, closed={FRIDAY: "Snow"})
    assert (both.is_open(FRIDAY), both.is_half(FRIDAY)) == (False, False)


def test_between_two_terms_there_is_no_school_and_past_the_last_the_weekdays_count():
    years = ((date(2025, 9, 1), date(2026, 6, 19)), (date(2026, 8, 31), date(2027, 6, 18)))
    school = Calendar(terms=years)
    assert school.days_between(date(2026, 6, 19), date(2026, 8, 31)) == 1
    assert school.is_open(date(2027, 6, 21))
    assert school.is_open(date(2025, 8, 29))


def test_a_promise_of_ten_days_reaches_over_a_holiday_and_over_half_days():
    assert Calendar().after(date(2027, 1, 8), 10) == date(2027, 1, 22)
    assert HOLIDAY.after(date(2027, 1, 8), 10) == date(2027, 1, 25)
    two = {date(2027, 1, 14): "Exams", FRIDAY: "Exams"}
    assert Calendar(closed=HOLIDAY.closed, half=two).after(date(2027, 1, 8), 10) == date(
        2027, 1, 26
    )


def test_a_school_that_never_opens_again_makes_no_endless_promise():
    assert Calendar(weekdays=frozenset()).after(FRIDAY, 10) > FRIDAY


@pytest.fixture
def entered(school):
    """A break of several days, a half day, and two years."""
    ClosedDay.objects.create(
        school=school, on="2026-12-24", until="2027-01-01", reason="Winter break"
    )
    ClosedDay.objects.create(school=school, on=FRIDAY, is_half=True, reason="Early dismissal")
    TermFactory(school=school, starts_on=date(2025, 9, 1), ends_on=date(2026, 6, 19))
    TermFactory(school=school, starts_on=date(2026, 8, 31), ends_on=date(2027, 6, 18))
    return school


def test_a_school_reads_its_calendar_in_one_query(entered, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = entered.calendar()
    assert calendar.why_closed(date(2026, 12, 31)) == "Winter break"
    assert calendar.is_half(FRIDAY)
    assert not calendar.is_open(date(2026, 7, 6))


def test_a_districts_calendars_are_read_in_one_query(entered, django_assert_num_queries):
    other = SchoolFactory()
    with django_assert_num_queries(1):
        found = calendars([entered, other])
    assert found == {entered.pk: entered.calendar(), other.pk: Calendar()}


def test_a_closed_day_has_no_end_before_its_start(school):
    day = ClosedDay(school=school, on="2027-01-18", until="2027-01-17", reason="?")
    with pytest.raises(ValidationError, match="Swap the two"):
        day.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        day.save()


URL = "/school/settings/closed-days/"


def test_a_break_and_a_half_day_are_entered_and_shown(sign_in, school_admin, school):
    client = sign_in(school_admin)
    client.post(URL, {"on": "2026-12-24", "until": "2027-01-01", "reason": "Winter break"})
    client.post(URL, {"on": "2027-01-15", "is_half": "on", "reason": "Early dismissal"})

    page = " ".join(client.get("/school/settings/").text.split())

    assert "Thu, Dec 24, 2026 – Fri, Jan 1, 2027" in page
    assert "Half day" in page
    assert school.calendar().days_between(date(2026, 12, 23), date(2027, 1, 4)) == 1


@pytest.mark.parametrize(
    ("until", "words"),
    [("2026-12-01", "Swap the two"), ("2028-12-01", "at most 120 days"), ("soon", "valid date")],
)
def test_a_break_that_makes_no_sense_is_told_kindly(sign_in, school_admin, school, until, words):
    response = sign_in(school_admin).post(
        URL, {"on": "2026-12-24", "until": until, "reason": "Winter break"}
    )
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not school.closed_days.exists()


def test_a_calendar_of_nothing_is_the_weekdays():
    assert calendar_of("01234", []) == Calendar()
    assert calendar_of("0", []).next_open(TUESDAY) == TUESDAY + timedelta(days=6)
