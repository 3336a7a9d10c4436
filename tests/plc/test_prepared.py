"""Prepared queries: the same rows as the query they stand for, with each call's own values."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkins.models import Window
from plc import clock
from plc.models import User
from plc.prepared import prepared
from students.models import Enrollment, Section
from tests.factories import NOW, SectionFactory, StudentFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 21)


@prepared
def classes(key: str, school_id: int):
    return Section.objects.filter(key=key, school=school_id).select_related("school")


def test_it_gives_the_rows_of_the_values_it_is_called_with(section):
    other = SectionFactory(school=section.school)

    assert classes(section.key, section.school_id) == [section]
    assert classes(other.key, other.school_id) == [other]
    assert classes(other.key, other.school_id + 1) == []


def test_rows_come_with_what_select_related_asks_for(section):
    with CaptureQueriesContext(connection) as asked:
        [found] = classes(section.key, section.school_id)
        assert found.school == section.school

    assert len(asked) == 1


def test_dates_come_back_as_dates(section):
    @prepared
    def starts(today: date):
        return Enrollment.objects.filter(starts_on__lte=today).values_list("starts_on", flat=True)

    student = StudentFactory(section=section)
    since = student.enrollments.get().starts_on

    assert starts(since) == [since]
    assert starts(since - timedelta(days=1)) == []


def test_instants_and_times_reach_the_database_as_they_would(section):
    @prepared
    def open_at(on: date, at: time):
        return Window.objects.filter(on=on, starts_at__lte=at, ends_at__gt=at).values_list("label")

    @prepared
    def joined(before: datetime):
        return User.objects.filter(joined_at__lt=before)

    Window.objects.create(
        section=section, on=DAY, label="Reading", starts_at=time(9), ends_at=time(10)
    )
    User.objects.update(joined_at=NOW)

    assert open_at(DAY, time(9, 30)) == [("Reading",)]
    assert open_at(DAY, time(10, 0)) == []
    assert joined(NOW) == []
    assert len(joined(NOW + timedelta(microseconds=1))) == User.objects.count() > 0


def test_a_value_that_is_changed_on_the_way_is_refused(section):
    @prepared
    def lately(today: date):
        return Enrollment.objects.filter(starts_on__gte=today - timedelta(days=14))

    with pytest.raises(TypeError, match="changes its values"):
        lately(DAY)


def test_a_value_that_is_not_used_is_refused(section):
    @prepared
    def everyone(today: date, school_id: int):
        return Section.objects.filter(school=school_id)

    with pytest.raises(TypeError, match="leaves a value out"):
        everyone(DAY, section.school_id)


def test_the_clock_is_refused_because_its_answer_would_be_kept(section, teacher):
    @prepared
    def mine(user_id: int):
        return Section.objects.taught_by(User(pk=user_id))

    with pytest.raises(TypeError, match="pass it today"):
        mine(teacher.pk)
    assert clock.today() == DAY
