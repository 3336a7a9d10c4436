"""Who was met and who would pass the promised window, counted in school days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.planner import BadProblem, Learner, coverage

HOLIDAY = date(2027, 1, 18)  # Martin Luther King Jr. Day
THURSDAY = date(2027, 1, 21)
SEPTEMBER = date(2026, 9, 8)


def january(day):
    return date(2027, 1, day)


def weekdays(start, end, closed=(HOLIDAY,)):
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in closed]


DAYS = weekdays(january(4), date(2027, 2, 12))


def covered(*learners, today=THURSDAY, window=5, promise=10, days=DAYS, **more):
    return coverage(learners, days, today, window=window, promise=promise, **more)


def the_wait(*met, joined=SEPTEMBER, **more):
    (wait,) = covered(Learner("p", joined, met), **more).waits
    return wait


def test_the_window_counts_school_days_and_not_the_holiday():
    found = covered(
        Learner("first day", SEPTEMBER, (january(14),)),
        Learner("day before", SEPTEMBER, (january(13),)),
        Learner("today", SEPTEMBER, (january(5), THURSDAY)),
        Learner("never", SEPTEMBER),
    )

    assert (found.start, found.today) == (january(14), THURSDAY)
    assert found.met == ("first day", "today")
    assert found.not_met == ("never", "day before")


def test_a_wait_skips_the_weekend_and_the_holiday():
    assert the_wait(january(15)).days == 3
    assert the_wait(january(15), days=[*DAYS, HOLIDAY]).days == 4
    assert the_wait(THURSDAY).days == 0


def test_the_longest_wait_comes_first():
    found = covered(
        Learner("b", SEPTEMBER, (january(6),)),
        Learner("c", SEPTEMBER, (january(20),)),
        Learner("a", SEPTEMBER, (january(6),)),
    )

    assert [(wait.id, wait.days) for wait in found.waits] == [("a", 10), ("b", 10), ("c", 1)]


@pytest.mark.parametrize(
    ("last", "days", "meet_by", "passes_on", "is_over"),
    [
        (january(5), 11, january(20), THURSDAY, True),
        (january(6), 10, THURSDAY, january(22), False),
        (january(7), 9, january(22), january(25), False),
    ],
)
def test_the_day_that_breaks_the_promise_is_named_before_it_comes(
    last, days, meet_by, passes_on, is_over
):
    wait = the_wait(last)

    assert (wait.days, wait.meet_by, wait.passes_on) == (days, meet_by, passes_on)
    assert wait.is_over is is_over


def test_a_promise_that_lasts_over_the_holiday_has_a_day_more():
    open_on_monday = weekdays(january(4), date(2027, 2, 12), closed=())

    assert the_wait(january(14), promise=3, today=january(15)).meet_by == january(20)
    assert the_wait(
        january(14), promise=3, today=january(15), days=open_on_monday
    ).meet_by == january(19)


def test_warnings_come_soonest_first_and_leave_out_what_is_broken():
    found = covered(
        Learner("over", SEPTEMBER, (january(4),)),
        Learner("monday", SEPTEMBER, (january(7),)),
        Learner("friday", SEPTEMBER, (january(6),)),
        Learner("later", SEPTEMBER, (january(20),)),
    )

    assert [wait.id for wait in found.warnings(january(25))] == ["friday", "monday"]
    assert [wait.id for wait in found.warnings(THURSDAY)] == []
    assert [wait.id for wait in found.over()] == ["over"]


def test_a_late_joiner_is_counted_from_the_first_day():
    wait = the_wait(joined=january(19))

    assert (wait.last_met, wait.days, wait.meet_by) == (None, 2, date(2027, 2, 2))


def test_a_check_in_in_another_class_before_joining_counts():
    assert the_wait(january(15), joined=january(19)).days == 3


def test_who_joins_tomorrow_is_not_missed_today():
    found = covered(Learner("new", january(22)))

    assert (found.waits, found.met, found.not_met) == ((), (), ())


def test_a_check_in_to_come_is_none_yet():
    assert the_wait(january(15), january(25)).last_met == january(15)


def test_a_day_beyond_the_calendar_is_not_guessed():
    wait = the_wait(january(20), days=weekdays(january(4), january(25)))

    assert (wait.meet_by, wait.passes_on) == (None, None)


def test_a_holiday_counts_up_to_the_school_day_before():
    assert the_wait(january(14), today=HOLIDAY).days == 1


def test_before_the_first_school_day_nobody_has_waited():
    wait = the_wait(joined=january(1), today=january(2))

    assert (wait.days, wait.is_over) == (0, False)


@pytest.mark.parametrize("name", ["window", "promise"])
def test_a_window_of_no_days_is_refused(name):
    with pytest.raises(BadProblem) as wrong:
        covered(**{name: 0})

    assert wrong.value.where == name


def test_two_half_days_make_one_school_day():
    halves = (january(14), january(15))

    wait = the_wait(january(13), promise=3, half_days=halves)

    assert (wait.days, wait.meet_by, wait.passes_on) == (4, january(20), THURSDAY)
    assert the_wait(january(13), promise=3).meet_by == january(19)


def test_on_the_weekend_after_the_last_day_the_promise_is_broken_already():
    wait = the_wait(january(14), promise=1, today=january(16))

    assert (wait.meet_by, wait.is_over, wait.passes_on) == (january(15), True, january(19))


dates = st.dates(january(4), date(2027, 2, 12))


@given(
    st.lists(dates, max_size=4),
    dates,
    dates,
    st.integers(1, 12),
    st.frozensets(st.sampled_from(DAYS), max_size=8),
    st.randoms(),
)
def test_a_promise_is_broken_when_more_than_that_many_school_days_passed(
    met, one, other, promise, half_days, random
):
    joined, today = sorted((one, other))
    mixed = random.sample(DAYS, len(DAYS))

    (wait,) = covered(
        Learner("p", joined, tuple(met)),
        days=mixed,
        today=today,
        promise=promise,
        half_days=half_days,
    ).waits

    def worth(days):
        return sum(1 if day in half_days else 2 for day in days)

    last = max((day for day in met if day <= today), default=None)
    passed = [day for day in DAYS if (last or joined) < day <= today]
    before = [day for day in passed if day < today]
    assert (wait.last_met, wait.days) == (last, worth(passed) // 2)
    assert wait.is_over == (worth(before) // 2 >= promise)
    assert wait.is_over == (wait.meet_by is not None and wait.meet_by < today)
