"""Who sits in which class: seats that begin and seats that end. No seat's past is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from students.importing.bulk import insert
from students.importing.current import running
from students.importing.job import ONE_DAY, Job, chunks
from students.models import Enrollment, StudentSession
from students.roster.model import EnrollmentRow
from students.sign_in import end_sessions

Seat = tuple[int, int]


def end_seats(job: Job) -> int:
    """End the seats the list has no more; yesterday was the last day, and sessions end now."""
    gone = cast(set[Seat], set(job.diff.seats_ending))
    sections = {section for _student, section in gone}
    for some in chunks(sections):
        rows = Enrollment.objects.filter(running(job.today), section__in=some)
        found = rows.values_list("pk", "starts_on", "ends_on", "student_id", "section_id")
        end_rows(job, [row[:3] for row in found if row[3:] in gone])
        _sign_out(job, some, gone)
    job.touched |= sections
    return len(gone)


def end_rows(job: Job, rows: Iterable[tuple[int, date, date | None]]) -> None:
    """End those (pk, first day, last day) that last; one that has not begun before today goes."""
    begun: list[int] = []
    unbegun: list[int] = []
    for pk, starts_on, ends_on in rows:
        if ends_on is None or ends_on >= job.today:
            (begun if starts_on < job.today else unbegun).append(pk)
    for some in chunks(unbegun):
        Enrollment.objects.filter(pk__in=some).delete()
    for some in chunks(begun):
        Enrollment.objects.filter(pk__in=some).update(ends_on=job.today - ONE_DAY)


def _sign_out(job: Job, sections: list[int], gone: set[Seat]) -> None:
    sessions = StudentSession.objects.filter(section__in=sections, ended_at=None)
    ending = [row for row in sessions if (row.student_id, row.section_id) in gone]
    if ending:
        end_sessions(ending, now=job.now)


def add_seats(job: Job) -> int:
    """Seat students where the list has them, from the day it gives or from today."""
    columns = ("school", "student", "section", "starts_on", "ends_on")
    return len(insert(Enrollment, columns, _new_seats(job)))


def _new_seats(job: Job) -> Iterator[tuple[object, ...]]:
    before = _sat_before(job)
    for row in job.diff.seats_new:
        student, section = job.students.get(row.student_key), job.classes.get(row.class_key)
        if student is None or section is None:  # in doubt who or which class is meant
            continue
        starts_on, ends_on = _dates(row, job.today, again=(student, section) in before)
        if ends_on and ends_on < starts_on:
            continue
        job.touched.add(section)
        yield job.school.pk, student, section, starts_on, ends_on


def _dates(row: EnrollmentRow, today: date, *, again: bool) -> tuple[date, date | None]:
    """(first, last) day; a student who comes back does so today, not before she left."""
    starts_on = row.starts_on or today
    if again:
        starts_on = max(starts_on, today)
    return starts_on, row.ends_on - ONE_DAY if row.ends_on else None


def _sat_before(job: Job) -> set[Seat]:
    """Seats that ended, of the classes where somebody known takes a seat again."""
    known = job.diff.students.ids
    sections = {
        job.classes[row.class_key]
        for row in job.diff.seats_new
        if row.student_key in known and row.class_key in job.classes
    }
    ended: set[Seat] = set()
    for some in chunks(sections):
        rows = Enrollment.objects.filter(section__in=some, ends_on__lt=job.today)
        ended.update(rows.values_list("student_id", "section_id"))
    return ended
