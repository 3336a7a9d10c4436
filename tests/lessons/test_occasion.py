"""When the day is kept: January 21, unless there is no school."""

from datetime import date, timedelta

import pytest

from lessons.occasion import Why, countdown, martin_luther_king_day, occasion, upcoming
from lessons.words import why_not_january_21
from students.calendar import Calendar

PLAIN = Calendar()
# The years 2026 to 2041 in which January 21 is no school day, and the day proposed instead.
MOVED = {
    2029: (Why.WEEKEND, date(2029, 1, 22)),  # a Sunday: the Monday after
    2030: (Why.CLOSED, date(2030, 1, 22)),  # Martin Luther King Jr. Day: the Tuesday after
    2034: (Why.WEEKEND, date(2034, 1, 20)),  # a Saturday: the Friday before
    2035: (Why.WEEKEND, date(2035, 1, 22)),
    2036: (Why.CLOSED, date(2036, 1, 22)),
    2040: (Why.WEEKEND, date(2040, 1, 20)),
    2041: (Why.CLOSED, date(2041, 1, 22)),
}


@pytest.mark.parametrize("year", range(2026, 2042))
def test_the_day_is_january_21_or_the_nearest_school_day(year):
    found = occasion(year, PLAIN)
    assert (found.why, found.day) == MOVED.get(year, (Why.SCHOOL_DAY, date(year, 1, 21)))


def test_seven_of_sixteen_years_have_no_school_on_january_21():
    moved = [year for year in range(2026, 2042) if occasion(year, PLAIN).day.day != 21]
    assert moved == [2029, 2030, 2034, 2035, 2036, 2040, 2041]


def test_martin_luther_king_day_is_the_third_monday():
    days = [martin_luther_king_day(year) for year in range(2026, 2042)]
    assert [day.day for day in days[:5]] == [19, 18, 17, 15, 21]
    assert all(day.weekday() == 0 and 15 <= day.day <= 21 for day in days)


def test_a_weekend_offers_friday_and_monday():
    assert occasion(2029, PLAIN).choices == (date(2029, 1, 19), date(2029, 1, 22))
    assert occasion(2034, PLAIN).choices == (date(2034, 1, 20), date(2034, 1, 23))


def test_the_proposed_day_comes_first_of_the_days_one_may_keep():
    assert occasion(2034, PLAIN).days == (date(2034, 1, 20), date(2034, 1, 23))
    assert occasion(2027, PLAIN).days == (date(2027, 1, 21),)


def test_a_closed_neighbour_is_passed_over():
    snow = Calendar(closed={date(2029, 1, 22): "Snow day"})
    assert occasion(2029, snow).choices == (date(2029, 1, 19), date(2029, 1, 23))


def test_of_two_equally_near_days_the_later_is_proposed():
    closed = Calendar(closed={date(2027, 1, 21): "Teachers' day"})
    found = occasion(2027, closed)
    assert (found.day, found.choices) == (date(2027, 1, 22), (date(2027, 1, 20), date(2027, 1, 22)))


def test_the_schools_own_name_for_the_holiday_wins():
    own = Calendar(closed={date(2030, 1, 21): "Human Rights Day"})
    assert occasion(2030, own).reason == "Human Rights Day"


def test_a_school_that_is_open_on_sundays_keeps_the_21st_in_2029():
    sunday_to_thursday = Calendar(weekdays=frozenset({6, 0, 1, 2, 3}))
    assert occasion(2029, sunday_to_thursday).why is Why.SCHOOL_DAY


def test_a_school_without_any_open_day_is_told_so():
    never = Calendar(weekdays=frozenset())
    found = occasion(2027, never)
    assert (found.day, found.choices) == (date(2027, 1, 21), ())
    assert "no school day near January 21" in why_not_january_21(found)


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2027, ""),
        (2029, "2029: January 21 is a Sunday, use Monday, January 22."),
        (2030, "2030: Martin Luther King Jr. Day, use Tuesday, January 22."),
        (2034, "2034: January 21 is a Saturday, use Friday, January 20."),
    ],
)
def test_the_reason_is_said_in_one_sentence(year, words):
    assert why_not_january_21(occasion(year, PLAIN)) == words


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2027, 1, 12), 9),
        (date(2027, 1, 20), 1),
        (date(2027, 1, 21), 0),
        (date(2027, 1, 22), -1),
        (date(2027, 2, 4), -14),
        (date(2027, 2, 5), 350),
        (date(2026, 12, 31), 21),
    ],
)
def test_the_countdown_looks_back_for_two_weeks_then_ahead(today, days):
    assert countdown(upcoming(today, PLAIN), today).days == days


def test_a_class_that_planned_the_other_offered_day_keeps_that_one():
    friday = date(2029, 1, 19)
    found = countdown(occasion(2029, PLAIN), friday - timedelta(days=3), {friday})
    assert (found.day, found.days) == (friday, 3)


def test_a_planned_day_that_was_not_offered_changes_nothing():
    assert countdown(occasion(2027, PLAIN), date(2027, 1, 12), {date(2027, 1, 14)}).days == 9


def test_the_countdown_knows_the_day_and_the_time_after():
    found = occasion(2027, PLAIN)
    on, after = countdown(found, date(2027, 1, 21)), countdown(found, date(2027, 1, 22))
    assert (on.is_today, on.is_over, after.is_today, after.is_over) == (True, False, False, True)
