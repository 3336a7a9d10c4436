"""What coverage counts is what follows from the facts, whatever is written, by whatever means."""

from datetime import date, timedelta
from random import Random
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from checkins.models import CheckIn, Stay
from checkins.stays import mend, strays
from students.models import Enrollment, Section, Student
from tests.factories import (
    NOW,
    CheckInFactory,
    EnrollmentFactory,
    SectionFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db
FIRST = date(2025, 8, 1)
SEPTEMBER = date(2026, 8, 31)


def stays_of(student):
    return [
        (stay.starts_on, stay.ends_on, stay.joined_on, stay.last_on)
        for stay in Stay.objects.filter(student=student).order_by("starts_on")
    ]


def enrolled(student, section, starts_on, ends_on=None):
    return EnrollmentFactory(student=student, section=section, starts_on=starts_on, ends_on=ends_on)


@pytest.fixture
def newcomer(school):
    """A student in no class."""
    return StudentFactory(school=school, grade="4", home_language="Tamil")


def test_a_student_of_six_classes_has_one_stay(school, newcomer):
    for _number in range(6):
        enrolled(newcomer, SectionFactory(school=school), SEPTEMBER)
    assert stays_of(newcomer) == [(SEPTEMBER, None, SEPTEMBER, None)]


def test_moving_to_another_class_the_same_day_goes_on(school, section, newcomer):
    moved = date(2027, 1, 15)
    enrolled(newcomer, section, SEPTEMBER, moved)
    enrolled(newcomer, SectionFactory(school=school), moved)
    assert stays_of(newcomer) == [(SEPTEMBER, None, SEPTEMBER, None)]


def test_who_left_and_came_back_has_two_stays_and_joined_with_the_first(school, section, newcomer):
    october, november = date(2026, 10, 15), date(2026, 11, 2)
    enrolled(newcomer, section, SEPTEMBER, october)
    enrolled(newcomer, section, november)
    assert stays_of(newcomer) == [
        (SEPTEMBER, october, SEPTEMBER, None),
        (november, None, SEPTEMBER, None),
    ]


def test_the_year_before_is_another_years(section, newcomer):
    enrolled(newcomer, section, date(2025, 9, 2), date(2026, 6, 18))
    enrolled(newcomer, section, SEPTEMBER)
    assert [joined for _from, _to, joined, _last in stays_of(newcomer)] == [
        date(2025, 9, 2),
        SEPTEMBER,
    ]


def test_a_class_put_away_holds_nobody_but_says_since_when_they_are_here(section, newcomer):
    january = date(2027, 1, 4)
    enrolled(newcomer, section, SEPTEMBER)
    enrolled(newcomer, SectionFactory(school=section.school), january)
    Section.objects.filter(pk=section.pk).update(archived_at=NOW)
    assert stays_of(newcomer) == [(january, None, SEPTEMBER, None)]
    Section.objects.filter(pk=section.pk).update(archived_at=None)
    assert stays_of(newcomer) == [(SEPTEMBER, None, SEPTEMBER, None)]


def test_the_last_check_in_is_known_whenever_it_is_typed_back_or_taken_back(section, newcomer):
    enrolled(newcomer, section, SEPTEMBER)

    def last():
        return stays_of(newcomer)[0][3]

    held = CheckInFactory(section=section, student=newcomer, held_on=date(2027, 1, 12))
    CheckInFactory(section=section, student=newcomer, held_on=date(2026, 12, 1))
    assert last() == date(2027, 1, 12)
    CheckIn.objects.filter(pk=held.pk).update(held_on=date(2026, 11, 1))
    assert last() == date(2026, 12, 1)
    CheckIn.objects.filter(student=newcomer).delete()
    assert last() is None


def test_a_check_in_before_the_first_class_is_not_lost(section, newcomer):
    CheckInFactory(section=section, student=newcomer, held_on=date(2026, 12, 1))
    assert stays_of(newcomer) == []
    enrolled(newcomer, section, date(2027, 1, 4))
    assert stays_of(newcomer)[0][3] == date(2026, 12, 1)


def test_a_grade_and_a_language_are_those_of_the_student(section, newcomer):
    enrolled(newcomer, section, SEPTEMBER)
    Student.objects.filter(pk=newcomer.pk).update(grade="5", home_language="Somali")
    stay = Stay.objects.get(student=newcomer)
    assert (stay.grade, stay.language) == ("5", "Somali")


# --- whatever happens -----------------------------------------------------------------------------
def expected():
    """The stays by student, day by day, without a word of SQL."""
    found = {}
    for student in Student.objects.all():
        rows = list(student.enrollments.values_list("starts_on", "ends_on", "section__archived_at"))
        last = max(student.checkins.values_list("held_on", flat=True), default=None)
        for start, end in _runs([row[:2] for row in rows if row[2] is None]):
            july = date(start.year - (start.month < 7), 7, 1)
            joined = min(
                begin for begin, over, _away in rows if begin <= start and (over or july) >= july
            )
            found[student.pk, start] = (end, joined, last, student.grade, student.home_language)
    return found


def _runs(spans):
    """Spans that share a day, as one."""
    runs = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if runs and start <= runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], end or date.max)
        else:
            runs.append([start, end or date.max])
    return [(start, None if end == date.max else end) for start, end in runs]


