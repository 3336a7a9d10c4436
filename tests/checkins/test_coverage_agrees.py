"""One rule: ruler and calendar, planner and pages, schools and their district count the same."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from checkins.coverage import Axis, Span, coverage, district_coverage, school_coverage
from checkins.coverage.district_count import sizes
from checkins.coverage.district_figures import Tally
from checkins.models import CheckIn, Plan, Slot
from checkins.planner import Learner
from checkins.planner import coverage as planned_coverage
from checkins.school_days import ruler_of
from students.calendar import Calendar
from students.models import ClosedDay, School
from tests.checkins.test_stays import World
from tests.factories import TODAY, CheckInFactory, SectionFactory, StudentFactory, TermFactory

DAYS = st.dates(date(2026, 8, 1), date(2027, 7, 31))
SCHOOLS = st.builds(
    Calendar,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closed=st.dictionaries(DAYS, st.just("Holiday"), max_size=12),
    half=st.dictionaries(DAYS, st.just("Half"), max_size=12),
)


@given(SCHOOLS, DAYS, DAYS, st.integers(1, 30))
def test_the_ruler_says_what_the_calendar_says(school, one, other, count):
    ruler = ruler_of(school, date(2026, 7, 1), date(2028, 12, 31))
    assert ruler.between(one, other) == school.days_between(one, other)
    due = ruler.after(one, count)
    assert due is None or due == school.after(one, count)


@given(SCHOOLS, DAYS, DAYS, st.integers(1, 30))
def test_met_in_the_last_days_is_waiting_less_than_so_many(school, met_on, today, count):
    ruler = ruler_of(school, date(2024, 1, 1), today)
    if met_on <= today:
        assert (met_on >= ruler.last(count, today)) == (ruler.between(met_on, today) < count)


# --- the planner and the pages --------------------------------------------------------------------
FALL = date(2026, 8, 31)
YEAR = st.dates(FALL, date(2027, 6, 18))
CLOSED = st.sampled_from([{}, {date(2027, 1, 18): "Martin Luther King Jr. Day"}])


@given(
    SCHOOLS,
    CLOSED,
    st.lists(st.tuples(YEAR, st.lists(YEAR, max_size=3)), min_size=1, max_size=6),
    st.one_of(YEAR, st.dates(date(2027, 1, 11), date(2027, 1, 24))),
    st.integers(1, 15),
    st.integers(1, 15),
)
def test_the_planner_and_the_pages_count_alike(school, more, pupils, today, window, promise):
    calendar = Calendar(school.weekdays, school.closed | more, school.half)
    span = Span.of(calendar, end=today, promise=promise, days=window)
    span = span.reaching(FALL)
    learners = [Learner(str(n), joined, tuple(met)) for n, (joined, met) in enumerate(pupils)]

    found = planned_coverage(
        learners,
        span.ruler.days,
        today,
        window=window,
        promise=promise,
        half_days=frozenset(calendar.half),
    )

    here = [learner for learner in learners if learner.joined <= today]
    last = {p.id: max((on for on in p.met if on <= today), default=None) for p in here}
    since = {p.id: last[p.id] or p.joined for p in here}
    assert found.start == span.start
    assert set(found.met) == {pupil for pupil, on in last.items() if on and on >= span.start}
    assert {w.id: (w.days, w.meet_by, w.is_over) for w in found.waits} == {
        pupil: (
            calendar.days_between(on, today),
            span.promised.due_on(on),
            on < span.late_before,
        )
        for pupil, on in since.items()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_the_page_says_what_the_planner_says(school, seed):
    """A random school over the week of Martin Luther King Jr. Day, late joiners and half days."""
    rng = Random(seed)
    section = SectionFactory(school=school)
    TermFactory(school=school, starts_on=FALL, ends_on=date(2027, 6, 18))
    ClosedDay.objects.create(school=school, on=date(2027, 1, 18), reason="MLK Day")
    for day in {date(2027, 1, rng.randrange(4, 29)) for _n in range(5)} - {date(2027, 1, 18)}:
        ClosedDay.objects.create(school=school, on=day, is_half=rng.random() < 0.7, reason="Half")
    learners = []
    for _number in range(12):
        child = StudentFactory(section=section)
        joined = FALL if rng.random() < 0.6 else date(2027, 1, rng.randrange(4, 29))
        child.enrollments.update(starts_on=joined)
        met = [date(2027, 1, rng.randrange(1, 29)) for _n in range(rng.randrange(3))]
        for on in met:
            CheckInFactory(section=section, student=child, held_on=on)
        learners.append(Learner(child.key, joined, tuple(met)))
    calendar, promise = school.calendar(), rng.randrange(2, 9)

    for today in (date(2027, 1, day) for day in range(11, 26)):
        span = Span.of(calendar, end=today, promise=promise, days=5)
        page = coverage(school, span, today=today)
        planner = planned_coverage(
            learners,
            [*calendar.open_days(FALL, date(2027, 3, 31))],
            today,
            window=5,
            promise=promise,
            half_days=frozenset(calendar.half),
        )
        assert {(w.key, w.last_on, w.days, w.due_on, w.is_late) for w in page.waits} == {
            (w.id, w.last_met, w.days, w.meet_by, w.is_over) for w in planner.waits
        }
        assert {w.key for w in page.waits if w.is_met} == set(planner.met)


# --- a district and its schools -------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("axis", Axis)
def test_a_district_counts_what_its_schools_count(school, seed, axis, monkeypatch):
    """Whatever was written and whichever day is asked for: the district reads stays, they facts."""
    monkeypatch.setattr("plc.hiding.SMALLEST_GROUP", 0)
    world = World(school, seed)
    world.students += [StudentFactory(school=school) for _number in range(5)]
    for _turn in range(60):
        world.happen()
    (school,) = School.objects.all()
    calendar = school.calendar()

    for days_ago in (0, 1, 40, 150, 210, 400):
        day = TODAY - timedelta(days=days_ago)
        span = Span.of(calendar, end=day, promise=5, days=world.rng.choice([5, 40]))
        page = coverage(school, span, today=day, axis=axis)
        spans = {school.pk: span}
        whole = district_coverage([school], spans, today=day, axis=axis)
        alone = school_coverage(school, [school], spans, today=day, axis=axis)

        own = (page.students, page.met, len(page.late), page.soon)
        for figures in (whole, alone):
            total = figures.total
            assert (total.students, total.met, total.late, total.soon) == own
            assert {(s.name, s.met, s.students) for s in figures.groups} == {
                (s.name, s.met, s.students) for s in page.groups
            }


@pytest.mark.django_db
def test_a_district_reads_places_and_check_ins_from_indexes_alone(school):
    """A column outside of them makes Postgres look up each row of a year in its table."""
    (school,) = School.objects.all()
    span = Span.of(school.calendar(), end=TODAY, promise=5, days=60)
    with CaptureQueriesContext(connection) as asked:
        district_coverage([school], {school.pk: span}, today=TODAY, axis=None)
    statements = " ".join(query["sql"] for query in asked)

    for model, names, by_condition in (
        (Slot, {"places_not_held"}, set()),
        (Plan, {"plans_of_a_school"}, set()),
        (CheckIn, {"held_in_school", "held_without_a_plan"}, {"slot_id"}),
    ):
        read = set(re.findall(rf'"{model._meta.db_table}"\."(\w+)"', statements))
        indexes = [index for index in model._meta.indexes if index.name in names]
        indexed = {
            model._meta.get_field(column.name).column
            for index in indexes
            for column in index.expressions
        }
        assert read
        assert read <= indexed | by_condition


@pytest.mark.django_db
@pytest.mark.parametrize(("some", "others", "counted"), [(3, 12, [3, 12]), (11, 12, [10, 10])])
def test_schools_are_counted_where_one_is_small_and_else_only_as_not_small(some, others, counted):
    schools = []
    for size in (some, others, 0):
        section = SectionFactory()
        StudentFactory.create_batch(size, section=section)
        gone = StudentFactory(section=section)
        gone.enrollments.update(ends_on=TODAY - timedelta(days=1))
        schools.append(section.school)

    found = sizes(schools, TODAY)
    assert [found[school.pk].students for school in schools[:2]] == counted
    assert not found.get(schools[2].pk, Tally()).students


@pytest.mark.django_db
def test_a_check_in_of_last_year_is_met_in_these_days_but_waits_begin_anew(school, section):
    child = StudentFactory(section=section)
    child.enrollments.update(starts_on=date(2025, 9, 2))
    TermFactory(school=school, starts_on=date(2025, 9, 2), ends_on=date(2026, 6, 19))
    TermFactory(school=school, starts_on=FALL, ends_on=date(2027, 6, 18))
    CheckInFactory(section=section, student=child, held_on=date(2026, 6, 18))
    span = Span.of(school.calendar(), end=date(2026, 9, 2), promise=10, days=10)

    page = coverage(school, span, today=span.end)
    (school,) = School.objects.all()
    district = district_coverage([school], {school.pk: span}, today=span.end, axis=None)

    (wait,) = page.waits
    assert (wait.is_met, wait.last_on, wait.days, wait.is_late) == (
        True,
        date(2026, 6, 18),
        3,
        False,
    )
    assert (district.total.met, district.total.late) == (1, 0)
