"""Save an import whole, or not at all."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from itertools import zip_longest

from django.db import transaction
from django.db.models import F

from plc import audit
from plc.frozen import frozen
from plc.models import AuditEntry, User
from students.importing.classes import add_classes, bring_back_classes, change_classes
from students.importing.current import seats, students
from students.importing.job import Job, chunks
from students.importing.people import add_guardians, add_students, change_students
from students.importing.seats import add_seats, end_seats
from students.importing.staff import add_roles, add_staff
from students.models import School, Section
from students.roster.changes import Diff
from students.roster.model import Roster
from students.roster.present import Present


class Outdated(Exception):
    """Students came or went since the list was compared; compare again and ask again."""


@frozen
class Saved:
    """What was written. `leaving` counts students; `seats_ended` counts moves as well."""

    students_new: int = 0
    students_changed: int = 0
    leaving: int = 0
    classes_new: int = 0
    classes_changed: int = 0
    classes_back: int = 0
    seats_new: int = 0
    seats_ended: int = 0
    staff_new: int = 0
    roles_new: int = 0
    guardians_new: int = 0
    staff_without_email: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The figures by name; those that are names have none."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != "staff_without_email"
        }


@transaction.atomic
def save(
    *,
    school: School,
    roster: Roster,
    present: Present,
    diff: Diff,
    by: User,
    today: date,
    now: datetime,
    section: Section | None = None,
) -> Saved:
    """Write what `diff` says, all of it or nothing; rows in doubt are left out.

    Raises Outdated when somebody else's import was faster, IntegrityError when the database
    holds something the comparison did not see, and ValueError when a list for one class would
    change another.
    """
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    _check_still_true(school, present, today)
    job = Job(school, roster, present, diff, today, now)
    _check_own_class(job, section)
    saved = _write(job)
    for some in chunks(job.touched):
        Section.objects.filter(pk__in=some).update(pulse=F("pulse") + 1)
    _record(saved, school, section, by)
    return saved


def _check_still_true(school: School, present: Present, today: date) -> None:
    """That nobody was added, changed or moved since the list was compared."""
    known = zip_longest(students(school), present.students)
    if sum(now != then for now, then in known):  # read to the end, cursor and all
        raise Outdated
    if present.enrollments != set(seats(school, today)):
        raise Outdated


def _check_own_class(job: Job, section: Section | None) -> None:
    if section is not None and (job.diff.classes.new or {*job.classes.values()} - {section.pk}):
        raise ValueError("a list for one class names another: read it with `fitted`")


def _write(job: Job) -> Saved:
    """Classes before students, who get a picture that is free there; seats that end first."""
    classes_back = bring_back_classes(job)
    classes_new, classes_changed = add_classes(job), change_classes(job)
    seats_ended = end_seats(job)
    students_new, students_changed = add_students(job), change_students(job)
    staff_new, staff_without_email = add_staff(job)
    return Saved(
        students_new=students_new,
        students_changed=students_changed,
        leaving=len(job.diff.leaving),
        classes_new=classes_new,
        classes_changed=classes_changed,
        classes_back=classes_back,
        seats_new=add_seats(job),
        seats_ended=seats_ended,
        staff_new=staff_new,
        roles_new=add_roles(job),
        guardians_new=add_guardians(job),
        staff_without_email=staff_without_email,
    )


def _record(saved: Saved, school: School, section: Section | None, by: User) -> None:
    """Counts alone: the record of who did it holds no child's name."""
    counts = ", ".join(f"{name} {count}" for name, count in saved.counts.items() if count)
    audit.record(
        AuditEntry.Action.IMPORTED,
        actor=by,
        school_key=school.key,
        subject_key=section.key if section else "",
        detail=counts.replace("_", " ") or "no change",
    )