def kept():
    return {
        (stay.student_id, stay.starts_on): (
            stay.ends_on,
            stay.joined_on,
            stay.last_on,
            stay.grade,
            stay.language,
        )
        for stay in Stay.objects.all()
    }


class World:
    """Three students, four classes, and everything that may happen to them."""

    def __init__(self, school, seed):
        self.rng = Random(seed)
        self.rooms = [SectionFactory(school=school) for _number in range(4)]
        self.students = [StudentFactory(school=school) for _number in range(3)]

    def day(self):
        return FIRST + timedelta(days=self.rng.randrange(600))

    def one_of(self, rows):
        found = list(rows)
        return self.rng.choice(found) if found else None

    def happen(self):
        often = [self.come, self.come, self.meet, self.meet]
        seldom = [self.move, self.go, self.remeet, self.unmeet, self.put_away, self.rename]
        self.rng.choice([*often, *seldom])()

    def come(self):
        student, room, start = (
            self.rng.choice(self.students),
            self.rng.choice(self.rooms),
            self.day(),
        )
        end = self.rng.choice([None, start + timedelta(days=self.rng.randrange(200))])
        if end or not Enrollment.objects.filter(student=student, section=room, ends_on=None):
            Enrollment.objects.bulk_create(
                [
                    Enrollment(
                        school_id=room.school_id,
                        student=student,
                        section=room,
                        starts_on=start,
                        ends_on=end,
                    )
                ]
            )

    def move(self):
        row = self.one_of(Enrollment.objects.order_by("pk"))
        if row:
            start = self.day()
            Enrollment.objects.filter(pk=row.pk).update(
                starts_on=start, ends_on=start + timedelta(days=self.rng.randrange(300))
            )

    def go(self):
        row = self.one_of(Enrollment.objects.order_by("pk"))
        if row:
            Enrollment.objects.filter(pk=row.pk).delete()

    def meet(self):
        CheckInFactory(
            section=self.rooms[0], student=self.rng.choice(self.students), held_on=self.day()
        )

    def remeet(self):
        row = self.one_of(CheckIn.objects.order_by("pk"))
        if row:
            CheckIn.objects.filter(pk=row.pk).update(
                held_on=self.day(), student=self.rng.choice(self.students)
            )

    def unmeet(self):
        row = self.one_of(CheckIn.objects.order_by("pk"))
        if row:
            row.delete()

    def put_away(self):
        room = self.rng.choice(self.rooms)
        Section.objects.filter(pk=room.pk).update(archived_at=self.rng.choice([NOW, None]))

    def rename(self):
        student = self.rng.choice(self.students)
        student.grade, student.home_language = self.rng.choice("12"), self.rng.choice(["", "Tamil"])
        student.save()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_written_the_stays_are_what_follows_from_it(school, seed):
    world = World(school, seed)
    for _turn in range(30):
        world.happen()
        assert kept() == expected()
    assert strays() == []


def test_a_stay_that_strayed_is_found_and_mended(section, newcomer, capsys):
    enrolled(newcomer, section, SEPTEMBER)
    other = StudentFactory(section=section)
    right = stays_of(newcomer)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE checkins_stay SET last_on = '2027-01-01' WHERE student_id = %s", [newcomer.pk]
        )
        cursor.execute("DELETE FROM checkins_stay WHERE student_id = %s", [other.pk])

    assert strays() == sorted([newcomer.pk, other.pk])
    with pytest.raises(SystemExit):
        call_command("check_coverage")
    call_command("check_coverage", mend=True)
    call_command("check_coverage")
    assert capsys.readouterr().out.splitlines() == [
        "Wrong for 2 students. Mend it with --mend.",
        "Made anew for 2 students.",
        "Coverage counts what the facts say.",
    ]
    assert stays_of(newcomer) == right
    assert mend() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("turn", range(2))
def test_two_who_write_at_once_leave_the_stays_right(section, newcomer, turn):
    """One takes a check-in back, or changes the class, while another writes a newer one."""
    held = CheckInFactory(section=section, student=newcomer, held_on=date(2027, 1, 5))
    enrollment = enrolled(newcomer, section, SEPTEMBER)
    teacher = held.teacher
    start = Barrier(2)

    def take_back():
        with transaction.atomic():
            CheckIn.objects.filter(pk=held.pk).delete()
            Enrollment.objects.filter(pk=enrollment.pk).update(ends_on=date(2027, 6, 1))
            start.wait()
        connections.close_all()

    def meet():
        start.wait()
        CheckInFactory(
            section=section, student=newcomer, held_on=date(2027, 1, 20), teacher=teacher
        )
        connections.close_all()

    threads = [Thread(target=take_back), Thread(target=meet)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert strays() == []
    assert stays_of(newcomer) == [(SEPTEMBER, date(2027, 6, 1), SEPTEMBER, date(2027, 1, 20))]
