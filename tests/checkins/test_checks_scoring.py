"""Marking answers, the rule for reteaching, and the two weeks' rhythm: without a database."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.checks.rhythm import next_due
from checkins.checks.scoring import as_number, fewer_than_half, is_right, marked
from students.calendar import Calendar

CLOSED = {
    date(2027, 1, 18): "Martin Luther King Jr. Day",
    **{date(2026, 12, day): "Winter break" for day in (24, 25, 28, 29, 30, 31)},
    date(2027, 1, 1): "Winter break",
}
CALENDAR = Calendar(closed=CLOSED)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 0.50 ", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("0,5", Fraction(1, 2)),
        ("1/2", Fraction(1, 2)),
        ("6/12", Fraction(1, 2)),
        ("2 1/2", Fraction(5, 2)),
        ("-2 1/2", Fraction(-5, 2)),
        ("\u22123", -3),
        ("1,000", 1000),
        ("1,234.5", Fraction(2469, 2)),
    ],
)
def test_numbers_are_read_as_children_write_them(typed, number):
    assert as_number(typed) == number


@pytest.mark.parametrize("typed", ["", "twelve", "1/0", "1e9", "1_0", "1 2", "9" * 41, "nan", "½/"])
def test_what_is_no_number_is_none(typed):
    assert as_number(typed) is None


@pytest.mark.parametrize(
    ("kind", "answer", "said", "right"),
    [
        ("number", "1/2", "0.5", True),
        ("number", "1/2; 50", "50", True),
        ("number", "1/2", "1/3", False),
        ("number", "12", "", False),
        ("words", "Denominator", "  denominator. ", True),
        ("words", "top; numerator", "The numerator", False),
        ("words", "top; numerator", "NUMERATOR", True),
        ("words", "papa", "papá", False),
        ("choice", "a; b", "a; b", True),
        ("choice", "a; b", "a", False),
        ("words", "x;", "", False),
    ],
)
def test_an_answer_is_right_when_it_says_the_same(kind, answer, said, right):
    assert is_right(kind, answer, said) is right
    assert marked(kind, answer, said) == ("right" if right else "not_yet")


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["choice", "number", "words"]))
def test_any_text_is_marked_and_none_breaks_it(answer, said, kind):
    assert marked(kind, answer, said) in {"right", "not_yet"}


@pytest.mark.parametrize(
    ("marks", "again"),
    [
        ([], False),
        (["not_asked"] * 5, False),
        (["right", "not_yet"], False),
        (["right", "right", "not_yet", "not_yet", "not_yet"], True),
        (["right", "right", "right", "not_yet", "not_yet"], False),
        (["right", "not_asked", "not_asked", "not_yet", "not_yet"], True),
    ],
)
def test_fewer_than_half_of_what_was_asked_means_once_more(marks, again):
    assert fewer_than_half(marks) is again


def test_the_first_check_is_due_on_the_first_day_and_then_every_two_weeks():
    start = date(2027, 1, 19)
    assert next_due(start, None, CALENDAR) == start
    assert next_due(start, start, CALENDAR) == date(2027, 2, 2)


def test_a_holiday_moves_one_check_and_not_those_after_it():
    start = date(2027, 1, 4)
    assert next_due(start, start, CALENDAR) == date(2027, 1, 19)  # the 18th is a holiday
    assert next_due(start, date(2027, 1, 19), CALENDAR) == date(2027, 2, 1)


def test_the_winter_break_gives_way_to_the_first_day_of_school():
    start = date(2026, 12, 14)
    assert next_due(start, start, CALENDAR) == date(2027, 1, 4)
    assert next_due(start, date(2027, 1, 4), CALENDAR) == date(2027, 1, 11)


@given(
    st.dates(date(2026, 8, 31), date(2027, 6, 1)),
    st.integers(0, 300),
    st.sets(st.dates(date(2026, 8, 31), date(2028, 6, 1)), max_size=40),
)
def test_what_is_due_next_is_a_school_day_after_the_last_one(start, later, closed):
    calendar = Calendar(closed=dict.fromkeys(closed, "closed"))
    last = start + timedelta(days=later)
    due = next_due(start, last, calendar)
    assert due > last
    assert calendar.is_open(due)
